"""In English: live in round 1, above its minimum, with one reward sold out."""

from goteo.demo import people, pictures
from goteo.demo.story import (
    FRANCE,
    GERMANY,
    ITALY,
    UNITED_KINGDOM,
    UNITED_STATES,
    Ending,
    GiftTold,
    ReturnTold,
    RewardTold,
    Story,
    essential,
    further,
)

DESCRIPTION = """\
A seized pickup reel costs a small grower a day of dry weather. The dealer is seventy kilometres
away, the drawing is locked in a dealer's laptop, and the part comes on Thursday. **We write the
manuals that should have come with the machine**: photographs, torque values, and a parts list with
sizes anybody can order.

## Who we are

Nuala ran the workshop of the Ilen co-op for nineteen years. Declan farms eleven acres of vegetables
outside Skibbereen. Ute draws the exploded views. Since March we have finished two manuals, for a
two-row potato planter and a walking tractor, and 412 people have downloaded them.

## What the money does

The minimum pays for four more machines: a small round baler, a rotary mower, a seed drill and a
root washer. Each one means a machine bought broken, two weeks on the bench, a day with a
photographer and a reading by three farmers who have never opened it.

With the optimum we record every repair on video with English and Irish captions, and print a set
for each of the nine machinery rings in West Cork.

## What stays

The manuals, the drawings and the parts lists are free for anyone to use, change, translate and
sell. If a maker sends us corrections, we print them. If a maker asks us to stop, we will publish
the letter.
"""

_G = GiftTold
GIFTS = (
    _G(0, people.GROWERS, 200, card=UNITED_STATES),
    _G(0, people.CLARE, 45, reward=2),
    _G(0, people.SIOBHAN, 150, reward=3),
    _G(1, people.SHY[4], 20, card=UNITED_KINGDOM),
    _G(2, people.HENRIK, 150, reward=3, card=GERMANY),
    _G(3, people.FIONN, 45, reward=2),
    _G(4, people.SHY[7], 75),
    _G(5, people.BIEL, 25, reward=1),
    _G(6, people.ADELE, 45, reward=2, card=FRANCE),
    _G(8, people.CLARE, 150, reward=3),
    _G(9, people.GIULIA, 25, reward=1, card=ITALY),
    _G(10, people.UTE, 60, card=GERMANY),
    _G(12, people.SHY[4], 10, card=UNITED_KINGDOM),
    _G(13, people.MARTA, 45, reward=2),
    _G(15, people.TOMAS, 100),
    _G(16, people.SIOBHAN, 25, reward=1),
    _G(18, people.ISMAEL, 45, reward=2),
    _G(20, people.SHY[7], 250),
    _G(21, people.HENRIK, 25, reward=1, card=GERMANY),
    _G(23, people.JOAO, 30),
    _G(24, people.GROWERS, 450, card=UNITED_STATES),
    _G(26, people.LAIA, 45, reward=2),
)

STORY = Story(
    creator=people.NUALA,
    language="en",
    title="Open repair manuals for small farm machines",
    pitch="Four more machines taken apart, drawn and explained, so that a grower can mend them.",
    description=DESCRIPTION,
    location="Skibbereen, West Cork",
    category="technology",
    picture=pictures.tractor,
    picture_alt="A small red tractor on a ploughed field, with a spanner in the sky above it.",
    payee_kind="cooperative",
    payee_name="Ilen Machinery Co-operative Society",
    contact_phone="+353 28 000 114",
    budget=(
        essential("material", "Four broken machines", 620, "Baler, mower, seed drill, washer"),
        essential("task", "Drawings and exploded views", 560, "Twenty-eight sheets"),
        essential("task", "Photography and trial readings", 420),
        essential("infrastructure", "Bench, lamps and lifting gear", 200, "Hired for two months"),
        further("task", "Video of every repair, captioned", 900, "In English and Irish"),
        further("material", "Printed sets for nine machinery rings", 500),
    ),
    rewards=(
        RewardTold("Your name in the manual", "In the edition that you helped to pay for.", 25, 6),
        RewardTold("A printed manual", "One machine of your choice, spiral bound.", 45, 6, 80),
        RewardTold(
            "A day on the bench",
            "Bring a broken machine to Skibbereen and mend it with us. Soup included.",
            150,
            4,
            3,
        ),
    ),
    returns=(
        ReturnTold(
            "manual",
            "Four repair manuals",
            "As web pages and for printing, with photographs and torque values.",
            "CC-BY-SA-4.0",
            7,
        ),
        ReturnTold(
            "hardware_design",
            "Drawings of forty spare parts",
            "Measured from the real thing, as editable CAD files and as plain sheets.",
            "CERN-OHL-W-2.0",
            9,
        ),
    ),
    ending=Ending.LAUNCHED,
    gifts=GIFTS,
    today=28,
)

"""In English: a permanent project, where every gift is charged at once; one is at the card page."""

from goteo.demo import people
from goteo.demo.story import (
    GERMANY,
    PORTUGAL,
    UNITED_KINGDOM,
    Ending,
    GiftTold,
    Outcome,
    ReturnTold,
    Story,
    essential,
    further,
)
from projects.models import RoundsPlan

DESCRIPTION = """\
Two hundred and sixty food co-ops in seven countries order their vegetables, share out the crates
and settle the bill with **Alqueire, a free program that three people maintain in their evenings**.
It began in 2017 as a spreadsheet in Marvila, when a box of onions went missing and nobody could say
whose it was.

## What it does

Members order until Tuesday, growers see the sum on Wednesday, and on Friday somebody weighs what
came. Alqueire says what each household owes, keeps the deposits of the jars and prints the list for
the door. It works on an old telephone and without a connection until the van comes.

## Why it is always open

There is no version to finish: browsers change, tax rules change, people find faults. What comes
here pays for one day a week of maintenance, for the server of co-ops that have none, and for
somebody to answer letters in Portuguese, Spanish and English.

## How we account for it

Every quarter we publish the hours, what they were spent on, and what is left. When there is enough
for half a year we say so, and ask you to give elsewhere.
"""

_G = GiftTold
STORY = Story(
    creator=people.TERESA,
    language="en",
    title="Alqueire: free software for food co-ops",
    pitch="One paid day a week for the program with which 260 co-ops share out their vegetables.",
    description=DESCRIPTION,
    location="Marvila, Lisbon",
    category="technology",
    payee_kind="association",
    payee_name="Associação Alqueire",
    contact_phone="+351 210 000 145",
    budget=(
        essential("task", "Maintenance, one day a week", 900, "For each month"),
        essential("infrastructure", "Server for small co-ops", 140, "For each month"),
        further("material", "Old telephones to try it on", 160, "Once a year"),
        further("task", "Answers in three languages", 320, "For each month"),
    ),
    rewards=(),
    returns=(
        ReturnTold(
            "source_code",
            "Alqueire itself",
            "A release each quarter, with its tests and a way to bring old orders along.",
            "AGPL-3.0-or-later",
            3,
        ),
        ReturnTold(
            "manual",
            "How a food co-op keeps its books",
            "Thirty pages for whoever is treasurer this year.",
            "CC-BY-4.0",
            6,
        ),
    ),
    gifts=(
        _G(3, people.JOAO, 20, card=PORTUGAL),
        _G(19, people.SHY[4], 5, card=UNITED_KINGDOM),
        _G(42, people.GROWERS, 120),
        _G(66, people.HENRIK, 30, card=GERMANY),
        _G(88, people.BIEL, 15),
        _G(89, people.SHY[7], 25, outcome=Outcome.GIVEN_UP),
        _G(90, people.CLARE, 40, outcome=Outcome.AT_THE_CARD_PAGE),
    ),
    ending=Ending.LAUNCHED,
    rounds=RoundsPlan.PERMANENT,
    today=90,
)

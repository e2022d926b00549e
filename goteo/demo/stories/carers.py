"""In English: withdrawn in its first weeks, so that every promise was released."""

from goteo.demo import people
from goteo.demo.story import (
    GERMANY,
    UNITED_KINGDOM,
    Ending,
    GiftTold,
    ReturnTold,
    RewardTold,
    Story,
    essential,
    further,
)

DESCRIPTION = """\
Most of the people who lift, wash and feed the elderly of Leith learned it in one afternoon, from a
video. Three in ten hurt their back in the first year. **We are forty-one home carers, and we want
to teach one another at night**, after the late shift, in a room with a bed and a hoist.

## What we would teach

Twelve evenings: lifting without pain, talking with someone who no longer finds the words, what a
pressure sore looks like on dark skin, what to write down, and what an agency may not ask of you.
Each evening is led by two carers and a nurse, physiotherapist or lawyer who is paid for it.

## What the money is for

The minimum pays for the teachers, a second-hand hoist and the room above the library from October
to March, and for someone to look after our own parents and children meanwhile. With the optimum we
would film each evening and have it captioned in Polish, Urdu and Tagalog.

## What everyone would get

All twelve evenings as a course that any group of carers can run, free to copy and to change.
"""

_G = GiftTold
STORY = Story(
    creator=people.MOIRA,
    language="en",
    title="The late shift: a night school for home carers",
    pitch="Twelve evenings in which carers teach carers, written down for others to repeat.",
    description=DESCRIPTION,
    location="Leith, Edinburgh",
    category="health-and-care",
    payee_kind="association",
    payee_name="Leith Carers' Mutual",
    contact_phone="+44 131 000 0139",
    budget=(
        essential("task", "Teachers of twelve evenings", 2880, "120 € for each of two"),
        essential("material", "A hoist and a bed, second-hand", 950),
        essential("infrastructure", "Room and respite care", 1600, "October to March"),
        further("task", "Film with captions in three languages", 2100),
    ),
    rewards=(
        RewardTold("A pocket card", "How to lift, in six drawings.", 12, 5),
        RewardTold("A seat at one evening", "For a carer of yours, or for you.", 45, 6, 60),
    ),
    returns=(
        ReturnTold(
            "educational_material",
            "Course of twelve evenings",
            "Plans, sheets and drawings, ready to print and to change.",
            "CC-BY-SA-4.0",
            9,
        ),
    ),
    gifts=(
        _G(0, people.CLARE, 45, reward=2, card=UNITED_KINGDOM),
        _G(2, people.SHY[4], 20, card=UNITED_KINGDOM),
        _G(5, people.UTE, 12, reward=1, card=GERMANY),
        _G(9, people.SIOBHAN, 90),
    ),
    ending=Ending.WITHDRAWN,
    in_words="The council will pay for the whole course from October, so we do not need your "
    "money. Thank you: it was your promises that made them answer.",
    ends_on=15,
    today=18,
)

"""In English: its minimum was missed, so nobody was charged."""

from goteo.demo import people, pictures
from goteo.demo.story import (
    FRANCE,
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
Every dock had its own songs: to haul to, to count sacks to, to mock the harbour master with. In
Cobh and Passage West perhaps thirty people still know them by heart, and the youngest of them is
seventy-one. **We want to record each of them once, properly, before the last verse goes.**

## What exists

Fionn's grandfather left a notebook with the first lines of sixty-four songs and hardly a tune. Over
two winters we found singers for thirty-eight of them, mostly in kitchens, mostly on a telephone.
You can hear that it is a telephone.

## What the money is for

The minimum pays for three weeks with a sound engineer who travels to the singers, for a
musicologist from the university who writes the tunes down, and for someone to sit with every family
and agree what may be published and what stays at home.

With the optimum we would film six of the singers at the quay, and teach the counting songs in the
four primary schools of the harbour.

## What everyone would get

An archive that anyone may listen to, download, sing from and build upon: sound without
compression, words in English and Irish, notes on paper. The recordings belong to the singers; they
have agreed to give them to all of us.
"""

_G = GiftTold
GIFTS = (
    _G(0, people.CLARE, 30, reward=1),
    _G(1, people.SIOBHAN, 80, reward=2),
    _G(3, people.SHY[4], 25, card=UNITED_KINGDOM),
    _G(5, people.NUALA, 30, reward=1),
    _G(8, people.HENRIK, 50, card=GERMANY),
    _G(12, people.SHY[7], 120),
    _G(17, people.ADELE, 80, reward=2, card=FRANCE),
    _G(24, people.BIEL, 20),
    _G(31, people.UTE, 30, reward=1, card=GERMANY),
    _G(37, people.SHY[4], 150, card=UNITED_KINGDOM),
)

STORY = Story(
    creator=people.FIONN,
    language="en",
    title="Songs of the docks: a harbour archive",
    pitch="Sixty-four work songs of Cork harbour, recorded once and given to everyone.",
    description=DESCRIPTION,
    location="Cobh, County Cork",
    category="heritage",
    picture=pictures.harbour,
    picture_alt="A harbour crane and a cargo boat in front of a setting sun on calm water.",
    payee_kind="person",
    payee_name="Fionn Hegarty",
    contact_phone="+353 21 000 178",
    budget=(
        essential("task", "Sound engineer, three weeks", 2400),
        essential("task", "Transcription of sixty-four tunes", 1150),
        essential("infrastructure", "Storage and hosting, ten years", 380),
        further("task", "Film of six singers", 1600),
        further("material", "Song sheets for four schools", 450),
    ),
    rewards=(
        RewardTold("A song sheet", "Words and tune of one song, printed by letterpress.", 30, 8),
        RewardTold("The double album", "On vinyl, with the notebook as a booklet.", 80, 12, 150),
    ),
    returns=(
        ReturnTold(
            "audiovisual",
            "Sixty-four recordings",
            "Uncompressed, with words and the name of each singer.",
            "CC-BY-4.0",
            12,
        ),
        ReturnTold(
            "publication",
            "The tunes on paper",
            "Scores that can be edited, with variants and sources.",
            "CC0-1.0",
            14,
        ),
    ),
    ending=Ending.LAUNCHED,
    gifts=GIFTS,
    today=46,
)

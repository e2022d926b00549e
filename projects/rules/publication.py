"""What a campaign must have before it is reviewed: one list for checklist, API and `submit`."""

from collections.abc import Callable
from dataclasses import dataclass

LEAST_WORDS = 80


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for the translators; whoever shows it translates (rules know no Django)."""
    return sentence


@dataclass(frozen=True)
class PublicationFacts:
    """What the rules look at. Apps above `projects` supply their part through
    `projects.publication.supply`."""

    title: str = ""
    pitch: str = ""
    description_words: int = 0
    has_image: bool = False
    image_alt: str = ""
    drawn_cover: bool = False
    location: str = ""
    has_category: bool = False
    essential_items: int = 0
    further_items: int = 0
    contact_phone: str = ""
    payout_begun: bool = False
    thanks_only: bool = False
    rewards: int = 0
    returns: int = 0
    returns_without_licence_or_date: int = 0


@dataclass(frozen=True)
class PublicationRule:
    code: str
    section: str
    sentence: str
    holds: Callable[[PublicationFacts], bool]


PUBLICATION_RULES: tuple[PublicationRule, ...] = (
    PublicationRule(
        "title",
        "basics",
        gettext_noop("Give the project a title."),
        lambda f: bool(f.title.strip()),
    ),
    PublicationRule(
        "pitch",
        "basics",
        gettext_noop("Say in one line what the project is."),
        lambda f: bool(f.pitch.strip()),
    ),
    PublicationRule(
        "location",
        "basics",
        gettext_noop("Say where it happens."),
        lambda f: bool(f.location.strip()),
    ),
    PublicationRule(
        "category", "basics", gettext_noop("Choose a category."), lambda f: f.has_category
    ),
    PublicationRule(
        "description",
        "story",
        gettext_noop("Describe the project in at least 80 words."),
        lambda f: f.description_words >= LEAST_WORDS,
    ),
    PublicationRule(
        "image",
        "story",
        gettext_noop("Add a picture, or let us draw a cover."),
        lambda f: f.has_image or f.drawn_cover,
    ),
    PublicationRule(
        "image_alt",
        "story",
        gettext_noop("Say what the picture shows, for people who cannot see it."),
        # A drawn cover only decorates, so there is nothing to say of it.
        lambda f: bool(f.image_alt.strip()) or (f.drawn_cover and not f.has_image),
    ),
    PublicationRule(
        "essential_item",
        "budget",
        gettext_noop("Add at least one essential budget item: these make the minimum."),
        lambda f: f.essential_items >= 1,
    ),
    PublicationRule(
        "further_item",
        "budget",
        gettext_noop(
            "Add at least one budget item that is not essential: with it comes the optimum."
        ),
        lambda f: f.further_items >= 1,
    ),
    PublicationRule(
        "collective_return",
        "returns",
        gettext_noop("Promise at least one return that everyone gets."),
        lambda f: f.returns >= 1,
    ),
    PublicationRule(
        "return_terms",
        "returns",
        gettext_noop("Give every return a licence and a date."),
        lambda f: f.returns_without_licence_or_date == 0,
    ),
    PublicationRule(
        "reward",
        "rewards",
        gettext_noop("Add at least one reward, or say that you only give thanks."),
        lambda f: f.rewards >= 1 or f.thanks_only,
    ),
    PublicationRule(
        "contact_phone",
        "payee",
        gettext_noop("Give a phone number where we can reach you."),
        lambda f: bool(f.contact_phone.strip()),
    ),
    PublicationRule(
        "payout_identity",
        "payee",
        gettext_noop("Say who will receive the money."),
        lambda f: f.payout_begun,
    ),
)


def broken_rules(facts: PublicationFacts) -> list[PublicationRule]:
    """The rules that `facts` break, in the order of the list."""
    return [rule for rule in PUBLICATION_RULES if not rule.holds(facts)]

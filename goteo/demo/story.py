"""How a demo project is told: what its creator writes, who gives what on which day, where it ends.

Days are counted from the launch, which is day 0. Amounts are whole euros here, as people type them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from goteo.demo.people import Person
from projects.drafting import BudgetLine
from projects.models import RoundsPlan

# Test cards that the provider publishes, by the country of the bank or by what happens with them.
SPAIN = "4000007240000007"
FRANCE = "4000002500000003"
GERMANY = "4000002760000016"
ITALY = "4000003800000008"
PORTUGAL = "4000006200000007"
UNITED_KINGDOM = "4000008260000000"
UNITED_STATES = "5555555555554444"
DECLINES_WHEN_CHARGED = "4000000000000341"
ASKS_EVERY_TIME = "4000002760003184"


class Ending(StrEnum):
    """How far the demo brings a project."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    CHANGES_REQUESTED = "changes requested"
    REJECTED = "rejected"
    SCHEDULED = "scheduled"
    LAUNCHED = "launched"
    ON_HOLD = "on hold"
    EXTENDED = "extended"
    WITHDRAWN = "withdrawn"
    STOPPED = "round 2 stopped"

    @property
    def is_launched(self) -> bool:
        before = (self.DRAFT, self.IN_REVIEW, self.CHANGES_REQUESTED, self.REJECTED, self.SCHEDULED)
        return self not in before


class Outcome(StrEnum):
    """What becomes of a gift by its backer's hand."""

    CONFIRMED = "confirmed"
    CANCELLED = "promised, and taken back"
    GIVEN_UP = "left at the card page for too long"
    AT_THE_CARD_PAGE = "at the card page now"


@dataclass(frozen=True)
class RewardTold:
    """`months` from today to the delivery; `units` None for no limit."""

    title: str
    description: str
    euros: int
    months: int
    units: int | None = None


@dataclass(frozen=True)
class ReturnTold:
    """`months` from today until it is due; None leaves the date open, as in a draft."""

    kind: str
    title: str
    description: str
    spdx_id: str
    months: int | None


@dataclass(frozen=True)
class GiftTold:
    """One gift. `reward` counts the project's rewards from 1; 0 is a gift without one."""

    day: int
    who: Person
    euros: int
    reward: int = 0
    card: str = SPAIN
    outcome: Outcome = Outcome.CONFIRMED


@dataclass(frozen=True)
class Story:
    """Without a `picture`, the creator asks for a drawn cover; without `rewards`, gives thanks."""

    creator: Person
    language: str
    title: str
    pitch: str
    description: str
    location: str
    category: str
    payee_kind: str
    payee_name: str
    contact_phone: str
    budget: tuple[BudgetLine, ...]
    rewards: tuple[RewardTold, ...]
    returns: tuple[ReturnTold, ...]
    ending: Ending
    picture: Callable[[], bytes] | None = None
    picture_alt: str = ""
    gifts: tuple[GiftTold, ...] = ()
    rounds: RoundsPlan = RoundsPlan.TWO
    first_round_days: int = 40
    # What an admin, or a creator who withdraws, says with the last decision, and on which day.
    in_words: str = ""
    ends_on: int = 0
    # The day after the launch on which the demo shows the project.
    today: int = 0


def essential(kind: str, title: str, euros: int, description: str = "") -> BudgetLine:
    return BudgetLine(kind, title, euros * 100, essential=True, description=description)


def further(kind: str, title: str, euros: int, description: str = "") -> BudgetLine:
    return BudgetLine(kind, title, euros * 100, essential=False, description=description)

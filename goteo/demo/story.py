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


class Ending(StrEnum):
    """How far the demo brings a project."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    LAUNCHED = "launched"


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


@dataclass(frozen=True)
class Story:
    creator: Person
    language: str
    title: str
    pitch: str
    description: str
    location: str
    category: str
    picture: Callable[[], bytes]
    picture_alt: str
    payee_kind: str
    payee_name: str
    contact_phone: str
    budget: tuple[BudgetLine, ...]
    rewards: tuple[RewardTold, ...]
    returns: tuple[ReturnTold, ...]
    ending: Ending
    gifts: tuple[GiftTold, ...] = ()
    rounds: RoundsPlan = RoundsPlan.TWO
    first_round_days: int = 40
    # The day after the launch on which the demo shows the project.
    today: int = 0


def essential(kind: str, title: str, euros: int, description: str = "") -> BudgetLine:
    return BudgetLine(kind, title, euros * 100, essential=True, description=description)


def further(kind: str, title: str, euros: int, description: str = "") -> BudgetLine:
    return BudgetLine(kind, title, euros * 100, essential=False, description=description)

"""What a creator's desk shows of one project: its money, its days, its people, its promises.

Times shown here are the application server's; the database's clock decides. Amounts are cents.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from donations.models import Verdict
from donations.project_figures import Share, collection_of, raised_by_day, rewards_to_send
from donations.queries import Given, Totals, totals_of, who_gave
from pages.queries import LINES_OF_PEOPLE
from projects.campaigns import platform_zone
from projects.deadlines import last_day
from projects.lifecycle import ProjectStatus, RoundStatus
from projects.models import Project, Round
from projects.queries import goals_of_project
from projects.rules.goals import Goals
from rewards.models import Reward

_NOT_BEGUN = (RoundStatus.PLANNED, RoundStatus.CALLED_OFF)


@dataclass(frozen=True)
class Filling:
    """`days`: cents raised by the end of each day since the launch; `span`: days until the end.
    `figures`: the same sums for the days on which something came, newest first."""

    days: list[int]
    span: int
    figures: list[tuple[date, int]]


@dataclass(frozen=True)
class Desk:
    """`raised_cents` of a failed campaign is what its verdict counted."""

    project: Project
    goals: Goals
    totals: Totals
    raised_cents: int
    round: Round | None
    verdicts: list[Verdict]
    filling: Filling
    shares: list[Share]
    rewards: list[Reward]
    gave: list[Given]


def desk_of(project: Project, now: datetime) -> Desk:
    """Of a launched project; its rounds, with their verdicts, and its budget are prefetched."""
    rounds = list(project.rounds.all())
    verdicts = [each.verdict for each in rounds if hasattr(each, "verdict")]
    totals = totals_of([project.pk])[project.pk]
    failed = project.status == ProjectStatus.FAILED and verdicts
    return Desk(
        project=project,
        goals=goals_of_project(project),
        totals=totals,
        raised_cents=verdicts[-1].raised_cents if failed else totals.raised_cents,
        round=next((each for each in rounds if each.status == RoundStatus.OPEN), None),
        verdicts=verdicts,
        filling=_filling(project, rounds, now),
        shares=collection_of(project),
        rewards=list(rewards_to_send(project)),
        gave=who_gave(project, LINES_OF_PEOPLE),
    )


def _filling(project: Project, rounds: list[Round], now: datetime) -> Filling:
    """Days are the platform's calendar days, the launch's and the last one included."""
    assert project.launched_at is not None
    zone = platform_zone()
    first, today = project.launched_at.astimezone(zone).date(), now.astimezone(zone).date()
    begun = [each for each in rounds if each.status not in _NOT_BEGUN]
    end = last_day(begun[-1].closes_at).astimezone(zone).date() if begun else today
    by_day = dict(raised_by_day(project))
    # What came in the night of a verdict belongs to the last day of the round.
    shown = max(min(today, end), first)
    dates = [first + timedelta(days=number) for number in range((shown - first).days + 1)]
    late = sum(cents for day, cents in by_day.items() if day > shown)
    amounts = [by_day.get(day, 0) for day in dates]
    amounts[-1] += late
    sums = list(accumulate(amounts))
    figures = [
        (day, total) for day, amount, total in zip(dates, amounts, sums, strict=True) if amount
    ]
    return Filling(days=sums, span=max((end - first).days + 1, 1), figures=figures[::-1])

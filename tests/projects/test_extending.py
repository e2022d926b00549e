"""A later end of the round that is open: how far, by whom, and what does not move with it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from activity.clock import database_now
from activity.models import Event
from projects.errors import (
    ExtensionTooLong,
    ExtensionTooShort,
    NotAnAdmin,
    NothingToExtend,
    OwnProject,
    ReasonMissing,
)
from projects.extending import end_of, extend_round, latest_extension
from projects.models import Project, Round
from projects.rules.calendar import charge_by
from projects.rules.holding import latest_end, verdict_by
from tests import builders, cast
from tests.projects.nothing_moved import refused

pytestmark = pytest.mark.django_db
MADRID = ZoneInfo("Europe/Madrid")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("ended", "last_verdict", "latest", "last_charge"),
    [
        (utc(2026, 4, 9, 22), utc(2026, 4, 12, 22), utc(2026, 4, 12, 22), utc(2026, 4, 20, 22)),
        # Over the night of 23 hours three days are 71 hours, so there is one to spare.
        (utc(2026, 3, 26, 23), utc(2026, 3, 29, 22), utc(2026, 3, 29, 23), utc(2026, 4, 6, 22)),
        # Over the night of 25 hours three days are 73, so the third one is too long.
        (utc(2026, 10, 22, 22), utc(2026, 10, 25, 23), utc(2026, 10, 25, 22), utc(2026, 11, 2, 23)),
        # The change of the clock lies in the days of charging, not in the spare ones.
        (utc(2026, 3, 19, 23), utc(2026, 3, 22, 23), utc(2026, 3, 22, 23), utc(2026, 3, 30, 22)),
        (utc(2026, 12, 30, 23), utc(2027, 1, 2, 23), utc(2027, 1, 2, 23), utc(2027, 1, 10, 23)),
    ],
)  # fmt: skip
def test_dates_of_round_1(
    ended: datetime, last_verdict: datetime, latest: datetime, last_charge: datetime
) -> None:
    assert verdict_by(ended, 11, MADRID) == last_verdict
    assert latest_end(1, ended, MADRID) == latest
    assert charge_by(ended, 11, MADRID) == last_charge


@pytest.mark.parametrize(
    ("ended", "latest"),
    [
        (utc(2026, 5, 19, 22), utc(2026, 7, 18, 22)),
        (utc(2026, 9, 30, 22), utc(2026, 11, 29, 23)),
        (utc(2027, 1, 31, 23), utc(2027, 4, 1, 22)),
    ],
)
def test_round_2_may_get_sixty_days_more(ended: datetime, latest: datetime) -> None:
    assert latest_end(2, ended, MADRID) == latest


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 4, 9), utc(2026, 4, 9, 22)),
        (date(2026, 3, 28), utc(2026, 3, 28, 23)),
        (date(2026, 3, 29), utc(2026, 3, 29, 22)),
        (date(2026, 10, 25), utc(2026, 10, 25, 23)),
    ],
)
def test_a_last_day_ends_at_midnight_in_madrid(day: date, ends: datetime) -> None:
    assert end_of(day) == ends


@pytest.fixture
def project() -> Project:
    return builders.a_live_project()


def first_round(project: Project) -> Round:
    return project.rounds.get(number=1)


def ends_on(project: Project, number: int, ends: datetime) -> None:
    """Dates as if the campaign had been launched for that end."""
    Round.objects.filter(project=project, number=number).update(closes_at=ends)


def test_round_1_is_extended_and_round_2_ends_when_it_would(project: Project) -> None:
    round_ = first_round(project)
    second_end = project.rounds.get(number=2).closes_at
    until = round_.closes_at + timedelta(hours=48)
    extend_round(project, until, "The card page was down.", actor=cast.carme())
    extended = first_round(project)
    assert (extended.closes_at, extended.extended_from) == (until, round_.closes_at)
    second = project.rounds.get(number=2)
    assert (second.opens_at, second.closes_at) == (until, second_end)
    event = Event.objects.get(verb="round.extended")
    assert (event.actor, event.facts["reason"]) == (cast.carme(), "The card page was down.")


def test_two_extensions_together_are_no_longer_than_one(project: Project) -> None:
    promised = first_round(project).closes_at
    extend_round(project, promised + timedelta(hours=48), "An outage", actor=cast.carme())
    with refused(ExtensionTooLong):
        extend_round(project, promised + timedelta(hours=73), "Another", actor=cast.carme())
    extend_round(project, promised + timedelta(hours=72), "Another", actor=cast.carme())
    assert first_round(project).promised_end == promised


def test_what_may_not_be_extended(project: Project) -> None:
    ends = first_round(project).closes_at
    with refused(ExtensionTooLong):
        extend_round(project, ends + timedelta(hours=72, seconds=1), "Why", actor=cast.carme())
    with refused(ExtensionTooShort):
        extend_round(project, ends, "Why", actor=cast.carme())
    until = ends + timedelta(days=1)
    with refused(ReasonMissing):
        extend_round(project, until, " ", actor=cast.carme())
    with refused(NotAnAdmin):
        extend_round(project, until, "Why", actor=project.owner)
    builders.bring_to_its_end(project)
    with refused(NothingToExtend):
        extend_round(project, until, "Why", actor=cast.carme())


@pytest.mark.parametrize(
    "build", [builders.an_approved_project, partial(builders.a_live_project, rounds_planned=0)]
)
def test_without_an_open_round_there_is_nothing_to_extend(build: Callable[[], Project]) -> None:
    project = build()
    with refused(NothingToExtend):
        extend_round(project, database_now() + timedelta(days=1), "Why", actor=cast.carme())


def test_nobody_extends_their_own() -> None:
    other = cast.person("ulla@example.org", "Ulla", admin=True)
    project = builders.a_live_project(cast.carme(), admin=other)
    until = first_round(project).closes_at + timedelta(days=1)
    with refused(OwnProject):
        extend_round(project, until, "Why", actor=cast.carme())


def test_a_short_second_round_keeps_a_day() -> None:
    project = builders.a_live_project(second_round_days=2)
    round_ = first_round(project)
    second = project.rounds.get(number=2)
    assert latest_extension(round_) == second.closes_at - timedelta(days=1)

"""An admin or a creator at the same instant as a verdict: one comes second and changes nothing."""

import time
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from activity.clock import database_now
from activity.errors import Refused
from donations import ending, settlement
from donations.models import Donation, Payment, Verdict
from projects.extending import extend_round
from projects.holding import put_on_hold
from projects.models import Project, Round
from tests import builders, cast
from tests.donations.promising import a_promise
from tests.donations.rivals import at_once

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def project(committed_db: Any) -> Project:
    """One round that is closing with three promises, which miss its minimum."""
    project = builders.a_live_project(rounds_planned=1)
    for number in range(3):
        a_promise(project, email=f"backer{number}@example.org")
    builders.bring_to_its_end(project)
    settlement.close_due_rounds()
    return project


def settle(project: Project) -> Verdict | None:
    return settlement.settle_round(project.rounds.get().pk)


@pytest.mark.parametrize("turn", range(3))
def test_a_withdrawal_against_the_verdict(project: Project, turn: int) -> None:
    withdraw = partial(ending.withdraw, project, "Another plan", actor=project.owner)
    came, verdict = at_once([withdraw, partial(settle, project)])
    project.refresh_from_db()
    ended = (project.status, project.rounds.get().status, Verdict.objects.count())
    if came is None:
        assert (verdict, ended) == (None, ("withdrawn", "called_off", 0))
    else:
        assert isinstance(came, Refused)
        assert ended == ("failed", "decided", 1)
    assert set(Donation.objects.values_list("status", flat=True)) == {"released"}
    assert Payment.objects.count() == 0


@pytest.mark.parametrize("turn", range(3))
def test_a_hold_against_the_verdict(project: Project, turn: int) -> None:
    hold = partial(put_on_hold, project, "A doubt", actor=cast.carme())
    held, verdict = at_once([hold, partial(settle, project)])
    project.refresh_from_db()
    if held is None:
        assert (verdict, project.status) == (None, "on_hold")
        assert set(Donation.objects.values_list("status", flat=True)) == {"promised"}
    else:
        assert isinstance(held, Refused)
        assert (project.status, Verdict.objects.count()) == ("failed", 1)


def test_an_early_end_against_a_withdrawal(project: Project) -> None:
    ends = at_once(
        [
            partial(ending.withdraw, project, "Another plan", actor=project.owner),
            partial(ending.end_early, project, "A doubt", actor=cast.carme()),
        ]
    )
    assert sorted(each is None for each in ends) == [False, True]
    assert isinstance(next(each for each in ends if each is not None), Refused)
    assert set(Donation.objects.values_list("status", flat=True)) == {"released"}


def close_when_due() -> bool:
    for _ in range(60):
        if settlement.close_due_rounds():
            return True
        time.sleep(0.01)
    return False


def extend_late(project: Project, until: datetime) -> None:
    time.sleep(0.29)
    extend_round(project, until, "An outage", actor=cast.carme())


@pytest.mark.parametrize("turn", range(3))
def test_an_extension_against_closing(committed_db: Any, turn: int) -> None:
    project = builders.a_live_project(rounds_planned=1)
    ends = database_now() + timedelta(seconds=0.3)
    Round.objects.filter(project=project).update(closes_at=ends)
    until = ends + timedelta(hours=24)
    extended, closed = at_once([partial(extend_late, project, until), close_when_due])
    round_ = project.rounds.get()
    if extended is None:
        assert (closed, round_.status, round_.closes_at) == (False, "open", until)
    else:
        assert isinstance(extended, Refused)
        assert (closed, round_.status, round_.closes_at) == (True, "closing", ends)

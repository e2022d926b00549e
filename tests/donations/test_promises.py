"""A promise taken back while its round is open, and the links to what somebody gave."""

from datetime import timedelta
from typing import Any

import pytest

from activity.errors import NotAllowed, Refused
from activity.models import Event
from donations import promises
from donations.errors import TooLateToCancel
from donations.models import Donation
from donations.promises import ask_for_links, can_cancel, cancel_promise
from projects.models import Project, Round
from rewards.claims import hold_unit, keep_unit
from tests import builders, cast
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return builders.a_live_project(rewards=[builders.a_reward(units=1)])


def with_its_unit(donation: Donation) -> Donation:
    claim = hold_unit(donation.project.rewards.get(), actor=None)
    keep_unit(claim, actor=None)
    Donation.objects.filter(pk=donation.pk).update(claim=claim)
    donation.refresh_from_db()
    return donation


def asked() -> int:
    return Event.objects.filter(verb="donation.links_asked").count()


def assert_refused(refusal: type[Refused], donation: Donation) -> None:
    status = Donation.objects.get(pk=donation.pk).status
    events = Event.objects.count()
    with pytest.raises(refusal):
        cancel_promise(donation, actor=None)
    assert Donation.objects.get(pk=donation.pk).status == status
    assert Event.objects.count() == events


def test_who_holds_the_link_takes_the_promise_back(project: Project) -> None:
    donation = with_its_unit(a_promise(project))
    assert can_cancel(donation)
    cancel_promise(donation, actor=None)
    donation.refresh_from_db()
    assert donation.status == "cancelled"
    assert project.rewards.get().units_left == 1


def test_a_backer_is_named_in_the_event(project: Project) -> None:
    biel = cast.biel()
    cancel_promise(a_promise(project), actor=biel)
    assert Event.objects.get(verb="donation.cancelled").actor == biel


def test_at_the_instant_it_is_too_late(project: Project) -> None:
    donation = with_its_unit(a_promise(project))
    builders.bring_to_its_end(project)
    assert not can_cancel(donation)
    assert_refused(TooLateToCancel, donation)
    assert project.rewards.get().units_left == 0


def test_while_a_round_is_closing_it_is_too_late(project: Project) -> None:
    donation = a_promise(project)
    Round.objects.filter(project=project, number=1).update(status="closing")
    assert_refused(TooLateToCancel, donation)


def test_on_hold_a_promise_may_still_be_taken_back(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(status="on_hold")
    donation = a_promise(project)
    assert can_cancel(donation)
    cancel_promise(donation, actor=None)
    assert donation.status == "cancelled"


@pytest.mark.parametrize("status", ["cancelled", "collecting", "paid", "expired"])
def test_only_a_promise_is_taken_back(project: Project, status: str) -> None:
    assert_refused(NotAllowed, a_promise(project, status=status))


def test_links_are_mailed_once_in_a_quarter_of_an_hour(project: Project) -> None:
    a_promise(project, email="ona@example.org")
    for _ in range(3):
        ask_for_links(" Ona@Example.org ", "ca")
    a_promise(project, email="ona@example.org")
    ask_for_links("ona@example.org", "ca")
    assert asked() == 1


def test_another_address_does_not_wait(project: Project) -> None:
    for name in ("ona", "pau"):
        a_promise(project, email=f"{name}@example.org")
        ask_for_links(f"{name}@example.org", "ca")
    assert asked() == 2


def test_after_the_pause_links_are_mailed_again(project: Project, monkeypatch: Any) -> None:
    a_promise(project, email="ona@example.org")
    ask_for_links("ona@example.org", "ca")
    monkeypatch.setattr(promises, "LINKS_PAUSE", timedelta(days=-1))
    ask_for_links("ona@example.org", "ca")
    assert asked() == 2


def test_who_gave_nothing_is_mailed_nothing() -> None:
    ask_for_links("nobody@example.org", "ca")
    assert asked() == 0

"""Many rows in one go: moved all or none, each with its event; one in trouble holds up no other."""

from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from activity.errors import NotAllowed
from activity.models import Delivery, Event
from activity.ticks import one_by_one
from projects.lifecycle import PROJECT
from projects.models import Project
from tests import builders, cast
from tests.activity.worlds import HAPPENED, following


@pytest.mark.django_db
def test_many_are_moved_each_with_its_event_and_what_follows() -> None:
    projects = [builders.a_draft(who) for who in (cast.alba(), cast.didac())]
    with following(lambda event: None):
        PROJECT.move_all(
            projects, "in_review", verb=HAPPENED, actor=cast.carme(), facts={"n": 1}, pitch="Both"
        )
    assert set(Project.objects.values_list("status", "pitch")) == {("in_review", "Both")}
    assert {each.status for each in projects} == {"in_review"}
    events = Event.objects.filter(verb=HAPPENED)
    assert {event.subject_id for event in events} == {str(each.pk) for each in projects}
    assert [event.facts for event in events] == [{"to": "in_review", "n": 1}] * 2
    assert Delivery.objects.filter(event__in=events).count() == 2


@pytest.mark.django_db
def test_if_one_may_not_move_none_does() -> None:
    fine, other = (builders.a_draft(who) for who in (cast.alba(), cast.didac()))
    Project.objects.filter(pk=other.pk).update(status="rejected")
    with pytest.raises(NotAllowed):
        PROJECT.move_all([fine, other], "in_review", verb=HAPPENED, actor=None)
    fine.refresh_from_db()
    assert fine.status == "draft"
    assert not Event.objects.filter(verb=HAPPENED).exists()


@pytest.mark.django_db
def test_none_are_moved_without_a_word() -> None:
    PROJECT.move_all([], "in_review", verb=HAPPENED, actor=None)
    assert not Event.objects.exists()


def answer(row: str) -> bool:
    if row == "wrong":
        raise ValueError("wrong")
    if row == "silent":
        raise TimeoutError
    if row == "late":
        raise SoftTimeLimitExceeded
    return row == "done"


def test_a_row_in_trouble_rings_and_holds_up_no_other(caplog: Any) -> None:
    rows = ["wrong", "done", "wrong", "not yet", "wrong", "wrong", "done"]
    assert one_by_one(rows, answer, trouble="%s rings", silence=TimeoutError) == ["done", "done"]
    assert caplog.text.count("wrong rings") == 4


def test_after_three_silences_the_rest_wait_for_the_next_tick() -> None:
    rows = ["silent", "done", "silent", "silent", "done"]
    assert one_by_one(rows, answer, trouble="%s", silence=TimeoutError) == ["done"]


def test_a_worker_that_is_told_to_stop_stops() -> None:
    with pytest.raises(SoftTimeLimitExceeded):
        one_by_one(["late", "done"], answer, trouble="%s")

"""The builders that all tests stand on give what their names say."""

import pytest

from activity.clock import database_now
from projects.lifecycle import ProjectStatus, RoundStatus
from projects.publication import what_is_missing
from tests import builders, cast

pytestmark = pytest.mark.django_db


def test_a_person_of_the_cast_is_made_once() -> None:
    assert cast.alba() == cast.alba()
    assert cast.alba() != cast.didac()


def test_only_the_admin_of_the_cast_is_staff() -> None:
    assert cast.carme().is_staff
    assert not cast.alba().is_staff


def test_a_complete_draft_breaks_no_rule() -> None:
    assert what_is_missing(builders.a_complete_draft()) == []


def test_an_approved_project_waits_for_its_launch() -> None:
    assert builders.an_approved_project().status == ProjectStatus.APPROVED


def test_a_live_project_has_an_open_round_and_a_planned_one() -> None:
    project = builders.a_live_project()
    states = [round_.status for round_ in project.rounds.all()]
    assert states == [RoundStatus.OPEN, RoundStatus.PLANNED]


def test_a_round_brought_to_its_end_is_still_open_and_past() -> None:
    project = builders.a_live_project(rounds_planned=1)
    round_ = builders.bring_to_its_end(project)
    assert round_.status == RoundStatus.OPEN
    assert round_.closes_at <= database_now()

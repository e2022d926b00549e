"""What admins answer to a project that waits, and who may not answer."""

from datetime import timedelta

import pytest

from accounts.models import User
from activity.clock import database_now
from activity.errors import NotAllowed
from activity.models import Event
from projects import review
from projects.errors import (
    LaunchInThePast,
    MessageMissing,
    NotAnAdmin,
    NotReady,
    OwnProject,
)
from projects.lifecycle import ProjectStatus
from projects.models import Project
from projects.verbs import Verb
from tests import builders
from tests.projects.nothing_moved import refused

pytestmark = pytest.mark.django_db

BEFORE_REVIEW = ["a_complete_draft", "a_project_to_mend", "an_approved_project", "a_live_project"]


def ask(project: Project, actor: User) -> None:
    review.request_changes(project, "Who walks?", actor=actor)


def turn_down(project: Project, actor: User) -> None:
    review.reject(project, "This is an advertisement.", actor=actor)


def accept(project: Project, actor: User) -> None:
    review.approve(project, launch_at=None, actor=actor)


VERDICTS = [ask, turn_down, accept]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_backer_decides_nothing(verdict: object, didac: User) -> None:
    project = builders.a_project_in_review()
    with refused(NotAnAdmin):
        verdict(project, didac)  # type: ignore[operator]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_an_admin_who_left_decides_nothing(verdict: object, carme: User) -> None:
    project = builders.a_project_in_review()
    carme.is_active = False
    with refused(NotAnAdmin):
        verdict(project, carme)  # type: ignore[operator]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_an_admin_does_not_decide_on_their_own(verdict: object, carme: User) -> None:
    project = builders.a_project_in_review(carme)
    with refused(OwnProject):
        verdict(project, carme)  # type: ignore[operator]


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("build", BEFORE_REVIEW)
def test_only_what_waits_is_decided(verdict: object, build: str, carme: User) -> None:
    project = getattr(builders, build)()
    with refused(NotAllowed):
        verdict(project, carme)  # type: ignore[operator]


@pytest.mark.parametrize("message", ["", "  \n "])
def test_changes_and_rejections_need_a_message(message: str, carme: User) -> None:
    project = builders.a_project_in_review()
    with refused(MessageMissing):
        review.request_changes(project, message, actor=carme)
    with refused(MessageMissing):
        review.reject(project, message, actor=carme)


def test_a_launch_is_never_set_in_the_past(carme: User) -> None:
    project = builders.a_project_in_review()
    with refused(LaunchInThePast):
        review.approve(project, launch_at=database_now() - timedelta(seconds=1), actor=carme)


def test_what_broke_since_it_was_sent_is_not_approved(carme: User) -> None:
    project = builders.a_project_in_review()
    project.rewards.all().delete()
    with refused(NotReady):
        review.approve(project, launch_at=None, actor=carme)


def test_asking_for_changes_gives_it_back_with_the_message(carme: User) -> None:
    project = builders.a_project_in_review()
    review.request_changes(project, " Who walks? ", actor=carme)
    assert project.status == ProjectStatus.CHANGES_REQUESTED
    assert project.review_decisions.get().message == "Who walks?"


def test_a_mended_project_can_be_sent_again() -> None:
    project = builders.a_project_to_mend()
    review.submit(project, actor=project.owner)
    assert project.status == ProjectStatus.IN_REVIEW


def test_a_rejection_is_the_end(carme: User) -> None:
    project = builders.a_project_in_review()
    review.reject(project, "This is an advertisement.", actor=carme)
    assert project.status == ProjectStatus.REJECTED
    with refused(NotAllowed):
        review.submit(project, actor=project.owner)


def test_an_approval_keeps_the_date_and_who_decided(carme: User) -> None:
    project = builders.a_project_in_review()
    launch_at = database_now() + timedelta(days=3)
    review.approve(project, launch_at=launch_at, actor=carme)
    project.refresh_from_db()
    assert (project.status, project.launch_at) == (ProjectStatus.APPROVED, launch_at)
    assert project.review_decisions.get().decided_by == carme
    assert Event.objects.get(verb=Verb.APPROVED).actor == carme

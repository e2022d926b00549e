"""The states of projects and rounds: every move of the table happens, every other is refused."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from activity.errors import NotAllowed
from activity.models import Event
from projects import campaigns, review
from projects.errors import NotAnAdmin, NotYours, OwnProject
from projects.lifecycle import PROJECT, ROUND, ProjectStatus, RoundStatus, public_statuses
from projects.models import Project, Round
from tests import builders, cast
from tests.projects.nothing_moved import refused

pytestmark = pytest.mark.django_db

PROJECT_MOVES = [(source, to) for source in PROJECT.table for to in PROJECT.table[source]]
PROJECT_REFUSALS = sorted(set(product(PROJECT.table, PROJECT.table)) - set(PROJECT_MOVES))
ROUND_MOVES = [(source, to) for source in ROUND.table for to in ROUND.table[source]]
ROUND_REFUSALS = sorted(set(product(ROUND.table, ROUND.table)) - set(ROUND_MOVES))
LAUNCHED = {"live", "on_hold", "funded", "fulfilled", "failed"}


def a_project_at(status: str) -> Project:
    """Put there by hand, since the table itself is what is asked here."""
    project = builders.a_draft()
    launched = {"launched_at": timezone.now(), "fee_basis_points": 400}
    changes = launched if status in LAUNCHED else {}
    Project.objects.filter(pk=project.pk).update(status=status, **changes)
    project.refresh_from_db()
    return project


def a_round_at(status: str) -> Round:
    round_ = builders.a_live_project(rounds_planned=1).rounds.get()
    Round.objects.filter(pk=round_.pk).update(status=status)
    round_.refresh_from_db()
    return round_


@pytest.mark.parametrize(("source", "to"), PROJECT_MOVES)
def test_a_project_moves_along_the_table(source: str, to: str) -> None:
    project = a_project_at(source)
    launch: dict[str, Any] = (
        {"launched_at": timezone.now(), "fee_basis_points": 400} if to == "live" else {}
    )
    PROJECT.move(project, to, verb="project.tested", actor=None, reason="to see", **launch)
    assert Project.objects.get(pk=project.pk).status == project.status == to
    assert Event.objects.get(verb="project.tested").facts == {"to": str(to), "reason": "to see"}


@pytest.mark.parametrize(("source", "to"), PROJECT_REFUSALS)
def test_a_project_moves_nowhere_else(source: str, to: str) -> None:
    project = a_project_at(source)
    with refused(NotAllowed):
        PROJECT.move(project, to, verb="project.tested", actor=None)
    assert project.status == source


@pytest.mark.parametrize(("source", "to"), ROUND_MOVES)
def test_a_round_moves_along_the_table(source: str, to: str) -> None:
    round_ = a_round_at(source)
    ROUND.move(round_, to, verb="round.tested", actor=None)
    assert Round.objects.get(pk=round_.pk).status == round_.status == to


@pytest.mark.parametrize(("source", "to"), ROUND_REFUSALS)
def test_a_round_moves_nowhere_else(source: str, to: str) -> None:
    round_ = a_round_at(source)
    with refused(NotAllowed):
        ROUND.move(round_, to, verb="round.tested", actor=None)


@pytest.mark.parametrize("status", sorted(set(ProjectStatus) - {ProjectStatus.APPROVED}))
def test_only_an_approved_project_is_launched(status: str, carme: User) -> None:
    project = a_project_at(status)
    with refused(NotAllowed):
        campaigns.launch(project, actor=carme)


@pytest.mark.parametrize("status", sorted(set(ProjectStatus) - {"draft", "changes_requested"}))
def test_only_a_draft_or_a_mended_one_is_submitted(status: str) -> None:
    project = a_project_at(status)
    with refused(NotAllowed):
        review.submit(project, actor=project.owner)


def test_nobody_but_the_creator_submits(didac: User, carme: User) -> None:
    project = builders.a_complete_draft()
    for stranger in (didac, carme):
        with refused(NotYours):
            review.submit(project, actor=stranger)


def test_a_creator_does_not_launch_their_own() -> None:
    project = builders.an_approved_project()
    with refused(NotAnAdmin):
        campaigns.launch(project, actor=project.owner)


def test_the_worker_launches_only_what_is_due() -> None:
    soon = builders.an_approved_project(launch_at=timezone.now() + timedelta(hours=1))
    assert campaigns.launch_due() == []
    Project.objects.filter(pk=soon.pk).update(launch_at=timezone.now())
    assert campaigns.launch_due() == [soon.pk]
    assert campaigns.launch_due() == []


def test_a_launch_writes_rounds_and_agrees_the_fee() -> None:
    project = builders.a_live_project(first_round_days=30, second_round_days=20)
    first, second = project.rounds.all()
    assert (first.status, second.status) == (RoundStatus.OPEN, RoundStatus.PLANNED)
    assert first.opens_at == project.launched_at
    assert second.opens_at == first.closes_at
    assert project.fee_basis_points == 400


def test_a_permanent_project_has_no_rounds() -> None:
    assert not builders.a_live_project(rounds_planned=0).rounds.exists()


def test_only_what_was_launched_is_public() -> None:
    for status in ProjectStatus:
        project = a_project_at(status)
        public = status in public_statuses() and status in LAUNCHED
        assert Project.objects.public().filter(pk=project.pk).exists() == public


def test_a_draft_is_seen_by_its_owner_and_admins_only(alba: User, didac: User, carme: User) -> None:
    project = builders.a_draft(alba)
    seen = {u.email for u in (alba, didac, carme) if project in Project.objects.visible_to(u)}
    assert seen == {cast.alba().email, cast.carme().email}


def test_an_admin_does_not_launch_their_own(carme: User) -> None:
    project = builders.an_approved_project(
        carme, admin=cast.person("z@example.org", "Zoe", admin=True)
    )
    with refused(OwnProject):
        campaigns.launch(project, actor=carme)

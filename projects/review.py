"""From draft to approval: the creator submits, an admin answers."""

from datetime import datetime

from django.db import transaction

from accounts.models import Organisation, User
from accounts.permissions import is_admin
from activity.clock import database_now
from projects.errors import (
    LaunchInThePast,
    MessageMissing,
    NotAnAdmin,
    NotReady,
    OwnProject,
)
from projects.lifecycle import PROJECT, ProjectStatus
from projects.models import Project, ReviewDecision
from projects.permissions import is_involved, require_answerable
from projects.publication import what_is_missing
from projects.verbs import Verb

Outcome = ReviewDecision.Outcome


@transaction.atomic
def submit(project: Project, *, actor: User) -> None:
    """Hands the draft to the admins.

    Raises NotYours, OnlyOwners, NotReady (with the rules), NotAllowed."""
    locked = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    require_answerable(locked, actor)
    _settle_identity(locked)
    PROJECT.require(locked, ProjectStatus.IN_REVIEW)
    missing = what_is_missing(locked)
    if missing:
        raise NotReady(missing)
    PROJECT.move(
        project,
        ProjectStatus.IN_REVIEW,
        verb=Verb.SUBMITTED,
        actor=actor,
        submitted_at=database_now(),
    )


def _settle_identity(locked: Project) -> None:
    """Waits for whoever changes the organisation's legal identity now: from here on it stands."""
    if locked.organisation_id is not None:
        Organisation.objects.select_for_update(no_key=True).get(pk=locked.organisation_id)


@transaction.atomic
def request_changes(project: Project, message: str, *, actor: User) -> None:
    """Back to the creator with a message.

    Raises NotAnAdmin, OwnProject, MessageMissing, NotAllowed."""
    _require_judge(project, actor)
    _require_message(message)
    _decide(project, Outcome.CHANGES_REQUESTED, message, actor)
    PROJECT.move(
        project,
        ProjectStatus.CHANGES_REQUESTED,
        verb=Verb.CHANGES_REQUESTED,
        actor=actor,
        reason=message,
    )


@transaction.atomic
def reject(project: Project, message: str, *, actor: User) -> None:
    """The end of a project that does not fit here. Raises as `request_changes`."""
    _require_judge(project, actor)
    _require_message(message)
    _decide(project, Outcome.REJECTED, message, actor)
    PROJECT.move(project, ProjectStatus.REJECTED, verb=Verb.REJECTED, actor=actor, reason=message)


@transaction.atomic
def approve(
    project: Project, *, launch_at: datetime | None, message: str = "", actor: User
) -> None:
    """Approved to launch at `launch_at` (UTC, by the worker), or by hand when None.

    Raises NotAnAdmin, OwnProject, LaunchInThePast, NotReady, NotAllowed."""
    _require_judge(project, actor)
    if launch_at is not None and launch_at <= database_now():
        raise LaunchInThePast
    missing = what_is_missing(project)
    if missing:
        raise NotReady(missing)
    _decide(project, Outcome.APPROVED, message, actor)
    PROJECT.move(
        project,
        ProjectStatus.APPROVED,
        verb=Verb.APPROVED,
        actor=actor,
        reason=message,
        launch_at=launch_at,
    )


def _require_judge(project: Project, actor: User) -> None:
    if not is_admin(actor):
        raise NotAnAdmin
    if is_involved(project, actor):
        raise OwnProject


def _require_message(message: str) -> None:
    if not message.strip():
        raise MessageMissing


def _decide(project: Project, outcome: str, message: str, actor: User) -> None:
    ReviewDecision.objects.create(
        project=project,
        outcome=outcome,
        message=message.strip(),
        decided_by=actor,
        decided_at=database_now(),
    )

"""An admin pauses a live campaign, and lets it go on."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.permissions import is_admin
from activity.clock import database_now
from projects.campaigns import lock_for_closing, platform_zone, undecided_first_round
from projects.errors import HoldRanOut, NotAnAdmin, OwnProject, ReasonMissing
from projects.lifecycle import PROJECT, ProjectStatus
from projects.models import Project
from projects.permissions import is_involved
from projects.rules.holding import verdict_by
from projects.verbs import Verb


@transaction.atomic
def put_on_hold(project: Project, reason: str, *, actor: User) -> None:
    """Live → on hold: no donation is taken, nothing is charged, decided or paid (C12).

    Checkouts under way are ended at the provider by the next tick. The round's end stays where
    it is. Raises NotAnAdmin, OwnProject, ReasonMissing, NotAllowed."""
    require_judge(project, reason, actor)
    lock_for_closing(project.pk)
    PROJECT.move(
        project,
        ProjectStatus.ON_HOLD,
        only_from=(ProjectStatus.LIVE,),
        verb=Verb.HELD,
        actor=actor,
        reason=reason.strip(),
    )


@transaction.atomic
def resume(project: Project, reason: str, *, actor: User) -> None:
    """On hold → live. A round that ended meanwhile is decided as of its instant.

    Raises NotAnAdmin, OwnProject, ReasonMissing, HoldRanOut, NotAllowed."""
    require_judge(project, reason, actor)
    locked = lock_for_closing(project.pk)
    PROJECT.require(locked, ProjectStatus.LIVE)
    latest = latest_verdict(locked)
    if latest is not None and database_now() >= latest:
        raise HoldRanOut
    PROJECT.move(
        project,
        ProjectStatus.LIVE,
        only_from=(ProjectStatus.ON_HOLD,),
        verb=Verb.RESUMED,
        actor=actor,
        reason=reason.strip(),
    )


def latest_verdict(project: Project) -> datetime | None:
    """Until when (UTC) a hold may last; None if nothing is left that waits for a verdict."""
    round_ = undecided_first_round(project)
    if round_ is None:
        return None
    return verdict_by(round_.promised_end, settings.CHARGE_BY_DAYS, platform_zone())


def require_judge(project: Project, reason: str, actor: User) -> None:
    """An admin, about somebody else's project, with a reason."""
    if not is_admin(actor):
        raise NotAnAdmin
    if is_involved(project, actor):
        raise OwnProject
    if not reason.strip():
        raise ReasonMissing

"""Ends of a campaign that are no verdict: withdrawn, stopped, ended early, held for too long.

Each takes the donations by id, then the project, as a verdict does, so that one of the two comes
second, sees what the first did, and changes nothing (money-rules.md, C12).
"""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from activity.clock import database_now
from activity.ticks import one_by_one
from donations.errors import NothingToStop, VerdictGiven
from donations.lifecycle import DonationStatus
from donations.models import Donation
from donations.releasing import Why, release
from projects.campaigns import call_off, lock_for_closing, stop_round, undecided_first_round
from projects.errors import ReasonMissing
from projects.holding import latest_verdict, require_judge
from projects.lifecycle import PROJECT, ProjectStatus, RoundStatus
from projects.models import Project, Round
from projects.permissions import require_answerable
from projects.verbs import Verb


@transaction.atomic
def withdraw(project: Project, reason: str, *, actor: User) -> None:
    """The creator takes the campaign back: before its launch, or until the verdict of round 1.

    Promises are released and nobody is charged; after the launch backers are told `reason`.
    Raises NotYours, OnlyOwners, ReasonMissing (launched), VerdictGiven, NotAllowed."""
    require_answerable(project, actor)
    promises = _lock_promises(project)
    locked = lock_for_closing(project.pk)
    PROJECT.require(locked, ProjectStatus.WITHDRAWN)
    if locked.launched_at is not None:
        _require_undecided(locked)
        if not reason.strip():
            raise ReasonMissing
    release(promises, Why.WITHDRAWN, actor=actor, reason=reason.strip())
    call_off(
        project, ProjectStatus.WITHDRAWN, verb=Verb.WITHDRAWN, actor=actor, reason=reason.strip()
    )


@transaction.atomic
def stop_second_round(project: Project, *, actor: User) -> None:
    """The creator ends round 2 now: what was paid stays, and its verdict follows as always.

    Raises NotYours, OnlyOwners, NothingToStop."""
    require_answerable(project, actor)
    round_ = second_round(lock_for_closing(project.pk))
    if round_ is None or round_.closes_at <= database_now():
        raise NothingToStop
    stop_round(round_, actor=actor)


@transaction.atomic
def end_early(project: Project, reason: str, *, actor: User) -> None:
    """An admin fails a campaign before its verdict: promises are released, nobody is charged.

    Raises NotAnAdmin, OwnProject, ReasonMissing, VerdictGiven, NotAllowed."""
    require_judge(project, reason, actor)
    promises = _lock_promises(project)
    locked = lock_for_closing(project.pk)
    PROJECT.require(locked, ProjectStatus.FAILED)
    _require_undecided(locked)
    release(promises, Why.ENDED_EARLY, actor=actor)
    call_off(
        project, ProjectStatus.FAILED, verb=Verb.ENDED_EARLY, actor=actor, reason=reason.strip()
    )


def fail_holds_that_ran_out() -> list[int]:
    """Fails what is on hold eight days before its promises may be charged for the last time;
    gives the ids of those projects."""
    held = Project.objects.filter(status=ProjectStatus.ON_HOLD).order_by("pk")
    failed = one_by_one(held, _fail_if_ran_out, trouble="Project %s could not be failed")
    return [each.pk for each in failed]


@transaction.atomic
def _fail_if_ran_out(project: Project) -> bool:
    if not _ran_out(project):
        return False
    promises = _lock_promises(project)
    locked = lock_for_closing(project.pk)
    if locked.status != ProjectStatus.ON_HOLD or not _ran_out(locked):
        return False
    release(promises, Why.HELD_TOO_LONG)
    call_off(project, ProjectStatus.FAILED, verb=Verb.HOLD_RAN_OUT, actor=None)
    return True


def _ran_out(project: Project) -> bool:
    latest = latest_verdict(project)
    return latest is not None and latest <= database_now()


def open_promises(project: Project) -> QuerySet[Donation]:
    """What would be released if the campaign ended now."""
    return Donation.objects.filter(project=project, status=DonationStatus.PROMISED)


def second_round(project: Project) -> Round | None:
    """Round 2 while it runs."""
    if project.status != ProjectStatus.LIVE:
        return None
    return project.rounds.filter(number=2, status=RoundStatus.OPEN).first()


def can_withdraw(project: Project) -> bool:
    """Whether `withdraw` would go through now; for showing the way there."""
    if project.status not in PROJECT.sources(ProjectStatus.WITHDRAWN):
        return False
    return project.launched_at is None or undecided_first_round(project) is not None


def _lock_promises(project: Project) -> list[Donation]:
    """In the order of their ids. What is confirmed behind our back is released by a tick."""
    rows = open_promises(project).order_by("pk").select_related("claim")
    return list(rows.select_for_update(of=("self",), no_key=True))


def _require_undecided(locked: Project) -> None:
    if undecided_first_round(locked) is None:
        raise VerdictGiven

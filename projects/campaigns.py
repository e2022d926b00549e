"""A campaign's life after approval: launch, rounds, end. Settlement decides; this carries out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.permissions import is_admin
from activity.clock import database_now
from activity.ticks import one_by_one
from projects.errors import NotAnAdmin, OwnProject
from projects.lifecycle import PROJECT, ROUND, ProjectStatus, RoundStatus
from projects.models import Project, Round, RoundsPlan
from projects.permissions import is_involved
from projects.rules.calendar import round_windows
from projects.verbs import Verb


def platform_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


@transaction.atomic
def launch(project: Project, *, actor: User | None) -> None:
    """Opens the campaign now and writes its rounds. `actor` is an admin, or None for the worker.

    Raises NotAnAdmin, OwnProject, NotAllowed (not approved, or launched a moment ago)."""
    if actor is not None and not is_admin(actor):
        raise NotAnAdmin
    if is_involved(project, actor):
        raise OwnProject
    now = database_now()
    PROJECT.move(
        project,
        ProjectStatus.LIVE,
        only_from=(ProjectStatus.APPROVED,),
        verb=Verb.LAUNCHED,
        actor=actor,
        launched_at=now,
        fee_basis_points=settings.PLATFORM_FEE_BASIS_POINTS,
    )
    _write_rounds(project, now)


def _write_rounds(project: Project, now: datetime) -> None:
    if project.rounds_planned == RoundsPlan.PERMANENT:
        return
    second_days = project.second_round_days if project.rounds_planned == RoundsPlan.TWO else None
    windows = round_windows(now, project.first_round_days, second_days, platform_zone())
    for number, (opens_at, closes_at) in enumerate(windows, start=1):
        Round.objects.create(
            project=project,
            number=number,
            opens_at=opens_at,
            closes_at=closes_at,
            status=RoundStatus.OPEN if number == 1 else RoundStatus.PLANNED,
        )


def launch_due() -> list[int]:
    """Launches every approved project whose date has come; gives their ids."""
    due = Project.objects.filter(
        status=ProjectStatus.APPROVED, launch_at__isnull=False, launch_at__lte=database_now()
    ).order_by("launch_at", "pk")
    launched = one_by_one(due, _launch_by_worker, trouble="Project %s could not be launched")
    return [project.pk for project in launched]


def _launch_by_worker(project: Project) -> bool:
    launch(project, actor=None)
    return True


def lock_shared(project_id: int) -> Project:
    """The project's row, shared with other donors: none of them waits, but a closing does.

    Django has no FOR SHARE, so the lock is taken in SQL and the row read after it."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT 1 FROM projects_project WHERE id = %s FOR SHARE", [project_id])
    return Project.objects.get(pk=project_id)


def lock_for_closing(project_id: int) -> Project:
    """The project's row for the one who closes or decides: waits for donors under way."""
    return Project.objects.select_for_update(no_key=True).get(pk=project_id)


def receiving_round(project: Project, now: datetime) -> Round | None:
    """The round that takes donations at `now` (UTC, the database's), if one does."""
    if project.status != ProjectStatus.LIVE:
        return None
    return project.rounds.filter(
        status=RoundStatus.OPEN, opens_at__lte=now, closes_at__gt=now
    ).first()


@transaction.atomic
def begin_closing(round_: Round) -> bool:
    """Open → closing once its instant has passed. False if not due, or done by someone else."""
    project = lock_for_closing(round_.project_id)
    round_.refresh_from_db()
    due = round_.status == RoundStatus.OPEN and round_.closes_at <= database_now()
    if not due or project.status != ProjectStatus.LIVE:
        return False
    ROUND.move(round_, RoundStatus.CLOSING, verb=Verb.ROUND_CLOSING, actor=None)
    return True


def mark_decided(round_: Round, *, passed: bool, raised_cents: int) -> None:
    """Closing → decided, and what follows for the project. Inside the verdict's transaction.

    Round 1 of two that passed opens round 2; a last round ends the campaign as funded (a second
    round is keep-it-all, so it is always passed); a failed first round ends it as failed."""
    ROUND.move(
        round_,
        RoundStatus.DECIDED,
        verb=Verb.ROUND_DECIDED,
        actor=None,
        facts={"passed": passed, "raised_cents": raised_cents},
    )
    project = round_.project
    following = project.rounds.filter(number=round_.number + 1).first()
    if not passed:
        if following is not None:
            ROUND.move(following, RoundStatus.CALLED_OFF, verb=Verb.ROUND_CALLED_OFF, actor=None)
        PROJECT.move(project, ProjectStatus.FAILED, verb=Verb.FAILED, actor=None)
    elif following is not None:
        ROUND.move(following, RoundStatus.OPEN, verb=Verb.ROUND_OPENED, actor=None)
    else:
        PROJECT.move(project, ProjectStatus.FUNDED, verb=Verb.FUNDED, actor=None)


def undecided_first_round(project: Project) -> Round | None:
    """Round 1 while it is open or closing: the only one whose donations are promises."""
    under_way = (RoundStatus.OPEN, RoundStatus.CLOSING)
    return project.rounds.filter(number=1, status__in=under_way).first()


def call_off(
    project: Project, to: ProjectStatus, *, verb: Verb, actor: User | None, reason: str = ""
) -> None:
    """Ends a campaign without a verdict: failed or withdrawn, its rounds called off.

    Whether that is allowed is decided by `donations.ending`, which also releases the promises;
    inside its transaction, under the project's lock. Raises NotAllowed."""
    PROJECT.move(project, to, verb=verb, actor=actor, reason=reason)
    ended = (RoundStatus.DECIDED, RoundStatus.CALLED_OFF)
    for round_ in project.rounds.exclude(status__in=ended).order_by("number"):
        ROUND.move(round_, RoundStatus.CALLED_OFF, verb=Verb.ROUND_CALLED_OFF, actor=actor)


def stop_round(round_: Round, *, actor: User | None) -> None:
    """Open → closing now, before its time. Inside the transaction of `donations.ending`."""
    ROUND.move(
        round_,
        RoundStatus.CLOSING,
        only_from=(RoundStatus.OPEN,),
        verb=Verb.ROUND_STOPPED,
        actor=actor,
        closes_at=database_now(),
    )

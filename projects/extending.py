"""An admin moves the end of the round that is open, for an outage (money-rules.md, C11)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from activity.clock import database_now
from activity.recording import record
from projects.campaigns import lock_for_closing, platform_zone
from projects.deadlines import last_day
from projects.errors import ExtensionTooLong, ExtensionTooShort, NothingToExtend
from projects.holding import require_judge
from projects.lifecycle import ProjectStatus, RoundStatus
from projects.models import Project, Round
from projects.rules.calendar import midnight_after
from projects.rules.holding import latest_end
from projects.verbs import Verb


@transaction.atomic
def extend_round(project: Project, until: datetime, reason: str, *, actor: User) -> Round:
    """The open round ends at `until` (UTC) instead. No date of charging moves with it.

    The database's clock decides, under the lock of whoever closes. Raises NotAnAdmin,
    OwnProject, ReasonMissing, NothingToExtend, ExtensionTooShort, ExtensionTooLong."""
    require_judge(project, reason, actor)
    locked = lock_for_closing(project.pk)
    round_ = round_to_extend(locked, database_now())
    if round_ is None:
        raise NothingToExtend
    if until <= round_.closes_at:
        raise ExtensionTooShort
    latest = latest_extension(round_)
    if until > latest:
        raise ExtensionTooLong(last_day(latest))
    before, promised_end = round_.closes_at, round_.promised_end
    round_.closes_at, round_.extended_from = until, promised_end
    round_.save(update_fields=["closes_at", "extended_from"])
    # The next one begins when this one ends; its own end stays (C9).
    locked.rounds.filter(number=round_.number + 1).update(opens_at=until)
    record(
        Verb.ROUND_EXTENDED,
        round_,
        actor=actor,
        before=before.isoformat(),
        until=until.isoformat(),
        reason=reason.strip(),
    )
    return round_


def round_to_extend(project: Project, now: datetime) -> Round | None:
    """The round that is still open at `now`; a round that has ended is not opened again."""
    if project.status not in (ProjectStatus.LIVE, ProjectStatus.ON_HOLD):
        return None
    return project.rounds.filter(status=RoundStatus.OPEN, closes_at__gt=now).first()


def latest_extension(round_: Round) -> datetime:
    """The latest end (UTC) that the round may still get; a following round keeps a day."""
    latest = latest_end(round_.number, round_.promised_end, platform_zone())
    following = Round.objects.filter(project=round_.project_id, number=round_.number + 1).first()
    if following is None:
        return latest
    return min(latest, following.closes_at - timedelta(days=1))


def end_of(day: date) -> datetime:
    """The exclusive instant (UTC) at which a calendar day of the platform ends."""
    zone = platform_zone()
    # The last days that can be written have none after them; they are too late in any case.
    day = min(day, date(date.max.year - 1, 12, 31))
    return midnight_after(datetime(day.year, day.month, day.day, 12, tzinfo=zone), 1, zone)

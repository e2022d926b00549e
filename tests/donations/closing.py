"""Time passing for a round, and workers doing what is due: by moving dates, never the clock."""

from datetime import timedelta

from django.db.models import F

from activity.clock import database_now
from donations import checkout_outcome, collecting, settlement
from donations.models import Attempt, Payment, Verdict
from projects.models import Project, Round
from tests.builders import bring_to_its_end


def close_round(project: Project, number: int = 1) -> Verdict | None:
    """The round's end, the ticks after it, and the verdict if there is one."""
    round_ = bring_to_its_end(project, number)
    Round.objects.filter(project=project, number=number + 1).update(opens_at=round_.closes_at)
    settlement.close_due_rounds()
    checkout_outcome.expire_overdue_checkouts()
    settlement.settle_closing_rounds()
    project.refresh_from_db()
    return Verdict.objects.filter(round=round_).first()


def collection_day() -> None:
    """The morning after the verdict: every planned charge is due, and the workers take them."""
    Attempt.objects.filter(status="due").update(due_at=database_now())
    collecting.collect_due()


def time_passes(hours: float) -> None:
    """For everything that waits for a date: declined payments and what is planned for them."""
    before = timedelta(hours=hours)
    for name in ("first_declined_at", "give_up_at", "next_reminder_at", "recovery_opened_at"):
        Payment.objects.filter(**{f"{name}__isnull": False}).update(**{name: F(name) - before})
    Attempt.objects.filter(status="due").update(due_at=F("due_at") - before)


def leases_run_out() -> None:
    """As if three minutes had passed since workers took their attempts."""
    Attempt.objects.filter(lease_until__isnull=False).update(
        lease_until=database_now() - timedelta(seconds=1)
    )

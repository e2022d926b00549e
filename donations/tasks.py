"""What workers do for this app: ticks that find due rows."""

from celery import shared_task

from activity.ticks import only_one
from donations import (
    cancelling,
    changing_card,
    checkout_outcome,
    collecting,
    declining,
    ending,
    reconciling,
    refunding,
    releasing,
    settlement,
    webhooks,
)


@shared_task
@only_one("donations.close_rounds")
def close_rounds() -> None:
    settlement.close_due_rounds()
    checkout_outcome.expire_overdue_checkouts()
    changing_card.end_overdue_recoveries()
    ending.fail_holds_that_ran_out()
    releasing.release_leftovers()
    settlement.settle_closing_rounds()


@shared_task
def collect_due() -> None:
    collecting.collect_due()


@shared_task
@only_one("donations.resolve_silence")
def resolve_silence() -> None:
    collecting.resolve_silent_attempts()
    cancelling.stop_late_payments()
    refunding.follow_refunds()
    collecting.book_missing_costs()


@shared_task
def send_due_refunds() -> None:
    refunding.send_due_refunds()


@shared_task
@only_one("donations.remind_backers")
def remind_backers() -> None:
    declining.remind_backers()


@shared_task
@only_one("donations.hear_missed_events")
def hear_missed_events() -> None:
    reconciling.hear_missed_events()


@shared_task
@only_one("donations.reconcile")
def reconcile() -> None:
    """What webhooks did not tell is heard first, so that its lines find what they are of."""
    reconciling.hear_missed_events()
    webhooks.apply_events()
    reconciling.reconcile()


@shared_task
@only_one("donations.apply_provider_events")
def apply_provider_events() -> None:
    webhooks.apply_events()

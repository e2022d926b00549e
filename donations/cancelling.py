"""Payments that may not be collected any more: only the provider's word drops what they are for."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min

from activity.clock import database_now
from activity.ticks import one_by_one
from donations.attempts import unfinished_attempt
from donations.gateways.port import NoAnswer
from donations.gateways.registry import gateway
from donations.lifecycle import PaymentStatus
from donations.models import Payment
from donations.payments import apply_intent, begin_cancelling, drop, lock_payment

logger = logging.getLogger(__name__)

# A confirmation that begins in time may take this long to reach the provider.
TIME_TO_CONFIRM = timedelta(minutes=3)
STOPPABLE = (PaymentStatus.CREATED, PaymentStatus.RETRYING, PaymentStatus.ACTION_REQUIRED)


def is_too_late(payment: Payment, now: datetime) -> bool:
    """Whether the latest date that a backer of this payment agreed to is over, or all but over."""
    lines = payment.standing_lines()
    latest = lines.aggregate(latest=Min("donation__charge_by"))["latest"]
    return latest is not None and now + TIME_TO_CONFIRM >= latest


def stop_late_payments(limit: int = 50) -> int:
    """Cancels payments whose latest date or whose seven days of trying are over, at the provider
    too; gives how many it ended."""
    now = database_now()
    collections = Payment.objects.filter(status__in=STOPPABLE, kind=Payment.Kind.COLLECTION)
    late = collections.filter(
        lines__left_at__isnull=True, lines__donation__charge_by__lte=now + TIME_TO_CONFIRM
    )
    tried = collections.filter(give_up_at__lte=now)
    ids = late.union(tried).values_list("pk", flat=True)[:limit]
    one_by_one(list(ids), _stop, trouble="Payment %s could not be stopped")
    cancelling = Payment.objects.filter(status=PaymentStatus.CANCELLING).order_by("?")[:limit]
    ended = one_by_one(
        list(cancelling), _cancel, trouble="Payment %s could not be cancelled", silence=NoAnswer
    )
    return len(ended)


@transaction.atomic
def _stop(payment_id: int) -> None:
    """The last retry is due when the seven days end: it is waited for."""
    payment = lock_payment(payment_id)
    if payment.status not in STOPPABLE:
        return
    if is_too_late(payment, database_now()):
        logger.error("Payment %s may not be charged any more: its date is over", payment.pk)
    elif unfinished_attempt(payment) is not None:
        return
    begin_cancelling(payment)


def _cancel(payment: Payment) -> bool:
    if payment.intent_id is None:
        return _drop_without_intent(payment)
    apply_intent(payment.pk, gateway().cancel_payment(payment.intent_id))
    return True


@transaction.atomic
def _drop_without_intent(payment: Payment) -> bool:
    """Money moves on a stored intent only, so without one there is nothing to be cancelled."""
    locked = lock_payment(payment.pk)
    if locked.status != PaymentStatus.CANCELLING or locked.intent_id is not None:
        return False
    drop(locked)
    return True

"""Payments that may not be collected any more: only the provider's word drops what they are for."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min

from activity.clock import database_now
from activity.ticks import one_by_one
from donations.gateways.port import NoAnswer
from donations.gateways.registry import gateway
from donations.lifecycle import PaymentStatus
from donations.models import Payment
from donations.payments import apply_intent, begin_cancelling, drop, lock_payment

# A confirmation that begins in time may take this long to reach the provider.
TIME_TO_CONFIRM = timedelta(minutes=3)
STOPPABLE = (PaymentStatus.CREATED, PaymentStatus.RETRYING, PaymentStatus.ACTION_REQUIRED)


def is_too_late(payment: Payment, now: datetime) -> bool:
    """Whether the latest date that a backer of this payment agreed to is over, or all but over."""
    latest = payment.lines.aggregate(latest=Min("donation__charge_by"))["latest"]
    return latest is not None and now + TIME_TO_CONFIRM >= latest


def stop_late_payments(limit: int = 50) -> int:
    """Cancels payments whose latest date is over, at the provider too; gives how many it ended."""
    late = Payment.objects.filter(
        status__in=STOPPABLE,
        kind=Payment.Kind.COLLECTION,
        lines__donation__charge_by__lte=database_now() + TIME_TO_CONFIRM,
    ).distinct()
    one_by_one(list(late[:limit]), _stop, trouble="Payment %s could not be stopped")
    cancelling = Payment.objects.filter(status=PaymentStatus.CANCELLING).order_by("?")[:limit]
    ended = one_by_one(
        list(cancelling), _cancel, trouble="Payment %s could not be cancelled", silence=NoAnswer
    )
    return len(ended)


@transaction.atomic
def _stop(payment: Payment) -> None:
    locked = lock_payment(payment.pk)
    if locked.status in STOPPABLE:
        begin_cancelling(locked)


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

"""Payments that may not be collected any more: only the provider's word drops what they are for."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q

from activity.clock import database_now
from activity.ticks import one_by_one
from donations.attempts import unfinished_attempt
from donations.gateways.port import NoAnswer
from donations.gateways.registry import gateway
from donations.lifecycle import AttemptStatus, PaymentStatus, unfinished_attempt_statuses
from donations.models import Attempt, Payment, PaymentLine
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
    one_by_one(_overdue(limit), _stop, trouble="Payment %s could not be stopped")
    cancelling = Payment.objects.filter(status=PaymentStatus.CANCELLING).order_by("?")[:limit]
    ended = one_by_one(
        list(cancelling), _cancel, trouble="Payment %s could not be cancelled", silence=NoAnswer
    )
    return len(ended)


def _overdue(limit: int) -> list[int]:
    """Only those that would be stopped now, so that none waits behind others that wait."""
    now = database_now()
    attempts = Attempt.objects.filter(payment=OuterRef("pk"))
    lines = PaymentLine.objects.filter(payment=OuterRef("pk"), left_at__isnull=True)
    is_late = Exists(lines.filter(donation__charge_by__lte=now + TIME_TO_CONFIRM))
    is_tried = Q(give_up_at__lte=now) & ~Exists(
        attempts.filter(status__in=unfinished_attempt_statuses())
    )
    # Its answer was lost, then its project was put on hold: nobody confirms it.
    stands = Q(status=PaymentStatus.CONFIRMING) & Exists(attempts.filter(status=AttemptStatus.DUE))
    found = Payment.objects.filter(
        (Q(status__in=STOPPABLE) & (is_late | is_tried)) | (stands & is_late),
        kind=Payment.Kind.COLLECTION,
    )
    return list(found.values_list("pk", flat=True)[:limit])


@transaction.atomic
def _stop(payment_id: int) -> None:
    """The last retry is due when the seven days end: it is waited for."""
    payment = lock_payment(payment_id)
    attempt = unfinished_attempt(payment)
    stands = attempt is not None and attempt.status == AttemptStatus.DUE
    confirming = payment.status == PaymentStatus.CONFIRMING
    if payment.status not in STOPPABLE and not (confirming and stands):
        return
    if is_too_late(payment, database_now()):
        logger.error("Payment %s may not be charged any more: its date is over", payment.pk)
    elif attempt is not None:
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

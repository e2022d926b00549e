"""What must hold before a payment is confirmed, whether a worker or its backer does it."""

import logging

from django.db import transaction

from activity.clock import database_now
from donations.attempts import attempt_key
from donations.cancelling import STOPPABLE, is_too_late
from donations.gateways.registry import gateway
from donations.lifecycle import PAYMENT, AttemptStatus, PaymentStatus
from donations.models import Attempt, Payment
from donations.payments import lock_payment
from donations.verbs import Verb
from projects.campaigns import lock_shared
from projects.lifecycle import ProjectStatus

logger = logging.getLogger(__name__)


@transaction.atomic
def begin_confirming(attempt: Attempt) -> bool:
    """Under the payment's lock: the attempt is still ours, it is not too late to charge, and no
    project of it is on hold. Whoever holds a project waits until this is written."""
    payment = lock_payment(attempt.payment_id)
    ours = Attempt.objects.filter(
        pk=attempt.pk, status=AttemptStatus.SENT, lease_until=attempt.lease_until
    )
    if not ours.exists() or payment.status not in (*STOPPABLE, PaymentStatus.CONFIRMING):
        return False
    if is_too_late(payment, database_now()):
        logger.error("Payment %s may not be charged any more: its date is over", payment.pk)
        return False
    if is_on_hold(payment):
        return False  # The lease runs out, the attempt is due again, and waits for its project.
    if payment.status != PaymentStatus.CONFIRMING:
        PAYMENT.move(payment, PaymentStatus.CONFIRMING, verb=Verb.PAYMENT_CONFIRMING, actor=None)
    return True


def is_on_hold(payment: Payment) -> bool:
    """Whether a project of it is on hold; whoever wants to hold one waits for our transaction."""
    ids = sorted(set(payment.standing_lines().values_list("donation__project_id", flat=True)))
    projects = [lock_shared(project_id) for project_id in ids]
    return any(project.status == ProjectStatus.ON_HOLD for project in projects)


def tell_amount(payment: Payment, attempt: Attempt) -> bool:
    """Lowers the amount at the provider when lines have left; nothing else changes it (C5).

    Called before every confirmation, so that nobody confirms the old sum: False if the provider
    is past changing it. Raises GatewayError."""
    payment.refresh_from_db(fields=["amount_cents", "intent_id", "intent_amount_cents"])
    if payment.intent_id is None or payment.intent_amount_cents == payment.amount_cents:
        return True
    snapshot = gateway().change_amount(
        payment.intent_id,
        payment.amount_cents,
        key=attempt_key(f"attempt:{attempt.pk}:amount:{payment.amount_cents}", attempt),
    )
    Payment.objects.filter(pk=payment.pk).update(intent_amount_cents=snapshot.amount_cents)
    return snapshot.amount_cents == payment.amount_cents


def payment_description(payment: Payment) -> str:
    """The projects it is for, as the bank's statement may show them."""
    lines = payment.standing_lines().select_related("donation__project")
    return ", ".join(line.donation.project.title for line in lines)[:500]

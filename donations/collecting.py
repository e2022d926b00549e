"""Collecting what a verdict made due: leased attempts, so that a dead worker loses nothing.

PostgreSQL is the queue. An attempt is taken and committed before the provider is called, and no
transaction is open meanwhile; silence leaves it `unknown` until the provider is asked.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists

from activity.clock import database_now
from activity.ticks import one_by_one
from donations.attempts import LEASE, attempt_key, mark_unknown, was_sent_before
from donations.cancelling import STOPPABLE, is_too_late
from donations.confirming import begin_confirming, payment_description, tell_amount
from donations.declining import is_old_news
from donations.gateways.port import CollectionRequest, IntentSnapshot, Misused, NoAnswer
from donations.gateways.registry import gateway
from donations.lifecycle import ATTEMPT, AttemptStatus, PaymentStatus
from donations.models import Attempt, Payment
from donations.payments import (
    apply_intent,
    begin_cancelling,
    lock_payment,
    payments_without_booking,
    refresh_payment,
    store_intent,
)
from donations.verbs import Verb

logger = logging.getLogger(__name__)

AT_A_TIME = 5
LEFT_TO_BACKER = timedelta(minutes=15)


def collect_due(limit: int = 25) -> int:
    """Takes due attempts and collects each; gives how many. Many workers may run at once.

    Only a few are taken at a time, so that none waits for its turn until its lease is over."""
    collected = 0
    while collected < limit:
        taken = _take_due(min(AT_A_TIME, limit - collected))
        answered = one_by_one(taken, collect, trouble="Attempt %s could not be collected")
        collected += len(taken)
        if not answered:
            break  # None was due, or nobody answers now.
    return collected


def collect(attempt: Attempt) -> bool:
    """One attempt as this worker took it, with its lease: create, store, confirm, apply. False
    if the provider did not answer."""
    try:
        snapshot = _create_and_confirm(attempt)
    except NoAnswer as silence:
        mark_unknown(attempt, silence)
        return False
    except Misused:
        # Our own mistake or a setting: the lease runs out and a person sees it in the log.
        logger.exception("The provider refused attempt %s", attempt.pk)
        mark_unknown(attempt, None)
    else:
        if snapshot is not None:
            apply_intent(attempt.payment_id, snapshot)
    return True


def resolve_silent_attempts(limit: int = 50) -> int:
    """Asks the provider about attempts whose worker or answer was lost; gives how many it asked."""
    silent = list(
        Attempt.objects.filter(
            status__in=[AttemptStatus.SENT, AttemptStatus.UNKNOWN, AttemptStatus.PROCESSING],
            lease_until__lte=database_now(),
        )
        .select_related("payment")
        .order_by("lease_until")[:limit]
    )
    one_by_one(silent, _resolve, trouble="Attempt %s is still unknown", silence=NoAnswer)
    return len(silent)


def book_missing_costs() -> int:
    """Asks again for the provider's booking of payments that came without it."""
    waiting = payments_without_booking()
    one_by_one(waiting, refresh_payment, trouble="No booking of payment %s yet", silence=NoAnswer)
    return len(waiting)


@transaction.atomic
def _take_due(limit: int) -> list[Attempt]:
    now = database_now()
    due = (
        Attempt.objects.filter(status=AttemptStatus.DUE, due_at__lte=now)
        # Nothing is charged for a project on hold (C12); its attempts stay due.
        .exclude(Exists(Payment.lines_on_hold("payment")))
        # The backer has its page open: they may be about to pay it themselves.
        .exclude(payment__recovery_opened_at__gt=now - LEFT_TO_BACKER)
        .order_by("due_at", "pk")
        .select_for_update(skip_locked=True)
    )
    taken = []
    for attempt in due[:limit]:
        ATTEMPT.move(
            attempt,
            AttemptStatus.SENT,
            verb=Verb.ATTEMPT_SENT,
            actor=None,
            sent_at=attempt.sent_at or now,
            lease_until=now + LEASE,
        )
        taken.append(attempt)
    return taken


def _create_and_confirm(attempt: Attempt) -> IntentSnapshot | None:
    """None when the attempt is no longer this worker's, or may not be charged any more."""
    payment = Payment.objects.select_related("customer", "method").get(pk=attempt.payment_id)
    if payment.intent_id is None:
        store_intent(payment, _find_or_create_intent(payment, attempt))
    if payment.intent_id is None or not begin_confirming(attempt):
        return None
    if not tell_amount(payment, attempt):
        return gateway().fetch_payment(payment.intent_id)
    return gateway().confirm_payment(
        payment.intent_id,
        method_id=payment.method.provider_id if payment.method else "",
        key=attempt_key(f"attempt:{attempt.pk}:confirm", attempt),
    )


def _find_or_create_intent(payment: Payment, attempt: Attempt) -> str:
    """The payment's one intent. When it was asked for before, the provider's list tells whether
    only the answer was lost: keys are forgotten after a day."""
    customer_id = payment.customer.provider_id or ""
    if attempt.number > 1 or was_sent_before(attempt):
        found = gateway().find_payment(customer_id, str(payment.pk))
        if found is not None:
            return found
    return gateway().create_payment(
        CollectionRequest(
            payment_reference=str(payment.pk),
            customer_id=customer_id,
            method_id=payment.method.provider_id if payment.method else "",
            method_kind=payment.method.kind if payment.method else "card",
            amount_cents=payment.amount_cents,
            currency=payment.currency,
            description=payment_description(payment),
        ),
        key=attempt_key(f"payment:{payment.pk}:create", attempt),
    )


def _resolve(attempt: Attempt) -> None:
    # First of all, so that one about which nobody answers does not stay before all others.
    _lease_again(attempt)
    payment = Payment.objects.get(pk=attempt.payment_id)
    if payment.intent_id is not None:
        snapshot = gateway().fetch_payment(payment.intent_id)
        if not _is_about_others(payment, snapshot):
            apply_intent(payment.pk, snapshot)
            return
    # Nothing was confirmed, so the same attempt may be sent again.
    _make_due(attempt)


def _is_about_others(payment: Payment, snapshot: IntentSnapshot) -> bool:
    """Whether the provider says nothing about an attempt without an answer: what it tells is what
    became of those before. An attempt that never moved its payment was never confirmed."""
    if snapshot.state == "unconfirmed" or is_old_news(payment, snapshot):
        return True
    return payment.status in STOPPABLE and snapshot.state in ("declined", "action_required")


@transaction.atomic
def _make_due(attempt: Attempt) -> None:
    payment = lock_payment(attempt.payment_id)
    current = Attempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)
    if payment.status not in (*STOPPABLE, PaymentStatus.CONFIRMING):
        return
    if is_too_late(payment, database_now()):
        logger.error("Payment %s may not be charged any more: its date is over", payment.pk)
        begin_cancelling(payment)
    elif current.status in (AttemptStatus.SENT, AttemptStatus.UNKNOWN):
        ATTEMPT.move(
            current,
            AttemptStatus.DUE,
            verb=Verb.ATTEMPT_DUE_AGAIN,
            actor=None,
            lease_until=None,
            due_at=database_now(),
        )


def _lease_again(attempt: Attempt) -> None:
    """It is asked about once per lease, not without pause: a bank debit may take days."""
    waiting = (AttemptStatus.SENT, AttemptStatus.UNKNOWN, AttemptStatus.PROCESSING)
    Attempt.objects.filter(pk=attempt.pk, status__in=waiting).update(
        lease_until=database_now() + LEASE
    )

"""Collecting what a verdict made due: leased attempts, so that a dead worker loses nothing.

PostgreSQL is the queue. An attempt is taken and committed before the provider is called, and no
transaction is open meanwhile; silence leaves it `unknown` until the provider is asked.
"""

import logging
from datetime import timedelta

from django.db import transaction

from activity.clock import database_now
from donations.gateways.port import CollectionRequest, GatewayError, Misused, NoAnswer
from donations.gateways.registry import gateway
from donations.lifecycle import ATTEMPT, PAYMENT, AttemptStatus, PaymentStatus
from donations.models import Attempt, Payment
from donations.payments import (
    apply_intent,
    lock_payment,
    payments_without_booking,
    refresh_payment,
    store_intent,
)
from donations.verbs import Verb

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
# The provider forgets a key after a day at the earliest (docs.stripe.com, idempotent requests).
KEY_TRUSTED_FOR = timedelta(hours=20)


def collect_due(limit: int = 25) -> int:
    """Takes due attempts and collects each; gives how many. Many workers may run at once."""
    taken = _take_due(limit)
    for attempt_id in taken:
        collect(attempt_id)
    return len(taken)


def collect(attempt_id: int) -> None:
    """One attempt that this worker holds the lease of: create, store, confirm, apply."""
    attempt = Attempt.objects.select_related("payment").get(pk=attempt_id)
    payment = attempt.payment
    try:
        if payment.intent_id is None:
            store_intent(payment, _find_or_create_intent(payment, attempt))
        _mark_confirming(payment)
        snapshot = gateway().confirm_payment(
            payment.intent_id or "",
            method_id=payment.method.provider_id if payment.method else "",
            key=f"attempt:{attempt.pk}:confirm",
        )
    except NoAnswer as silence:
        _mark_unknown(attempt, silence)
    except Misused:
        # Our own mistake or a setting: the lease runs out and a person sees it in the log.
        logger.exception("The provider refused attempt %s", attempt.pk)
        _mark_unknown(attempt, None)
    else:
        apply_intent(payment.pk, snapshot)


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
    for attempt in silent:
        try:
            _resolve(attempt)
        except GatewayError as error:
            logger.warning("Attempt %s is still unknown: %s", attempt.pk, error)
    return len(silent)


def book_missing_costs() -> int:
    """Asks again for the provider's booking of payments that came without it."""
    waiting = payments_without_booking()
    for payment in waiting:
        refresh_payment(payment)
    return len(waiting)


@transaction.atomic
def _take_due(limit: int) -> list[int]:
    now = database_now()
    due = Attempt.objects.filter(status=AttemptStatus.DUE, due_at__lte=now).order_by("due_at", "pk")
    taken = []
    for attempt in due.select_for_update(skip_locked=True)[:limit]:
        ATTEMPT.move(
            attempt,
            AttemptStatus.SENT,
            verb=Verb.ATTEMPT_SENT,
            actor=None,
            sent_at=now,
            lease_until=now + LEASE,
        )
        taken.append(attempt.pk)
    return taken


def _find_or_create_intent(payment: Payment, attempt: Attempt) -> str:
    """The payment's one intent. While its key is remembered, asking twice gives the same one; later
    the provider's list tells whether an answer was lost."""
    first_sent = payment.attempts.order_by("number").values_list("sent_at", flat=True).first()
    lines = payment.lines.select_related("donation__project").order_by("pk")
    customer_id = payment.customer.provider_id or ""
    if first_sent is not None and database_now() - first_sent > KEY_TRUSTED_FOR:
        found = gateway().find_payment(customer_id, str(payment.pk))
        if found is not None:
            return found
    titles = ", ".join(line.donation.project.title for line in lines)
    return gateway().create_payment(
        CollectionRequest(
            payment_reference=str(payment.pk),
            customer_id=customer_id,
            method_id=payment.method.provider_id if payment.method else "",
            method_kind=payment.method.kind if payment.method else "card",
            amount_cents=payment.amount_cents,
            currency=payment.currency,
            description=titles[:500],
        ),
        key=f"payment:{payment.pk}:create",
    )


@transaction.atomic
def _mark_confirming(payment: Payment) -> None:
    locked = lock_payment(payment.pk)
    if locked.status != PaymentStatus.CONFIRMING:
        PAYMENT.move(locked, PaymentStatus.CONFIRMING, verb=Verb.PAYMENT_CONFIRMING, actor=None)


@transaction.atomic
def _mark_unknown(attempt: Attempt, silence: NoAnswer | None) -> None:
    logger.warning("No answer about attempt %s: %s", attempt.pk, silence)
    current = Attempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)
    if current.status == AttemptStatus.SENT:
        ATTEMPT.move(current, AttemptStatus.UNKNOWN, verb=Verb.ATTEMPT_UNKNOWN, actor=None)


def _resolve(attempt: Attempt) -> None:
    payment = attempt.payment
    if payment.intent_id is not None:
        snapshot = gateway().fetch_payment(payment.intent_id)
        if snapshot.state != "unconfirmed":
            apply_intent(payment.pk, snapshot)
            _lease_again(attempt)
            return
    # Nothing was confirmed, so the same attempt may be sent again with the same keys.
    _make_due(attempt.pk)


@transaction.atomic
def _make_due(attempt_id: int) -> None:
    attempt = Attempt.objects.select_for_update(no_key=True).get(pk=attempt_id)
    if attempt.status in (AttemptStatus.SENT, AttemptStatus.UNKNOWN):
        ATTEMPT.move(
            attempt,
            AttemptStatus.DUE,
            verb=Verb.ATTEMPT_DUE_AGAIN,
            actor=None,
            lease_until=None,
            due_at=database_now(),
        )


def _lease_again(attempt: Attempt) -> None:
    """A bank debit may take days: it is asked about once per lease, not without pause."""
    Attempt.objects.filter(pk=attempt.pk, status=AttemptStatus.PROCESSING).update(
        lease_until=database_now() + LEASE
    )

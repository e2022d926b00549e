"""Collecting what a verdict made due: leased attempts, so that a dead worker loses nothing.

PostgreSQL is the queue. An attempt is taken and committed before the provider is called, and no
transaction is open meanwhile; silence leaves it `unknown` until the provider is asked.
"""

import logging
from datetime import timedelta

from django.db import transaction

from activity.clock import database_now
from activity.ticks import one_by_one
from donations.cancelling import is_too_late
from donations.gateways.port import CollectionRequest, IntentSnapshot, Misused, NoAnswer
from donations.gateways.registry import gateway
from donations.lifecycle import ATTEMPT, PAYMENT, AttemptStatus, PaymentStatus
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
from projects.campaigns import lock_shared
from projects.lifecycle import ProjectStatus

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
AT_A_TIME = 5
_CONFIRMABLE = (PaymentStatus.CREATED, PaymentStatus.RETRYING, PaymentStatus.ACTION_REQUIRED)


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
        _mark_unknown(attempt, silence)
        return False
    except Misused:
        # Our own mistake or a setting: the lease runs out and a person sees it in the log.
        logger.exception("The provider refused attempt %s", attempt.pk)
        _mark_unknown(attempt, None)
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
        .exclude(payment__lines__donation__project__status=ProjectStatus.ON_HOLD)
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
    if payment.intent_id is None or not _begin_confirming(attempt):
        return None
    return gateway().confirm_payment(
        payment.intent_id,
        method_id=payment.method.provider_id if payment.method else "",
        key=_key(f"attempt:{attempt.pk}:confirm", attempt),
    )


def _find_or_create_intent(payment: Payment, attempt: Attempt) -> str:
    """The payment's one intent. When it was asked for before, the provider's list tells whether
    only the answer was lost: keys are forgotten after a day."""
    customer_id = payment.customer.provider_id or ""
    if _was_sent_before(attempt):
        found = gateway().find_payment(customer_id, str(payment.pk))
        if found is not None:
            return found
    lines = payment.lines.select_related("donation__project").order_by("pk")
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
        key=_key(f"payment:{payment.pk}:create", attempt),
    )


def _was_sent_before(attempt: Attempt) -> bool:
    """`sent_at` stays that of the first time; the lease is of this time."""
    if attempt.sent_at is None or attempt.lease_until is None:
        return False
    return attempt.number > 1 or attempt.lease_until - attempt.sent_at > LEASE


def _key(name: str, attempt: Attempt) -> str:
    """The provider repeats a stored error for as long as it remembers the key. An attempt is sent
    again only after asking what became of it, so then it goes with a key of its own; that nothing
    is charged twice rests on the one intent, not on keys."""
    if not _was_sent_before(attempt) or attempt.lease_until is None:
        return name
    return f"{name}:{attempt.lease_until.timestamp():.0f}"


@transaction.atomic
def _begin_confirming(attempt: Attempt) -> bool:
    """Under the payment's lock: the attempt is still ours, it is not too late to charge, and no
    project of it is on hold. Whoever holds a project waits until this is written."""
    payment = lock_payment(attempt.payment_id)
    ours = Attempt.objects.filter(
        pk=attempt.pk, status=AttemptStatus.SENT, lease_until=attempt.lease_until
    )
    if not ours.exists() or payment.status not in (*_CONFIRMABLE, PaymentStatus.CONFIRMING):
        return False
    if is_too_late(payment, database_now()):
        logger.error("Payment %s may not be charged any more: its date is over", payment.pk)
        return False
    if _is_on_hold(payment):
        return False  # The lease runs out, the attempt is due again, and waits for its project.
    if payment.status != PaymentStatus.CONFIRMING:
        PAYMENT.move(payment, PaymentStatus.CONFIRMING, verb=Verb.PAYMENT_CONFIRMING, actor=None)
    return True


def _is_on_hold(payment: Payment) -> bool:
    ids = sorted(set(payment.lines.values_list("donation__project_id", flat=True)))
    projects = [lock_shared(project_id) for project_id in ids]
    return any(project.status == ProjectStatus.ON_HOLD for project in projects)


@transaction.atomic
def _mark_unknown(attempt: Attempt, silence: NoAnswer | None) -> None:
    logger.warning("No answer about attempt %s: %s", attempt.pk, silence)
    current = Attempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)
    if current.status == AttemptStatus.SENT:
        ATTEMPT.move(current, AttemptStatus.UNKNOWN, verb=Verb.ATTEMPT_UNKNOWN, actor=None)


def _resolve(attempt: Attempt) -> None:
    # First of all, so that one about which nobody answers does not stay before all others.
    _lease_again(attempt)
    payment = Payment.objects.get(pk=attempt.payment_id)
    if payment.intent_id is not None:
        snapshot = gateway().fetch_payment(payment.intent_id)
        if snapshot.state != "unconfirmed":
            apply_intent(payment.pk, snapshot)
            return
    # Nothing was confirmed, so the same attempt may be sent again.
    _make_due(attempt)


@transaction.atomic
def _make_due(attempt: Attempt) -> None:
    payment = lock_payment(attempt.payment_id)
    current = Attempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)
    if payment.status not in (*_CONFIRMABLE, PaymentStatus.CONFIRMING):
        return
    if is_too_late(payment, database_now()):
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

"""Paying a declined collection while the backer is there: at their bank, or with another card.

It is always the payment's one intent that is confirmed, so nothing can be paid twice. Whoever
holds the link to the donation may do it, without signing in.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from activity.clock import database_now
from activity.recording import record
from donations.attempts import LEASE, attempt_key, mark_unknown, plan_attempt, unfinished_attempt
from donations.cancelling import is_too_late
from donations.confirming import begin_confirming, is_on_hold, tell_amount
from donations.errors import BankSilent, BeingCollected, NothingToPay, TriedTooOften
from donations.gateways.port import GatewayError, IntentSnapshot
from donations.gateways.registry import gateway
from donations.lifecycle import (
    ATTEMPT,
    DONATION,
    AttemptStatus,
    DonationStatus,
    PaymentStatus,
)
from donations.models import Attempt, Donation, Payment
from donations.payments import apply_intent, begin_cancelling, lock_payment
from donations.rules.charging import PROVIDER_LEAST_CENTS
from donations.verbs import Verb
from rewards.claims import free_units

# Banks count tries, and so do people who try cards that are not theirs.
ATTEMPTS_AT_MOST = 10
WAITING = (PaymentStatus.RETRYING, PaymentStatus.ACTION_REQUIRED)


@dataclass(frozen=True)
class Paid:
    """What came of it: at `bank_url` the backer says yes first, if it is not empty."""

    status: str
    bank_url: str = ""


def payment_to_recover(donation: Donation) -> Payment | None:
    """The declined payment of this donation, while it can still be paid."""
    payment = Payment.objects.filter(
        lines__donation=donation,
        lines__left_at__isnull=True,
        status__in=WAITING,
        kind=Payment.Kind.COLLECTION,
    ).first()
    if payment is None or is_too_late(payment, database_now()):
        return None
    return payment


def note_page_opened(payment: Payment) -> None:
    """For a quarter of an hour no worker takes the turn of a backer who is about to pay."""
    Payment.objects.filter(pk=payment.pk).update(recovery_opened_at=database_now())


def pay_now(payment: Payment, *, return_url: str, actor: User | None, resume: bool = True) -> Paid:
    """Confirms the payment with its card, the backer being there; `actor` None holds the link.

    With `resume` a visit to the bank that was begun goes on instead. Raises NothingToPay,
    BeingCollected, TriedTooOften and BankSilent."""
    under_way = _visit_under_way(payment) if resume else None
    if under_way is not None:
        return Paid(PaymentStatus.ACTION_REQUIRED, under_way)
    attempt = _begin(payment.pk, actor)
    try:
        snapshot = _confirm(attempt, return_url)
    except GatewayError as silence:
        mark_unknown(attempt, silence)
        raise BankSilent from silence
    apply_intent(payment.pk, snapshot)
    payment.refresh_from_db()
    return Paid(payment.status, snapshot.redirect_url)


@transaction.atomic
def keep_lines(payment: Payment, kept: Collection[int], *, actor: User | None) -> None:
    """The payment goes on for the lines `kept` (ids) only; the others are dropped (C5).

    The amount at the provider is lowered before the next confirmation. Raises NothingToPay when
    none would be left or one is not of this payment, and BeingCollected while it is confirmed."""
    locked = lock_payment(payment.pk)
    lines = list(locked.standing_lines())
    leaving = [line for line in lines if line.pk not in kept]
    if locked.status not in WAITING or not set(kept) <= {line.pk for line in lines} or not kept:
        raise NothingToPay
    attempt = unfinished_attempt(locked)
    if (attempt is not None and attempt.status != AttemptStatus.DUE) or _is_at_the_bank(locked):
        raise BeingCollected
    if not leaving:
        return
    donations = list(
        Donation.objects.filter(payment_lines__in=leaving)
        .order_by("pk")
        .select_related("claim")
        .select_for_update(of=("self",), no_key=True)
    )
    remains = locked.amount_cents - sum(line.amount_cents for line in leaving)
    record(
        Verb.PAYMENT_LINE_LEFT,
        locked,
        actor=actor,
        donations=[each.pk for each in donations],
        cents=remains,
    )
    if remains < PROVIDER_LEAST_CENTS:
        begin_cancelling(locked)
        return
    locked.standing_lines().filter(pk__in=[line.pk for line in leaving]).update(
        left_at=database_now()
    )
    Payment.objects.filter(pk=locked.pk).update(amount_cents=remains)
    DONATION.move_all(donations, DonationStatus.DROPPED, verb=Verb.DONATION_DROPPED, actor=actor)
    free_units([each.claim for each in donations if each.claim is not None], actor=actor)


def _visit_under_way(payment: Payment) -> str | None:
    """Where a visit to the bank goes on that this backer began; applies what became of it."""
    if not _is_at_the_bank(payment) or payment.intent_id is None:
        return None
    try:
        snapshot = gateway().fetch_payment(payment.intent_id)
    except GatewayError as silence:
        raise BankSilent from silence
    apply_intent(payment.pk, snapshot)
    return snapshot.redirect_url or None


def _is_at_the_bank(payment: Payment) -> bool:
    last = payment.attempts.order_by("number").last()
    return (
        payment.status == PaymentStatus.ACTION_REQUIRED
        and last is not None
        and last.by_backer
        and last.status == AttemptStatus.ACTION_REQUIRED
    )


@transaction.atomic
def _begin(payment_id: int, actor: User | None) -> Attempt:
    """An attempt of the backer's own, or the one that was planned for later, leased to us."""
    payment = lock_payment(payment_id)
    now = database_now()
    if payment.status not in WAITING or is_too_late(payment, now) or is_on_hold(payment):
        raise NothingToPay
    attempt = unfinished_attempt(payment)
    if attempt is not None and attempt.status != AttemptStatus.DUE:
        raise BeingCollected
    if payment.attempts.count() >= ATTEMPTS_AT_MOST:
        raise TriedTooOften
    attempt = attempt or plan_attempt(payment, now)
    ATTEMPT.move(
        attempt,
        AttemptStatus.SENT,
        verb=Verb.ATTEMPT_SENT,
        actor=actor,
        by_backer=True,
        sent_at=now,
        lease_until=now + LEASE,
    )
    return attempt


def _confirm(attempt: Attempt, return_url: str) -> IntentSnapshot:
    payment = Payment.objects.select_related("method").get(pk=attempt.payment_id)
    if payment.intent_id is None or payment.method is None or not begin_confirming(attempt):
        raise NothingToPay
    if not tell_amount(payment, attempt):
        raise BeingCollected
    return gateway().confirm_with_backer(
        payment.intent_id,
        method_id=payment.method.provider_id,
        return_url=return_url,
        key=attempt_key(f"attempt:{attempt.pk}:confirm", attempt),
    )

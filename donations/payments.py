"""A payment's states follow the provider's word: one place applies it, whoever brings it."""

import logging
from datetime import datetime

from django.db import transaction

from activity.clock import database_now
from activity.recording import record
from donations.attempts import finish_attempt
from donations.declining import take_no
from donations.gateways.port import BalanceSnapshot, Decline, IntentSnapshot
from donations.gateways.registry import gateway
from donations.lifecycle import (
    DONATION,
    PAYMENT,
    AttemptStatus,
    DonationStatus,
    PaymentStatus,
)
from donations.models import Donation, Payment
from donations.provider_lines import book_line
from donations.verbs import Verb
from ledger import chart, postings
from ledger.book import post
from money.allocation import split
from rewards.claims import free_units

logger = logging.getLogger(__name__)

# A payment that reached one of these changes no more by what the provider says of its intent.
SETTLED = (PaymentStatus.SUCCEEDED, PaymentStatus.CANCELLED)
_AT_THE_BANK = (
    PaymentStatus.CONFIRMING,
    PaymentStatus.PROCESSING,
    PaymentStatus.ACTION_REQUIRED,
)


class AmountDiffers(Exception):
    """The provider took another amount than the lines say: nothing is booked, it rings."""


class IntentDiffers(Exception):
    """This is about an intent that is not the payment's one: nothing is booked, it rings."""


def lock_payment(payment_id: int) -> Payment:
    return Payment.objects.select_for_update(no_key=True).get(pk=payment_id)


def refresh_payment(payment: Payment) -> None:
    """Asks the provider how the payment stands and applies the answer. Raises GatewayError."""
    if payment.intent_id is not None:
        apply_intent(payment.pk, gateway().fetch_payment(payment.intent_id))


@transaction.atomic
def apply_intent(payment_id: int, snapshot: IntentSnapshot) -> None:
    """Applies what the provider says of the payment's intent; telling it again changes nothing.

    Success never becomes failure. Raises AmountDiffers and IntentDiffers before anything is
    written."""
    payment = lock_payment(payment_id)
    _require_agreement(payment, snapshot)
    store_intent(payment, snapshot.intent_id)
    if payment.status not in SETTLED:
        _follow(payment, snapshot)
    elif payment.status == PaymentStatus.CANCELLED and snapshot.state == "succeeded":
        _keep_for_returning(payment, database_now())
    if payment.succeeded_at is not None and snapshot.balance is not None:
        _book_balance(payment, snapshot.balance)


def _require_agreement(payment: Payment, snapshot: IntentSnapshot) -> None:
    if payment.intent_id not in (None, snapshot.intent_id):
        raise IntentDiffers(f"payment {payment.pk}: {snapshot.intent_id}")
    taken = (snapshot.amount_cents, snapshot.currency)
    if snapshot.state == "succeeded" and taken != (payment.amount_cents, payment.currency):
        raise AmountDiffers(f"payment {payment.pk}: {snapshot.amount_cents} {snapshot.currency}")


def _follow(payment: Payment, snapshot: IntentSnapshot) -> None:
    if snapshot.state == "succeeded":
        _succeed(payment, snapshot.charge_id, database_now())
    elif _is_over(payment, snapshot):
        drop(payment)
    elif snapshot.state == "processing" and payment.status != PaymentStatus.PROCESSING:
        PAYMENT.move(payment, PaymentStatus.PROCESSING, verb=Verb.PAYMENT_PROCESSING, actor=None)
        finish_attempt(payment, AttemptStatus.PROCESSING)
    elif payment.status in _AT_THE_BANK:
        take_no(payment, snapshot)


def _is_over(payment: Payment, snapshot: IntentSnapshot) -> bool:
    """Nobody can pay it any more. What a card page made ends with its session, unless the bank took
    its time: then the page is behind its backer, who cannot try another card."""
    if payment.kind == Payment.Kind.COLLECTION:
        return snapshot.state == "cancelled"
    is_no = snapshot.state in ("cancelled", "declined")
    return is_no and payment.status == PaymentStatus.PROCESSING


def begin_cancelling(payment: Payment) -> None:
    """From here on nobody confirms it; the provider is asked to cancel it. Its row is locked."""
    if payment.status in (PaymentStatus.CONFIRMING, PaymentStatus.PROCESSING):
        PAYMENT.move(payment, PaymentStatus.RETRYING, verb=Verb.PAYMENT_NOT_TAKEN, actor=None)
    PAYMENT.move(payment, PaymentStatus.CANCELLING, verb=Verb.PAYMENT_CANCELLING, actor=None)


def drop(payment: Payment) -> None:
    """It is cancelled at the provider, or never got there: nothing was taken, nor will be. Its row
    is locked."""
    if payment.status != PaymentStatus.CANCELLING:
        begin_cancelling(payment)
    PAYMENT.move(payment, PaymentStatus.CANCELLED, verb=Verb.PAYMENT_CANCELLED, actor=None)
    finish_attempt(payment, AttemptStatus.DECLINED, Decline("cancelled", "", ""))
    donations = list(
        Donation.objects.filter(payment_lines__in=payment.standing_lines())
        .order_by("pk")
        .select_related("claim")
        .select_for_update(of=("self",), no_key=True)
    )
    if payment.kind == Payment.Kind.CHECKOUT:
        DONATION.move_all(donations, DonationStatus.EXPIRED, verb=Verb.DONATION_EXPIRED, actor=None)
    else:
        DONATION.move_all(donations, DonationStatus.DROPPED, verb=Verb.DONATION_DROPPED, actor=None)
    free_units([each.claim for each in donations if each.claim is not None], actor=None)


def _keep_for_returning(payment: Payment, now: datetime) -> None:
    """Money for a payment that is over for us: it is kept apart to go back, and rings."""
    if payment.succeeded_at is not None:
        return
    logger.error("Payment %s was taken after its end: the money must go back", payment.pk)
    post(
        postings.money_after_the_end(payment.amount_cents),
        source=f"payment:{payment.pk}",
        occurred_at=now,
        currency=payment.currency,
    )
    Payment.objects.filter(pk=payment.pk).update(succeeded_at=now)
    payment.succeeded_at = now
    record(Verb.MONEY_AFTER_THE_END, payment, actor=None, cents=payment.amount_cents)


def _succeed(payment: Payment, charge_id: str, now: datetime) -> None:
    if payment.status in PAYMENT.sources(PaymentStatus.CONFIRMING):
        # A worker that was paused past its lease confirmed after all; money moved, so we follow.
        PAYMENT.move(payment, PaymentStatus.CONFIRMING, verb=Verb.PAYMENT_CONFIRMING, actor=None)
    PAYMENT.move(
        payment,
        PaymentStatus.SUCCEEDED,
        verb=Verb.PAYMENT_SUCCEEDED,
        actor=None,
        succeeded_at=now,
    )
    finish_attempt(payment, AttemptStatus.SUCCEEDED, charge_id=charge_id)
    lines = list(payment.standing_lines())
    ids = [line.donation_id for line in lines]
    donations = Donation.objects.filter(pk__in=ids).order_by("pk")
    for donation in donations.select_for_update(no_key=True):
        DONATION.move(
            donation,
            DonationStatus.PAID,
            verb=Verb.DONATION_PAID,
            actor=None,
            confirmed_at=donation.confirmed_at or now,
        )
    projects = dict(donations.values_list("pk", "project_id"))
    post(
        postings.collected(
            [(chart.project(projects[line.donation_id]), line.amount_cents) for line in lines]
        ),
        source=f"payment:{payment.pk}",
        occurred_at=now,
        currency=payment.currency,
    )


def _book_balance(payment: Payment, balance: BalanceSnapshot) -> None:
    """The provider's cost is shared by the payment's lines, largest remainder (C5); that of money
    which came after the end is the platform's."""
    if payment.balance_transaction_id is not None:
        return
    lines = list(payment.standing_lines().select_related("donation"))
    shares = split(balance.fee_cents, [line.amount_cents for line in lines])
    costs: dict[str, int] = {}
    for line, cents in zip(lines, shares, strict=True):
        account = chart.cost(line.donation.project_id)
        if payment.status != PaymentStatus.SUCCEEDED:
            account = chart.COST_PLATFORM
        costs[account] = costs.get(account, 0) + cents
    draft = postings.balance_transaction(balance.gross_cents, costs)
    book_line(draft, balance, currency=payment.currency)
    Payment.objects.filter(pk=payment.pk).update(balance_transaction_id=balance.transaction_id)
    payment.balance_transaction_id = balance.transaction_id


@transaction.atomic
def store_intent(payment: Payment, intent_id: str) -> None:
    """Keeps the id of the payment's one intent before any money can move on it.

    Whoever comes second takes over the id that is there: no other is ever confirmed."""
    if payment.intent_id is None:
        Payment.objects.filter(pk=payment.pk, intent_id__isnull=True).update(
            intent_id=intent_id, intent_amount_cents=payment.amount_cents
        )
        payment.refresh_from_db(fields=["intent_id", "intent_amount_cents"])


def payments_without_booking(limit: int = 100) -> list[Payment]:
    """Succeeded, but the provider's own booking has not been seen yet: ask again."""
    rows = Payment.objects.filter(succeeded_at__isnull=False, balance_transaction_id__isnull=True)
    # In no order: some that never get an answer must not stand before all others.
    return list(rows.order_by("?")[:limit])

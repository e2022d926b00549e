"""Our records against the provider's: events that nobody brought, and every line of its account.

Each line of the provider's account (a balance transaction) is in the book exactly once, under its
own id. What nobody can place goes to suspense and rings until a person explains it (money.md,
Payment 6).
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from activity.clock import database_now
from activity.recording import record
from donations.disputing import refresh_dispute
from donations.gateways.port import Booking
from donations.gateways.registry import gateway
from donations.models import Payment, ProviderEvent, Reconciliation, Refund
from donations.payments import AmountDiffers, IntentDiffers, refresh_payment
from donations.provider_lines import lock_line
from donations.refunding import refresh_refund
from donations.verbs import Verb
from donations.webhooks import follows
from ledger import chart, postings
from ledger.book import balance, post
from ledger.models import Entry
from ledger.postings import Draft

logger = logging.getLogger(__name__)

Progress = Callable[[int], None]

# What is listed again each time: the provider's lists are complete only after a moment.
EVENTS_OVERLAP = timedelta(minutes=10)
BOOK_OVERLAP = timedelta(days=2)
# How far back a first time looks; Stripe keeps events for 30 days.
FIRST_TIME = timedelta(days=30)
# Charges come in while we compare: the difference is taken again before it rings.
COMPARED_AT_MOST = 3


def hear_missed_events(progress: Progress | None = None) -> Reconciliation:
    """Puts into the inbox what the provider lists and no webhook told, of the kinds that we follow.
    Raises GatewayError."""
    began = database_now()
    seen = missing = 0
    for notice in gateway().events_since(_since(Reconciliation.Kind.EVENTS, EVENTS_OVERLAP, began)):
        if not follows(notice.kind):
            continue
        seen += 1
        _, is_new = ProviderEvent.objects.get_or_create(
            event_id=notice.event_id,
            defaults={"kind": notice.kind, "object_id": notice.object_id},
        )
        missing += is_new
        if progress:
            progress(seen)
    if missing:
        logger.warning("%s events had not been told by any webhook", missing)
    return _note(Reconciliation.Kind.EVENTS, began, seen=seen, missing=missing)


def reconcile(progress: Progress | None = None) -> Reconciliation:
    """Books every line of the provider's account that the book lacks, then compares the balances.

    Raises GatewayError; what was booked until then stays, and the next time begins as far back."""
    began = database_now()
    since = _since(Reconciliation.Kind.BOOK, BOOK_OVERLAP, began)
    seen = missing = difference = 0
    unplaced: set[str] = set()
    for _ in range(COMPARED_AT_MOST):
        seen = 0
        for booking in gateway().bookings_since(since):
            seen += 1
            if booking.currency != settings.CURRENCY:
                _ring_for_other_currency(booking)
                unplaced.add(booking.transaction_id)
            elif not _is_booked(booking):
                missing += 1
                if not _place(booking):
                    unplaced.add(booking.transaction_id)
            if progress:
                progress(seen)
        difference = gateway().balance_cents(settings.CURRENCY) - balance(
            chart.PROVIDER, settings.CURRENCY
        )
        if difference == 0:
            break
    if difference:
        logger.error("The provider holds %s cents more than the book says", difference)
    return _note(
        Reconciliation.Kind.BOOK,
        began,
        seen=seen,
        missing=missing,
        in_suspense=len(unplaced),
        difference_cents=difference,
    )


def _since(kind: str, overlap: timedelta, now: datetime) -> datetime:
    latest = Reconciliation.objects.filter(kind=kind).order_by("-began_at").first()
    return latest.began_at - overlap if latest else now - FIRST_TIME


def _is_booked(booking: Booking) -> bool:
    return Entry.objects.filter(source=booking.transaction_id).exists()


def _place(booking: Booking) -> bool:
    """Books it where it belongs. False if nobody knows where: then it is in suspense."""
    known = _BY_SOURCE.get(booking.category)
    if known is not None:
        known(booking)
        if _is_booked(booking):
            return True
    draft = _own_movement(booking)
    is_new = _book(booking, draft or postings.unknown_provider_money(booking.net_cents))
    if draft is None and is_new:
        logger.error(
            "%s (%s, %s cents) is in suspense: nobody knows what it is for",
            booking.transaction_id,
            booking.category,
            booking.net_cents,
        )
    return draft is not None or not is_new


def _ring_for_other_currency(booking: Booking) -> None:
    """The book is kept in one currency: a person has to see to this money."""
    logger.error(
        "%s (%s) is %s cents of %s: it is in no book",
        booking.transaction_id,
        booking.category,
        booking.net_cents,
        booking.currency,
    )


def _ask_about_payment(booking: Booking) -> None:
    """As if the provider had told of it just now; the same for refunds and disputes. One whose
    amount is not what its lines say is in suspense like a stranger's; the others go on."""
    intent_id = gateway().intent_of_charge(booking.source_id)
    payment = Payment.objects.filter(intent_id=intent_id or None).first()
    if payment is None:
        return
    try:
        refresh_payment(payment)
    except (AmountDiffers, IntentDiffers):
        logger.exception("Payment %s is not what was taken", payment.pk)


def _ask_about_refund(booking: Booking) -> None:
    refund = Refund.objects.select_related("payment").filter(provider_id=booking.source_id).first()
    if refund is not None:
        refresh_refund(refund)


def _ask_about_dispute(booking: Booking) -> None:
    refresh_dispute(booking.source_id)


_BY_SOURCE: dict[str, Callable[[Booking], None]] = {
    "charge": _ask_about_payment,
    "refund": _ask_about_refund,
    "refund_failure": _ask_about_refund,
    "dispute": _ask_about_dispute,
    "dispute_reversal": _ask_about_dispute,
}


def _own_movement(booking: Booking) -> Draft | None:
    """What the provider moves without a payment: its charges, and money to or from our bank."""
    if booking.category == "fee" and booking.net_cents < 0:
        return postings.provider_charge(-booking.net_cents)
    if booking.category == "payout" and booking.net_cents < 0:
        return postings.sent_to_bank(-booking.net_cents)
    if booking.category == "topup" and booking.net_cents > 0:
        return postings.arrived_at_provider(booking.net_cents)
    return None


@transaction.atomic
def _book(booking: Booking, draft: Draft) -> bool:
    """False if it was booked meanwhile by somebody who knew what it is for."""
    lock_line(booking.transaction_id)
    if _is_booked(booking):
        return False
    post(
        draft,
        source=booking.transaction_id,
        occurred_at=booking.occurred_at,
        currency=booking.currency,
    )
    return True


@transaction.atomic
def _note(kind: Reconciliation.Kind, began: datetime, **found: int) -> Reconciliation:
    done = Reconciliation.objects.create(
        kind=kind, began_at=began, ended_at=database_now(), **found
    )
    record(Verb.RECONCILED, done, actor=None, **found)
    return done

"""How a checkout ended, as the provider tells it: on return, by webhook, or when it is overdue."""

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from activity.clock import database_now
from activity.ticks import one_by_one
from donations.gateways.port import CheckoutSnapshot, NoAnswer
from donations.gateways.registry import gateway
from donations.lifecycle import (
    CHECKOUT,
    DONATION,
    PAYMENT,
    CheckoutStatus,
    DonationStatus,
    PaymentStatus,
)
from donations.models import Checkout, Donation, Payment
from donations.payments import apply_intent, begin_cancelling
from donations.saved_methods import save_method
from donations.verbs import Verb
from projects.lifecycle import ProjectStatus
from rewards.claims import free_unit, keep_unit

logger = logging.getLogger(__name__)


class CardMissing(Exception):
    """The provider calls a checkout complete that has neither a saved card nor a payment."""


def refresh_checkout(checkout: Checkout) -> None:
    """Asks the provider how the checkout stands and applies the answer. Raises GatewayError and
    CardMissing."""
    if checkout.status == CheckoutStatus.OPEN and checkout.session_id:
        apply_checkout(checkout.pk, gateway().fetch_checkout(checkout.session_id))


def recheck_checkout(checkout: Checkout) -> None:
    """As `refresh_checkout`, but asks about an expired one too: money may come after the end."""
    if checkout.status != CheckoutStatus.COMPLETE and checkout.session_id:
        apply_checkout(checkout.pk, gateway().fetch_checkout(checkout.session_id))


def expire_overdue_checkouts(limit: int = 100) -> int:
    """Ends checkouts whose half hour is over, or whose project takes no donations any more, unless
    the provider says that they are complete.

    Silence about one leaves it open for the next sweep (C8: no answer, no verdict). Gives how
    many came to an end."""
    not_live = Donation.objects.filter(checkout=OuterRef("pk")).exclude(
        project__status=ProjectStatus.LIVE
    )
    overdue = Checkout.objects.filter(
        Q(expires_at__lte=database_now()) | Exists(not_live), status=CheckoutStatus.OPEN
    )
    # In no order: some that never get an answer must not stand before all others.
    ended = one_by_one(
        overdue.order_by("?")[:limit],
        end_checkout,
        trouble="Checkout %s could not be ended",
        silence=NoAnswer,
    )
    return len(ended)


def end_checkout(checkout: Checkout) -> bool:
    """Ends it at the provider, whose answer counts: it may be complete. True if that ended it
    here. Raises GatewayError and CardMissing."""
    if checkout.session_id is None:
        # Nobody ever had the address of a card page, so nobody can complete it.
        return _expire_unopened(checkout.pk)
    return apply_checkout(checkout.pk, gateway().expire_checkout(checkout.session_id))


@transaction.atomic
def apply_checkout(checkout_id: int, snapshot: CheckoutSnapshot) -> bool:
    """Applies the provider's word once, whoever brings it. True if it ended the checkout.

    Locks: payment, donations by id, then what they touch (money.md, States)."""
    payment = _lock_payment_of(checkout_id)
    donations = _lock_donations(checkout_id)
    checkout = Checkout.objects.select_for_update(no_key=True).get(pk=checkout_id)
    if snapshot.state == "open":
        return False
    if checkout.status != CheckoutStatus.OPEN:
        if payment is not None and snapshot.intent is not None:
            apply_intent(payment.pk, snapshot.intent)
        return False
    if snapshot.state == "expired" or _is_without_card(checkout, snapshot):
        _expire(checkout, donations, payment)
    else:
        _complete(checkout, donations, payment, snapshot)
    return True


def _is_without_card(checkout: Checkout, snapshot: CheckoutSnapshot) -> bool:
    """Complete, yet with nothing that could be charged. It cannot count, and a round must not
    wait for it without end: it is asked about until its half hour is over, then it expires."""
    saves_only = checkout.mode == Checkout.Mode.SAVE
    if (snapshot.method if saves_only else snapshot.intent) is not None:
        return False
    if database_now() < checkout.expires_at:
        raise CardMissing(f"checkout {checkout.pk}")
    logger.error("%s is complete without a card: it counts as expired", checkout)
    return True


@transaction.atomic
def _expire_unopened(checkout_id: int) -> bool:
    payment = _lock_payment_of(checkout_id)
    donations = _lock_donations(checkout_id)
    checkout = Checkout.objects.select_for_update(no_key=True).get(pk=checkout_id)
    if checkout.status != CheckoutStatus.OPEN or checkout.session_id is not None:
        return False
    _expire(checkout, donations, payment)
    return True


def _lock_payment_of(checkout_id: int) -> Payment | None:
    rows = Payment.objects.filter(checkout_id=checkout_id)
    return rows.select_for_update(no_key=True).first()


def _lock_donations(checkout_id: int) -> list[Donation]:
    rows = Donation.objects.filter(checkout_id=checkout_id).order_by("pk")
    return list(rows.select_related("claim").select_for_update(of=("self",), no_key=True))


def _complete(
    checkout: Checkout,
    donations: list[Donation],
    payment: Payment | None,
    snapshot: CheckoutSnapshot,
) -> None:
    now = database_now()
    method = save_method(checkout.customer, snapshot.method) if snapshot.method else None
    CHECKOUT.move(
        checkout,
        CheckoutStatus.COMPLETE,
        verb=Verb.CHECKOUT_COMPLETED,
        actor=checkout.backer,
        method=method,
        closed_at=now,
    )
    for donation in donations:
        if donation.claim is not None:
            keep_unit(donation.claim, actor=checkout.backer)
        if payment is None:
            DONATION.move(
                donation,
                DonationStatus.PROMISED,
                verb=Verb.DONATION_PROMISED,
                actor=checkout.backer,
                confirmed_at=now,
            )
    if payment is not None and snapshot.intent is not None:
        apply_intent(payment.pk, snapshot.intent)


def _expire(checkout: Checkout, donations: list[Donation], payment: Payment | None) -> None:
    CHECKOUT.move(
        checkout,
        CheckoutStatus.EXPIRED,
        verb=Verb.CHECKOUT_EXPIRED,
        actor=None,
        closed_at=database_now(),
    )
    if payment is not None:
        if payment.status == PaymentStatus.CREATED:
            begin_cancelling(payment)  # Nobody ever had the address of its card page.
        PAYMENT.move(payment, PaymentStatus.CANCELLED, verb=Verb.PAYMENT_CANCELLED, actor=None)
    for donation in donations:
        DONATION.move(donation, DonationStatus.EXPIRED, verb=Verb.DONATION_EXPIRED, actor=None)
        if donation.claim is not None:
            free_unit(donation.claim, actor=None)

"""Another card for a declined payment: a visit to the provider's card page, and its outcome."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from activity.clock import database_now
from activity.recording import record
from activity.ticks import one_by_one
from donations.attempts import plan_attempt, unfinished_attempt
from donations.cancelling import is_too_late
from donations.checkout import PROVIDER_SESSION_LIFE
from donations.errors import CardPageUnreachable, NothingToPay, TriedTooOften
from donations.gateways.port import (
    CheckoutLine,
    CheckoutRequest,
    CheckoutSnapshot,
    GatewayError,
    NoAnswer,
)
from donations.gateways.registry import gateway
from donations.lifecycle import RECOVERY, AttemptStatus, CheckoutStatus
from donations.models import Payment, Recovery
from donations.payments import lock_payment
from donations.recovering import ATTEMPTS_AT_MOST, WAITING
from donations.saved_methods import save_method
from donations.verbs import Verb

logger = logging.getLogger(__name__)


def open_card_page(payment: Payment, *, language: str, return_url: str, actor: User | None) -> str:
    """Where the backer types another card; the one that is open already, if there is one.

    Raises NothingToPay, TriedTooOften and CardPageUnreachable."""
    try:
        for overdue in payment.recoveries.filter(
            status=CheckoutStatus.OPEN, expires_at__lte=database_now()
        ):
            _end(overdue)
        recovery = _begin(payment.pk, actor)
        if recovery.session_url:
            return recovery.session_url
        opened = gateway().open_checkout(
            _request(recovery, language, return_url), key=f"recovery:{recovery.pk}:open"
        )
    except GatewayError as error:
        raise CardPageUnreachable from error
    Recovery.objects.filter(pk=recovery.pk).update(
        session_id=opened.session_id, session_url=opened.url
    )
    return opened.url


def refresh_recovery(recovery: Recovery) -> bool:
    """Asks the provider whether a card was typed and applies the answer, once, whoever brings it.
    True if the payment has a new card by it. Raises GatewayError."""
    if recovery.status != CheckoutStatus.OPEN or recovery.session_id is None:
        return False
    return _apply(recovery, gateway().fetch_checkout(recovery.session_id))


def has_untried_card(payment: Payment) -> bool:
    """Whether its card was typed at the card page and nobody has tried to charge it since: a
    webhook may tell of it before the backer is back."""
    typed = payment.recoveries.filter(
        status=CheckoutStatus.COMPLETE, method=payment.method_id
    ).first()
    if typed is None or payment.status not in WAITING:
        return False
    return not payment.attempts.filter(sent_at__gte=typed.closed_at).exists()


def end_overdue_recoveries(limit: int = 100) -> int:
    """Ends visits whose half hour is over, unless a card was typed; gives how many it asked for."""
    overdue = Recovery.objects.filter(status=CheckoutStatus.OPEN, expires_at__lte=database_now())
    ended = one_by_one(
        list(overdue.order_by("?")[:limit]),
        _end,
        trouble="Visit %s to the card page could not be ended",
        silence=NoAnswer,
    )
    return len(ended)


@transaction.atomic
def _begin(payment_id: int, actor: User | None) -> Recovery:
    payment = lock_payment(payment_id)
    now = database_now()
    if payment.status not in WAITING or is_too_late(payment, now):
        raise NothingToPay
    found = payment.recoveries.filter(status=CheckoutStatus.OPEN).first()
    if found is not None:
        return found
    if payment.attempts.count() >= ATTEMPTS_AT_MOST:
        raise TriedTooOften
    recovery = Recovery.objects.create(
        payment=payment,
        consent=_consent(payment),
        opened_at=now,
        expires_at=now + settings.CHECKOUT_GRACE,
    )
    record(Verb.RECOVERY_OPENED, recovery, actor=actor)
    return recovery


def _consent(payment: Payment) -> dict[str, object]:
    lines = payment.standing_lines().select_related("donation")
    return {
        "amount_cents": payment.amount_cents,
        "donations": [line.donation_id for line in lines],
        "charge_by": _earliest([line.donation.charge_by for line in lines]),
        "terms": settings.TERMS_VERSION,
    }


def _earliest(instants: list[datetime | None]) -> str | None:
    known = [instant for instant in instants if instant is not None]
    return min(known).isoformat() if known else None


def _request(recovery: Recovery, language: str, return_url: str) -> CheckoutRequest:
    payment = recovery.payment
    lines = payment.standing_lines().select_related("donation__project")
    return CheckoutRequest(
        reference=f"recovery:{recovery.pk}",
        customer_id=payment.customer.provider_id or "",
        saves_only=True,
        lines=tuple(CheckoutLine(each.donation.project.title, each.amount_cents) for each in lines),
        currency=payment.currency,
        language=language,
        expires_at=recovery.opened_at + PROVIDER_SESSION_LIFE,
        success_url=return_url,
        cancel_url=return_url,
    )


def _end(recovery: Recovery) -> bool:
    if recovery.session_id is None:
        with transaction.atomic():
            lock_payment(recovery.payment_id)
            _expire(recovery)
    else:
        _apply(recovery, gateway().expire_checkout(recovery.session_id))
    return True


@transaction.atomic
def _apply(recovery: Recovery, snapshot: CheckoutSnapshot) -> bool:
    payment = lock_payment(recovery.payment_id)
    current = Recovery.objects.select_for_update(no_key=True).get(pk=recovery.pk)
    if current.status != CheckoutStatus.OPEN or snapshot.state == "open":
        return False
    if snapshot.state == "expired" or snapshot.method is None:
        _expire(current)
        return False
    method = save_method(payment.customer, snapshot.method)
    RECOVERY.move(
        current,
        CheckoutStatus.COMPLETE,
        verb=Verb.RECOVERY_COMPLETED,
        actor=None,
        method=method,
        closed_at=database_now(),
    )
    if payment.status not in WAITING:
        return False
    Payment.objects.filter(pk=payment.pk).update(method=method)
    record(Verb.PAYMENT_METHOD_CHANGED, payment, actor=None, method=method.pk)
    # Should the backer not come back from the card page, a worker takes it from here.
    if unfinished_attempt(payment) is None:
        plan_attempt(payment, database_now())
    payment.attempts.filter(status=AttemptStatus.DUE).update(due_at=database_now())
    return True


def _expire(recovery: Recovery) -> None:
    RECOVERY.move(
        recovery,
        CheckoutStatus.EXPIRED,
        verb=Verb.RECOVERY_EXPIRED,
        actor=None,
        closed_at=database_now(),
    )

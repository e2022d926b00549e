"""The inbox: events are stored as they come; a worker then asks what is true now."""

import logging
from collections.abc import Callable
from datetime import timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import F

from accounts.models import User
from activity.clock import database_now
from activity.recording import record
from activity.ticks import SILENCES_AT_MOST
from donations.changing_card import refresh_recovery
from donations.checkout_outcome import recheck_checkout
from donations.disputing import refresh_dispute
from donations.gateways.port import EventNotice, NoAnswer
from donations.gateways.registry import gateway
from donations.models import Checkout, Payment, ProviderEvent, Recovery, Refund
from donations.payments import refresh_payment
from donations.refunding import refresh_refund
from donations.verbs import Verb

logger = logging.getLogger(__name__)

# Beyond this the address in front of us is not Stripe: its events are a few kilobytes.
BODY_BYTES_AT_MOST = 512 * 1024
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)


def receive_event(body: bytes, signature: str) -> ProviderEvent:
    """Checks the signature and stores the event, once. Raises Forged."""
    notice = gateway().read_event(body, signature)
    event, _ = ProviderEvent.objects.get_or_create(
        event_id=notice.event_id,
        defaults={"kind": notice.kind, "object_id": notice.object_id},
    )
    return event


def apply_events(limit: int = 100) -> int:
    """Applies waiting events, oldest first; a failing one waits longer each time and rings.

    Events may come late, twice or in any order: each only says what to ask the provider about."""
    applied = silences = 0
    waiting = ProviderEvent.objects.filter(applied_at__isnull=True, due_at__lte=database_now())
    for event in waiting.order_by("due_at", "pk")[:limit]:
        try:
            _apply(EventNotice(event.event_id, event.kind, event.object_id))
        except SoftTimeLimitExceeded:
            raise  # The worker is told to stop; the event is still due.
        except Exception as error:
            logger.exception("Provider event %s could not be applied", event.event_id)
            silences += isinstance(error, NoAnswer)
            pause = min(FIRST_PAUSE * 2 ** min(event.attempts, 12), LONGEST_PAUSE)
            ProviderEvent.objects.filter(pk=event.pk).update(
                attempts=F("attempts") + 1,
                due_at=database_now() + pause,
                error=f"{type(error).__name__}: {error}"[:1000],
            )
        else:
            ProviderEvent.objects.filter(pk=event.pk).update(
                applied_at=database_now(), attempts=F("attempts") + 1, error=""
            )
            applied += 1
        if silences == SILENCES_AT_MOST:
            break  # Nobody answers now; the others keep their turn for the next tick.
    return applied


def follows(kind: str) -> bool:
    """Whether anything is done about events of this kind."""
    return any(kind.startswith(prefix) for prefix, _ in _READERS)


@transaction.atomic
def apply_again(event: ProviderEvent, *, actor: User) -> bool:
    """Makes a waiting event due now; False when it was applied already."""
    waiting = ProviderEvent.objects.filter(pk=event.pk, applied_at__isnull=True)
    if not waiting.update(due_at=database_now()):
        return False
    record(Verb.PROVIDER_EVENT_DUE_AGAIN, event, actor=actor)
    return True


def _apply(notice: EventNotice) -> None:
    for prefix, apply in _READERS:
        if notice.kind.startswith(prefix):
            apply(notice.object_id)


def _checkout_changed(session_id: str) -> None:
    checkout = Checkout.objects.filter(session_id=session_id).first()
    if checkout is not None:
        recheck_checkout(checkout)
    recovery = Recovery.objects.filter(session_id=session_id).first()
    if recovery is not None:
        refresh_recovery(recovery)


def _payment_changed(intent_id: str) -> None:
    payment = Payment.objects.filter(intent_id=intent_id).first()
    if payment is not None:
        refresh_payment(payment)


def _refund_changed(refund_id: str) -> None:
    refund = Refund.objects.select_related("payment").filter(provider_id=refund_id).first()
    if refund is not None:
        refresh_refund(refund)


_READERS: tuple[tuple[str, Callable[[str], None]], ...] = (
    ("checkout.session.", _checkout_changed),
    ("payment_intent.", _payment_changed),
    ("refund.", _refund_changed),
    ("charge.dispute.", refresh_dispute),
    # The provider books a charge a moment after it succeeded, and says so with charge.updated.
    ("charge.", _payment_changed),
)

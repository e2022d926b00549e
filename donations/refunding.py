"""Money back to where it came from: asked for in our books first, then sent, then followed.

A refund names its donation (money-rules.md, C7). The provider keeps its cost of the payment; who
bears it is decided at the project's payout (C18).
"""

import logging
from datetime import timedelta

from django.db import transaction

from accounts.models import User
from activity.clock import database_now
from activity.recording import record
from activity.ticks import one_by_one
from donations.errors import NotReturnable, ReturnsTooMuch, ReturnUnderWay
from donations.gateways.port import BalanceSnapshot, GatewayError, Misused, NoAnswer, RefundSnapshot
from donations.gateways.registry import gateway
from donations.lifecycle import (
    DONATION,
    REFUND,
    DonationStatus,
    PaymentStatus,
    RefundStatus,
    refund_statuses_under_way,
)
from donations.models import Donation, Payment, Refund
from donations.payments import lock_payment
from donations.provider_lines import book_line
from donations.verbs import Verb
from ledger import postings
from ledger.book import post
from rewards.claims import free_unit

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
# Few, so that the last one taken is sent long before its lease is over.
AT_A_TIME = 5
# For so long at least the provider remembers a key, and does nothing twice under it.
KEY_LIFE = timedelta(days=1)
# A refund on its way is looked at this often; its events come sooner.
LOOKED_AT_EVERY = timedelta(hours=6)


def can_return(donation: Donation) -> int:
    """How many cents `ask_refund` would take now; 0 if none. For showing the button."""
    if donation.status != DonationStatus.PAID:
        return 0
    if donation.refunds.filter(status__in=refund_statuses_under_way()).exists():
        return 0
    return donation.amount_cents - donation.returned_cents


@transaction.atomic
def ask_refund(donation: Donation, cents: int, *, reason: str, actor: User) -> Refund:
    """Promises `cents` of a paid donation back; a worker sends them. `reason` goes to the backer.

    All of it takes the donation out of what counts and frees its reward's unit. Raises
    NotReturnable, ReturnUnderWay and ReturnsTooMuch."""
    payment = _payment_of(donation)
    locked = (
        Donation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("claim")
        .get(pk=donation.pk)
    )
    _require_returnable(locked, payment, cents)
    now = database_now()
    returned = locked.returned_cents + cents
    refund = Refund.objects.create(
        payment=payment,
        donation=locked,
        amount_cents=cents,
        currency=locked.currency,
        reason=reason,
        asked_at=now,
        due_at=now,
    )
    if returned == locked.amount_cents:
        DONATION.move(
            locked,
            DonationStatus.RETURNING,
            verb=Verb.DONATION_REFUND_ASKED,
            actor=actor,
            reason=reason,
            facts={"refund": refund.pk, "cents": cents},
            only_from=[DonationStatus.PAID],
            returned_cents=returned,
        )
        if locked.claim is not None:
            free_unit(locked.claim, actor=actor)
    else:
        Donation.objects.filter(pk=locked.pk).update(returned_cents=returned)
        facts = {"refund": refund.pk, "cents": cents, "reason": reason}
        record(Verb.DONATION_REFUND_ASKED, locked, actor=actor, **facts)
    record(Verb.REFUND_ASKED, refund, actor=actor, reason=reason, cents=cents)
    post(
        postings.refund_before_payout(locked.project_id, cents),
        source=f"refund:{refund.pk}",
        occurred_at=now,
        currency=locked.currency,
    )
    return refund


@transaction.atomic
def return_money_after_the_end(payment: Payment) -> Refund:
    """All of what came for a payment that was over for us; it is in `returning` already."""
    now = database_now()
    refund, is_new = Refund.objects.get_or_create(
        payment=payment,
        donation=None,
        defaults={
            "amount_cents": payment.amount_cents,
            "currency": payment.currency,
            "asked_at": now,
            "due_at": now,
        },
    )
    if is_new:
        record(Verb.REFUND_ASKED, refund, actor=None, cents=refund.amount_cents)
    return refund


def send_due_refunds(limit: int = 25) -> int:
    """Sends what is due, each leased first; gives how many were taken. Many workers may run."""
    taken = 0
    while taken < limit:
        refunds = _take_due(min(AT_A_TIME, limit - taken))
        sent = one_by_one(refunds, _send, trouble="Refund %s could not be sent", silence=NoAnswer)
        taken += len(refunds)
        if not sent:
            break  # None was due, or nobody answers now.
    return taken


def follow_refunds(limit: int = 50) -> int:
    """Asks what became of refunds whose worker or answer was lost, and of those on their way."""
    waiting = Refund.objects.filter(
        status__in=[RefundStatus.SENT, RefundStatus.PENDING], lease_until__lte=database_now()
    ).select_related("payment")
    refunds = list(waiting.order_by("lease_until")[:limit])
    one_by_one(refunds, refresh_refund, trouble="Refund %s is still unknown", silence=NoAnswer)
    return len(refunds)


def refresh_refund(refund: Refund) -> bool:
    """Asks the provider and applies the answer; one that it never got is due again. Raises
    GatewayError."""
    pause = LEASE if refund.status == RefundStatus.SENT else LOOKED_AT_EVERY
    Refund.objects.filter(pk=refund.pk).update(lease_until=database_now() + pause)
    if refund.provider_id is not None:
        snapshot: RefundSnapshot | None = gateway().fetch_refund(refund.provider_id)
    else:
        snapshot = gateway().find_refund(refund.payment.intent_id or "", str(refund.pk))
    if snapshot is not None:
        apply_refund(refund.pk, snapshot)
    elif refund.status == RefundStatus.SENT:
        REFUND.move(
            refund,
            RefundStatus.DUE,
            verb=Verb.REFUND_DUE_AGAIN,
            actor=None,
            only_from=[RefundStatus.SENT],
            lease_until=None,
        )
    return True


@transaction.atomic
def apply_refund(refund_id: int, snapshot: RefundSnapshot) -> None:
    """Applies what the provider says of a refund; telling it again changes nothing."""
    payment_id = Refund.objects.values_list("payment_id", flat=True).get(pk=refund_id)
    lock_payment(payment_id)
    refund = Refund.objects.select_for_update(of=("self",), no_key=True).get(pk=refund_id)
    if refund.provider_id is None:
        Refund.objects.filter(pk=refund.pk).update(provider_id=snapshot.refund_id)
        refund.provider_id = snapshot.refund_id
    if snapshot.balance is not None and refund.balance_transaction_id is None:
        _book(refund, snapshot.balance)
    if snapshot.came_back is not None:
        # The provider may tell of it only after it said that the refund failed.
        draft = postings.refund_failed(snapshot.came_back.gross_cents)
        book_line(draft, snapshot.came_back, currency=refund.currency)
    _follow(refund, snapshot)


@transaction.atomic
def note_paid_by_bank(refund: Refund, *, reference: str, actor: User) -> None:
    """A refund that the card could not take was sent by bank transfer instead. Raises NotAllowed
    for any other."""
    REFUND.move(
        refund,
        RefundStatus.BY_BANK,
        verb=Verb.REFUND_PAID_BY_BANK,
        actor=actor,
        reason=reference,
        finished_at=database_now(),
    )
    post(
        postings.refund_paid_by_bank(refund.amount_cents),
        source=f"refund:{refund.pk}",
        occurred_at=database_now(),
        currency=refund.currency,
    )
    _finish_donation(refund)


def _payment_of(donation: Donation) -> Payment:
    line = donation.payment_lines.filter(payment__status=PaymentStatus.SUCCEEDED).first()
    if line is None:
        raise NotReturnable
    return lock_payment(line.payment_id)


def _require_returnable(donation: Donation, payment: Payment, cents: int) -> None:
    if donation.status != DonationStatus.PAID or payment.intent_id is None:
        raise NotReturnable
    if donation.refunds.filter(status__in=refund_statuses_under_way()).exists():
        raise ReturnUnderWay
    most = donation.amount_cents - donation.returned_cents
    if not 0 < cents <= most:
        raise ReturnsTooMuch(most)


@transaction.atomic
def _take_due(limit: int) -> list[Refund]:
    now = database_now()
    due = Refund.objects.filter(status=RefundStatus.DUE, due_at__lte=now).order_by("due_at", "pk")
    taken = []
    for refund in due.select_for_update(of=("self",), skip_locked=True)[:limit]:
        REFUND.move(
            refund,
            RefundStatus.SENT,
            verb=Verb.REFUND_SENT,
            actor=None,
            sent_at=refund.sent_at or now,
            lease_until=now + LEASE,
        )
        taken.append(refund)
    return taken


def _send(refund: Refund) -> bool:
    """Silence leaves it sent: what became of it is asked for when the lease is over. False if
    another worker has taken it meanwhile."""
    if not _is_ours(refund):
        return False
    payment = Payment.objects.get(pk=refund.payment_id)
    if _was_sent_before(refund):
        found = gateway().find_refund(payment.intent_id or "", str(refund.pk))
        if found is not None:
            apply_refund(refund.pk, found)
            return True
    try:
        snapshot = gateway().refund(
            payment.intent_id or "",
            refund.amount_cents,
            reference=str(refund.pk),
            key=_key(refund),
        )
    except Misused:
        # Disputed, or returned at the provider's own pages: a person looks into it.
        logger.exception("The provider refused refund %s", refund.pk)
        _give_up(refund)
        return True
    except GatewayError as silence:
        logger.warning("No answer about refund %s: %s", refund.pk, silence)
        raise
    apply_refund(refund.pk, snapshot)
    return True


def _was_sent_before(refund: Refund) -> bool:
    if refund.sent_at is None or refund.lease_until is None:
        return False
    return refund.lease_until - refund.sent_at > LEASE


def _is_ours(refund: Refund) -> bool:
    rows = Refund.objects.filter(pk=refund.pk, status=RefundStatus.SENT)
    return rows.filter(lease_until=refund.lease_until).exists()


def _key(refund: Refund) -> str:
    """One key for as long as the provider remembers it, whoever sends: no intent stands in the way
    of a second refund, so the key does (docs/adr/0010). Another one only for what the provider
    still does not know after that: it repeats its error 500 for as long as it remembers."""
    if refund.sent_at is None or refund.lease_until is None:
        return f"refund:{refund.pk}"
    days = (refund.lease_until - refund.sent_at) // KEY_LIFE
    return f"refund:{refund.pk}:{days}" if days else f"refund:{refund.pk}"


def _book(refund: Refund, balance: BalanceSnapshot) -> None:
    draft = postings.refund_balance_transaction(balance.gross_cents)
    book_line(draft, balance, currency=refund.currency)
    Refund.objects.filter(pk=refund.pk).update(balance_transaction_id=balance.transaction_id)


def _follow(refund: Refund, snapshot: RefundSnapshot) -> None:
    now = database_now()
    if refund.status in (RefundStatus.FAILED, RefundStatus.BY_BANK):
        return
    if snapshot.state == "failed":
        _fail(refund)
    elif snapshot.state == "succeeded" and refund.status != RefundStatus.SUCCEEDED:
        REFUND.move(
            refund,
            RefundStatus.SUCCEEDED,
            verb=Verb.REFUND_SUCCEEDED,
            actor=None,
            finished_at=now,
            lease_until=None,
        )
        _finish_donation(refund)
    elif snapshot.state == "pending" and refund.status == RefundStatus.SENT:
        REFUND.move(
            refund,
            RefundStatus.PENDING,
            verb=Verb.REFUND_PENDING,
            actor=None,
            lease_until=now + LOOKED_AT_EVERY,
        )


@transaction.atomic
def _give_up(refund: Refund) -> None:
    lock_payment(refund.payment_id)
    _fail(Refund.objects.select_for_update(of=("self",), no_key=True).get(pk=refund.pk))


def _fail(refund: Refund) -> None:
    """The money stays owed to the backer, who is asked for a bank account; a person sends it."""
    logger.error("Refund %s did not reach its backer", refund.pk)
    REFUND.move(
        refund,
        RefundStatus.FAILED,
        verb=Verb.REFUND_FAILED,
        actor=None,
        finished_at=database_now(),
        lease_until=None,
    )
    donation = refund.donation
    if donation is not None and donation.status == DonationStatus.REFUNDED:
        DONATION.move(
            donation,
            DonationStatus.RETURNING,
            verb=Verb.DONATION_REFUND_CAME_BACK,
            actor=None,
            only_from=[DonationStatus.REFUNDED],
        )


def _finish_donation(refund: Refund) -> None:
    """All of it went back: that is its last state, unless a part of it still has to be paid by
    bank. Of a part, the backer is told all the same."""
    donation = refund.donation
    if donation is None:
        return
    donation = Donation.objects.select_for_update(of=("self",), no_key=True).get(pk=donation.pk)
    facts = {"refund": refund.pk, "cents": refund.amount_cents}
    owed = donation.refunds.exclude(status__in=[RefundStatus.SUCCEEDED, RefundStatus.BY_BANK])
    if donation.status == DonationStatus.RETURNING and not owed.exists():
        DONATION.move(
            donation,
            DonationStatus.REFUNDED,
            verb=Verb.DONATION_REFUNDED,
            actor=None,
            facts=facts,
        )
    else:
        record(Verb.DONATION_REFUNDED, donation, actor=None, **facts)

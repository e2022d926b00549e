"""What a bank takes back: the provider's word on a dispute, applied once, whoever brings it.

While disputed a gift neither counts nor is paid out. A dispute of a part is shared over what was
not returned yet (money-rules.md, C7); the provider's fee for it is the platform's.
"""

import logging
from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from activity.clock import database_now
from activity.recording import record
from donations.gateways.port import BalanceSnapshot, DisputeSnapshot
from donations.gateways.registry import gateway
from donations.lifecycle import (
    DISPUTE,
    DONATION,
    DisputeStatus,
    DonationStatus,
    PaymentStatus,
)
from donations.models import Dispute, DisputeLine, Donation, Payment
from donations.payments import lock_payment
from donations.provider_lines import book_line
from donations.verbs import Verb
from ledger import chart, postings
from ledger.book import post
from money.allocation import split

logger = logging.getLogger(__name__)

_DISPUTABLE = (
    DonationStatus.HELD,
    DonationStatus.PAID,
    DonationStatus.RETURNING,
    DonationStatus.REFUNDED,
    DonationStatus.CREDITED,
)
_VERBS = {
    DisputeStatus.OPEN: Verb.DISPUTE_OPENED,
    DisputeStatus.WON: Verb.DISPUTE_WON,
    DisputeStatus.LOST: Verb.DISPUTE_LOST,
    DisputeStatus.CLOSED: Verb.DISPUTE_INQUIRY_CLOSED,
}


def refresh_dispute(provider_id: str) -> None:
    """Asks the provider how a dispute stands and applies the answer. Raises GatewayError."""
    snapshot = gateway().fetch_dispute(provider_id)
    payment = Payment.objects.filter(intent_id=snapshot.intent_id or None).first()
    if payment is None:
        logger.error("Dispute %s is about a payment that is not ours", provider_id)
        return
    apply_dispute(payment.pk, snapshot)


@transaction.atomic
def apply_dispute(payment_id: int, snapshot: DisputeSnapshot) -> None:
    """Telling it again changes nothing. Locks: payment, donations by id."""
    payment = lock_payment(payment_id)
    if payment.status != PaymentStatus.SUCCEEDED:
        logger.error("Dispute %s is about a payment without success", snapshot.dispute_id)
        return
    dispute = _find_or_note(payment, snapshot)
    if snapshot.respond_by != dispute.respond_by:
        Dispute.objects.filter(pk=dispute.pk).update(respond_by=snapshot.respond_by)
    if snapshot.taken is not None and dispute.status == DisputeStatus.INQUIRY:
        _open(dispute, payment, snapshot.taken)
    if snapshot.state == "won" and dispute.status == DisputeStatus.OPEN:
        if snapshot.given_back is not None:
            _win(dispute, snapshot.given_back)
    elif snapshot.state == "lost" and dispute.status == DisputeStatus.OPEN:
        _lose(dispute)
    elif snapshot.state == "closed" and dispute.status == DisputeStatus.INQUIRY:
        _move(dispute, DisputeStatus.CLOSED)


@transaction.atomic
def note_evidence(dispute: Dispute, text: str, *, actor: User) -> None:
    """What an admin sent to the bank at the provider's pages, kept beside the dispute."""
    Dispute.objects.filter(pk=dispute.pk).update(evidence=text)
    dispute.evidence = text
    record(Verb.DISPUTE_EVIDENCE_NOTED, dispute, actor=actor)


def _find_or_note(payment: Payment, snapshot: DisputeSnapshot) -> Dispute:
    dispute, is_new = Dispute.objects.get_or_create(
        provider_id=snapshot.dispute_id,
        defaults={
            "payment": payment,
            "amount_cents": snapshot.amount_cents,
            "currency": payment.currency,
            "reason": snapshot.reason,
            "respond_by": snapshot.respond_by,
            "heard_at": database_now(),
        },
    )
    if is_new:
        logger.error("A bank asks about payment %s: %s", payment.pk, snapshot.reason)
        record(Verb.DISPUTE_HEARD_OF, dispute, actor=None, reason=snapshot.reason)
    return dispute


def _open(dispute: Dispute, payment: Payment, taken: BalanceSnapshot) -> None:
    """The money is withdrawn: each donation's share is worked out now and stays."""
    donations = [each for each in _lock_donations(payment) if each.status in _DISPUTABLE]
    weights = [each.amount_cents - each.returned_cents for each in donations]
    if not any(weights):
        # All of it went back by us already; the bank takes it a second time.
        weights = [each.amount_cents for each in donations]
    shares = split(taken.gross_cents, weights) if donations else []
    for donation, cents in zip(donations, shares, strict=True):
        if cents == 0:
            continue
        DisputeLine.objects.create(
            dispute=dispute,
            donation=donation,
            amount_cents=cents,
            status_before=donation.status,
        )
        DONATION.move(
            donation,
            DonationStatus.DISPUTED,
            verb=Verb.DONATION_DISPUTED,
            actor=None,
            facts={"dispute": dispute.pk, "cents": cents},
        )
    draft = postings.dispute_opened(taken.gross_cents, fee=taken.fee_cents)
    book_line(draft, taken, currency=dispute.currency)
    _move(dispute, DisputeStatus.OPEN)


def _win(dispute: Dispute, given_back: BalanceSnapshot) -> None:
    for line in _lock_lines(dispute):
        DONATION.move(
            line.donation,
            line.status_before,
            verb=Verb.DONATION_DISPUTE_WON,
            actor=None,
            only_from=[DonationStatus.DISPUTED],
        )
    draft = postings.dispute_won(given_back.gross_cents)
    book_line(draft, given_back, currency=dispute.currency)
    _move(dispute, DisputeStatus.WON)


def _lose(dispute: Dispute) -> None:
    """Of a part, the rest of the gift counts again; of all of it, that was its end."""
    lines = _lock_lines(dispute)
    for line in lines:
        donation = line.donation
        standing = donation.amount_cents - donation.returned_cents
        if line.amount_cents < standing and line.status_before == DonationStatus.PAID:
            DONATION.move(
                donation,
                line.status_before,
                verb=Verb.DONATION_DISPUTE_LOST,
                actor=None,
                only_from=[DonationStatus.DISPUTED],
                returned_cents=donation.returned_cents + line.amount_cents,
            )
        else:
            DONATION.move(
                donation,
                DonationStatus.DISPUTE_LOST,
                verb=Verb.DONATION_DISPUTE_LOST,
                actor=None,
            )
    whose = _whose(dispute, lines)
    if whose:
        post(
            postings.dispute_lost(whose),
            source=f"dispute:{dispute.pk}",
            occurred_at=database_now(),
            currency=dispute.currency,
        )
    _move(dispute, DisputeStatus.LOST)


def _whose(dispute: Dispute, lines: Sequence[DisputeLine]) -> list[tuple[str, int]]:
    """What is gone was owed to the projects, or to the backers whose refund is still on its way."""
    return [
        (
            chart.RETURNING
            if line.status_before == DonationStatus.RETURNING
            else chart.project(line.donation.project_id),
            line.amount_cents,
        )
        for line in lines
    ]


def _lock_donations(payment: Payment) -> list[Donation]:
    rows = Donation.objects.filter(payment_lines__in=payment.standing_lines()).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def _lock_lines(dispute: Dispute) -> list[DisputeLine]:
    list(
        Donation.objects.filter(dispute_lines__dispute=dispute)
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
    return list(dispute.lines.select_related("donation").order_by("donation_id"))


def _move(dispute: Dispute, to: DisputeStatus) -> None:
    closes = DISPUTE.is_final(to)
    DISPUTE.move(
        dispute,
        to,
        verb=_VERBS[to],
        actor=None,
        closed_at=database_now() if closes else None,
    )

"""Stripe's objects in our nouns (docs.stripe.com, API reference): reading them, nothing more."""

from datetime import UTC, datetime
from typing import Any, Literal

from donations.gateways.port import (
    BalanceSnapshot,
    Booking,
    CheckoutSnapshot,
    Decline,
    DisputeSnapshot,
    IntentSnapshot,
    IntentState,
    MethodSnapshot,
    RefundSnapshot,
)

REFUND_EXPANDED = ["balance_transaction", "failure_balance_transaction"]
_STATES: dict[str, IntentState] = {
    "requires_confirmation": "unconfirmed",
    "requires_action": "action_required",
    "processing": "processing",
    "succeeded": "succeeded",
    "canceled": "cancelled",
}
_REFUND_STATES: dict[str, Literal["pending", "succeeded", "failed"]] = {
    "pending": "pending",
    # Only of ways to pay that we do not offer; the provider asks the backer itself.
    "requires_action": "pending",
    "succeeded": "succeeded",
    "failed": "failed",
    "canceled": "failed",
}


def checkout_snapshot(session: Any) -> CheckoutSnapshot:
    intent = session.payment_intent
    setup = session.setup_intent
    method = setup.payment_method if setup else (intent.payment_method if intent else None)
    return CheckoutSnapshot(
        session_id=session.id,
        state=session.status,
        method=_method_snapshot(method) if method is not None else None,
        intent=intent_snapshot(intent) if intent is not None else None,
    )


def _method_snapshot(method: Any) -> MethodSnapshot:
    card = getattr(method, "card", None)
    return MethodSnapshot(
        method_id=method.id,
        kind=method.type,
        brand=card.brand if card else "",
        last_digits=card.last4 if card else "",
        expires_month=card.exp_month if card else None,
        expires_year=card.exp_year if card else None,
    )


def intent_snapshot(intent: Any) -> IntentSnapshot:
    error = getattr(intent, "last_payment_error", None)
    if intent.status == "requires_payment_method":
        state: IntentState = "declined" if error else "unconfirmed"
    else:
        state = _STATES[intent.status]
    return IntentSnapshot(
        intent_id=intent.id,
        state=state,
        amount_cents=intent.amount,
        currency=intent.currency.upper(),
        decline=_decline(error) if state == "declined" else None,
        balance=_balance(getattr(intent, "latest_charge", None)) if state == "succeeded" else None,
        charge_id=id_of(
            getattr(error, "charge", None)
            if state == "declined"
            else getattr(intent, "latest_charge", None)
        ),
        redirect_url=_redirect_url(intent),
    )


def id_of(given: Any) -> str:
    """Of an object that may be there whole or by its id only."""
    return given if isinstance(given, str) else str(getattr(given, "id", None) or "")


def _redirect_url(intent: Any) -> str:
    leads = getattr(getattr(intent, "next_action", None), "redirect_to_url", None)
    return str(getattr(leads, "url", None) or "")


def _decline(error: Any) -> Decline:
    return Decline(
        code=getattr(error, "code", None) or "",
        decline_code=getattr(error, "decline_code", None) or "",
        advice_code=getattr(error, "advice_code", None) or "",
    )


def booking(line: Any) -> Booking:
    return Booking(
        transaction_id=line.id,
        category=line.reporting_category,
        net_cents=line.net,
        currency=line.currency.upper(),
        source_id=id_of(getattr(line, "source", None)),
        occurred_at=datetime.fromtimestamp(line.created, tz=UTC),
    )


def _balance(charge: Any) -> BalanceSnapshot | None:
    """None while the provider has not booked it yet, or when only its id was sent."""
    transaction = getattr(charge, "balance_transaction", None)
    if transaction is None or isinstance(transaction, str):
        return None
    return BalanceSnapshot(
        transaction_id=transaction.id,
        gross_cents=transaction.amount,
        fee_cents=transaction.fee,
        occurred_at=datetime.fromtimestamp(transaction.created, tz=UTC),
    )


def refund_snapshot(refund: Any) -> RefundSnapshot:
    return RefundSnapshot(
        refund_id=refund.id,
        state=_REFUND_STATES[refund.status],
        amount_cents=refund.amount,
        balance=_moved(getattr(refund, "balance_transaction", None)),
        came_back=_moved(getattr(refund, "failure_balance_transaction", None)),
    )


def _moved(line: Any) -> BalanceSnapshot | None:
    """None while the provider has not booked it yet, or when only its id was sent."""
    if line is None or isinstance(line, str):
        return None
    return BalanceSnapshot(
        transaction_id=line.id,
        gross_cents=abs(line.amount),
        fee_cents=line.fee,
        occurred_at=datetime.fromtimestamp(line.created, tz=UTC),
    )


_DISPUTE_STATES: dict[str, Literal["inquiry", "open", "won", "lost", "closed"]] = {
    "warning_needs_response": "inquiry",
    "warning_under_review": "inquiry",
    "warning_closed": "closed",
    "needs_response": "open",
    "under_review": "open",
    "won": "won",
    "lost": "lost",
    # Ended before the bank had to decide, by a rule of the card network: as if we had won.
    "prevented": "won",
}


def dispute_snapshot(dispute: Any) -> DisputeSnapshot:
    moved = list(dispute.balance_transactions)
    respond_by = getattr(dispute.evidence_details, "due_by", None)
    return DisputeSnapshot(
        dispute_id=dispute.id,
        intent_id=id_of(dispute.payment_intent),
        state=_DISPUTE_STATES[dispute.status],
        amount_cents=dispute.amount,
        reason=dispute.reason,
        respond_by=datetime.fromtimestamp(respond_by, tz=UTC) if respond_by else None,
        taken=next((_moved(line) for line in moved if line.amount < 0), None),
        given_back=next((_moved(line) for line in moved if line.amount > 0), None),
    )

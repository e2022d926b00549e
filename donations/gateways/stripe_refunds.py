"""Stripe's refunds in our nouns (docs.stripe.com, Refunds): what they look like, nothing more."""

from datetime import UTC, datetime
from typing import Any, Literal

from donations.gateways.port import BalanceSnapshot, RefundSnapshot

EXPANDED = ["balance_transaction", "failure_balance_transaction"]
_STATES: dict[str, Literal["pending", "succeeded", "failed"]] = {
    "pending": "pending",
    # Only of ways to pay that we do not offer; the provider asks the backer itself.
    "requires_action": "pending",
    "succeeded": "succeeded",
    "failed": "failed",
    "canceled": "failed",
}


def refund_snapshot(refund: Any) -> RefundSnapshot:
    return RefundSnapshot(
        refund_id=refund.id,
        state=_STATES[refund.status],
        amount_cents=refund.amount,
        balance=_booking(getattr(refund, "balance_transaction", None)),
        came_back=_booking(getattr(refund, "failure_balance_transaction", None)),
    )


def _booking(line: Any) -> BalanceSnapshot | None:
    """None while the provider has not booked it yet, or when only its id was sent."""
    if line is None or isinstance(line, str):
        return None
    return BalanceSnapshot(
        transaction_id=line.id,
        gross_cents=abs(line.amount),
        fee_cents=line.fee,
        occurred_at=datetime.fromtimestamp(line.created, tz=UTC),
    )

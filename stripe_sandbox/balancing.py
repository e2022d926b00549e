"""Movements of the balance: one record for every cent that comes in or goes out."""

from __future__ import annotations

from collections import Counter

from stripe_sandbox.schedule import due
from stripe_sandbox.store import Record, Work, count_movement

DAY = 24 * 60 * 60
# How Stripe's reports call a type of movement, where that is not the type itself.
REPORTED_AS = {
    "payout_cancel": "payout_reversal",
    "payout_failure": "payout_reversal",
    "transfer_refund": "transfer_reversal",
}


def new_balance_transaction(
    work: Work,
    source: Record,
    *,
    type: str,
    amount: int,
    fee: int = 0,
    days_pending: int = 0,
    pending_until: int | None = None,
    reported_as: str = "",
    description: str | None = None,
    fee_for: str = "Stripe processing fees",
) -> Record:
    """One movement of the balance, in cents; negative amounts leave it, and so does a fee."""
    if days_pending:
        pending_until = work.now - work.now % DAY + days_pending * DAY
    available_on = pending_until or work.now
    entry = work.add(
        {
            "id": "txn_3" + work.letters(23),
            "object": "balance_transaction",
            "amount": amount,
            "available_on": available_on,
            "balance_type": "payments",
            "created": work.now,
            "currency": source["currency"],
            "description": description or source.get("description"),
            "exchange_rate": None,
            "fee": fee,
            "fee_details": _fee_details(fee, source["currency"], fee_for),
            "net": amount - fee,
            "reporting_category": reported_as or REPORTED_AS.get(type, type),
            "source": source["id"],
            "status": "pending" if pending_until else "available",
            "type": type,
        }
    )
    if pending_until:
        work.later(available_on, "make_available", entry["id"])
    return entry


@due("make_available")
def make_available(work: Work, name: str) -> None:
    work.edit("balance_transaction", name)["status"] = "available"


def sums(work: Work) -> Counter[tuple[str, str]]:
    """Cents of the balance by status (available, pending) and currency, as this work sees it."""
    counted = Counter(work.state.sums)
    for entry in work.changed.get("balance_transaction", {}).values():
        count_movement(counted, entry, work.state.tables)
    return counted


def available(work: Work, currency: str) -> int:
    """Cents that may leave the balance now."""
    return sums(work)["available", currency]


def _fee_details(fee: int, currency: str, fee_for: str) -> list[Record]:
    if not fee:
        return []
    return [
        {
            "amount": fee,
            "application": None,
            "currency": currency,
            "description": fee_for,
            "type": "stripe_fee",
        }
    ]

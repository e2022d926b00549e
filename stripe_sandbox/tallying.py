"""The provider's side of the books in one answer, for whoever checks theirs against it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from stripe_sandbox.store import Record, Work


def tally(work: Work, by: str | None = None) -> dict[str, Any]:
    """Payments by status, movements by category, and what succeeded more than once.

    `by` names a metadata key of payment intents: `twice` then has the values under which more than
    one intent succeeded. All sums are in cents.
    """
    intents = list(work.rows("payment_intent"))
    paid = [charge for charge in work.rows("charge") if charge["paid"]]
    return {
        "payment_intents": dict(Counter(intent["status"] for intent in intents)),
        "paid": sum(charge["amount_captured"] for charge in paid),
        "refunded": sum(charge["amount_refunded"] for charge in paid),
        "movements": _movements(work),
        "balance": sum(entry["net"] for entry in work.rows("balance_transaction")),
        "charged_twice": _more_than_once(charge["payment_intent"] for charge in paid),
        "twice": _more_than_once(
            intent["metadata"][by]
            for intent in intents
            if by in intent["metadata"] and intent["status"] == "succeeded"
        ),
    }


def _movements(work: Work) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for entry in work.rows("balance_transaction"):
        of = found.setdefault(entry["reporting_category"], {"count": 0, "fee": 0, "net": 0})
        of["count"] += 1
        of["fee"] += entry["fee"]
        of["net"] += entry["net"]
    return found


def _more_than_once(values: Any) -> dict[str, int]:
    return {value: times for value, times in Counter(values).items() if times > 1}

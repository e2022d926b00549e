"""Money goes back to the card it came from; some banks take their time, and some send it back.

The fee of the payment is not returned. Whether the balance covers a refund is not asked: at Stripe
too it may go below nought for one.
"""

from __future__ import annotations

from stripe_sandbox import cards
from stripe_sandbox.balancing import new_balance_transaction
from stripe_sandbox.disputing import close_inquiries_of_refunded
from stripe_sandbox.events import emit
from stripe_sandbox.schedule import due
from stripe_sandbox.store import Record, Work

FAILURES = (
    *("charge_for_pending_refund_disputed", "declined", "expired_or_canceled_card"),
    *("insufficient_funds", "lost_or_stolen_card", "merchant_request", "unknown"),
)


def refund(
    work: Work, charge: Record, amount: int, *, reason: str | None, metadata: dict[str, str]
) -> Record:
    """Send `amount` cents of an edited charge back; its card says how that goes."""
    card = cards.BY_NUMBER[work.get("_card", charge["payment_method"])["number"]]
    before = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    made = _new_refund(work, charge, amount, reason, metadata)
    if card.refunds == cards.PENDING:
        made |= {"status": "pending", "pending_reason": "processing"}
    if card.refunds != cards.AT_ONCE:
        at = work.state.clock.now() + work.state.refund_delay
        work.later(
            at, "succeed_refund" if card.refunds == cards.PENDING else "fail_refund", made["id"]
        )
    emit(work, "refund.created", made)
    emit(work, "charge.refunded", charge, before)
    close_inquiries_of_refunded(work, charge)
    return made


def _new_refund(
    work: Work, charge: Record, amount: int, reason: str | None, metadata: dict[str, str]
) -> Record:
    made: Record = {
        "id": "re_3" + work.letters(23),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": work.now,
        "currency": charge["currency"],
        "destination_details": {
            "card": {
                "reference_status": "pending",
                "reference_type": "acquirer_reference_number",
                "type": "refund",
            },
            "type": "card",
        },
        "metadata": metadata,
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }
    entry = new_balance_transaction(work, made, type="refund", amount=-amount)
    made["balance_transaction"] = entry["id"]
    return work.add(made)


@due("succeed_refund")
def succeed(work: Work, name: str) -> None:
    """A pending refund has arrived."""
    if work.get("refund", name)["status"] != "pending":
        return
    made = work.edit("refund", name)
    made["status"] = "succeeded"
    made.pop("pending_reason", None)
    _tell(work, made, "pending")


@due("fail_refund")
def fail_when_due(work: Work, name: str) -> None:
    if work.get("refund", name)["status"] in ("pending", "succeeded"):
        fail(work, name, "expired_or_canceled_card")


def fail(work: Work, name: str, why: str) -> Record:
    """The bank sends a refund back: its money returns to the balance, and can be refunded anew."""
    made = work.edit("refund", name)
    if made["status"] not in ("pending", "succeeded"):
        raise ValueError(f"This refund is {made['status']}.")
    if why not in FAILURES:
        raise ValueError(f"reason must be one of {', '.join(FAILURES)}")
    before = made["status"]
    entry = new_balance_transaction(work, made, type="refund_failure", amount=made["amount"])
    made |= {
        "status": "failed",
        "failure_reason": why,
        "failure_balance_transaction": entry["id"],
    }
    made.pop("pending_reason", None)
    charge = work.edit("charge", made["charge"])
    old = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
    charge["amount_refunded"] -= made["amount"]
    charge["refunded"] = False
    emit(work, "charge.updated", charge, old)
    _tell(work, made, before)
    emit(work, "refund.failed", made)
    return made


def _tell(work: Work, made: Record, before: str) -> None:
    for type in ("refund.updated", "charge.refund.updated"):
        emit(work, type, made, {"status": before})

"""Money moves from the platform's balance to a payee's, and back while the payee still has it."""

from __future__ import annotations

from stripe_sandbox import payees, pricing
from stripe_sandbox.balancing import available, new_balance_transaction
from stripe_sandbox.errors import Refusal
from stripe_sandbox.events import emit
from stripe_sandbox.lists import list_of
from stripe_sandbox.store import Record, Work


def transfer(work: Work, amount: int, currency: str, destination: str, **details: object) -> Record:
    """Send `amount` cents, of what is available or of one charge's money, to a payee."""
    payees.payee_or_refuse(work, destination)
    charge = details.get("source_transaction")
    pending_until = None
    if charge is not None:
        pending_until = _refuse_beyond_charge(work, str(charge), amount, currency)
    elif amount > available(work, currency):
        raise short_of_funds(work, currency)
    name = "tr_3" + work.letters(23)
    made: Record = {
        "id": name,
        "object": "transfer",
        "amount": amount,
        "amount_reversed": 0,
        "balance_transaction": None,
        "created": work.now,
        "currency": currency,
        "description": None,
        "destination": destination,
        "destination_payment": "py_1" + work.letters(23),
        "livemode": False,
        "metadata": {},
        "reversals": list_of([], f"/v1/transfers/{name}/reversals"),
        "reversed": False,
        "source_transaction": None,
        "source_type": "card",
        "transfer_group": None,
        **details,
    }
    if charge is not None and made["transfer_group"] is None:
        paid = work.get("charge", str(charge))
        made["transfer_group"] = paid["transfer_group"] or f"group_{paid['payment_intent']}"
    entry = new_balance_transaction(
        work, made, type="transfer", amount=-amount, pending_until=pending_until
    )
    made["balance_transaction"] = entry["id"]
    payees.move(work, destination, currency, amount)
    work.add(made)
    emit(work, "transfer.created", made)
    return made


def reverse(work: Work, name: str, amount: int | None, **details: object) -> Record:
    """Take `amount` cents of a transfer back, as far as the payee's balance still holds them."""
    made = work.edit("transfer", name)
    left = made["amount"] - made["amount_reversed"]
    if left == 0:
        raise Refusal("This transfer has already been fully reversed.", param="id")
    amount = left if amount is None else amount
    if amount > left:
        most = pricing.worded(left, made["currency"])
        raise Refusal(f"At most {most} of this transfer can be reversed.", param="amount")
    destination, currency = made["destination"], made["currency"]
    if amount > payees.held(work, destination, currency):
        message = "The connected account does not have sufficient funds to cover this reversal."
        raise Refusal(message, code="balance_insufficient", param="amount")
    reversal: Record = work.add(
        {
            "id": "trr_1" + work.letters(23),
            "object": "transfer_reversal",
            "amount": amount,
            "balance_transaction": None,
            "created": work.now,
            "currency": currency,
            "destination_payment_refund": "pyr_1" + work.letters(23),
            "metadata": {},
            "source_refund": None,
            "transfer": name,
            **details,
        }
    )
    entry = new_balance_transaction(work, reversal, type="transfer_refund", amount=amount)
    reversal["balance_transaction"] = entry["id"]
    payees.move(work, destination, currency, -amount)
    before = {"amount_reversed": made["amount_reversed"], "reversed": made["reversed"]}
    made["amount_reversed"] += amount
    made["reversed"] = made["amount_reversed"] == made["amount"]
    made["reversals"]["data"] = [dict(reversal), *made["reversals"]["data"]][:10]
    emit(work, "transfer.reversed", made, before)
    return reversal


def short_of_funds(work: Work, currency: str) -> Refusal:
    """The refusal of what the available balance does not cover."""
    cents = max(0, available(work, currency))
    worded = pricing.worded(cents, currency)
    message = f"You have insufficient available funds in your Stripe balance ({worded})."
    return Refusal(message, code="balance_insufficient", param="amount")


def _refuse_beyond_charge(work: Work, name: str, amount: int, currency: str) -> int | None:
    """Until when the money of this charge is pending, if it covers the amount in cents at all."""
    charge = work.find("charge", name)
    if charge is None:
        message = f"No such charge: '{name}'"
        raise Refusal(message, code="resource_missing", param="source_transaction")
    entry = work.find("balance_transaction", charge["balance_transaction"] or "")
    if not charge["paid"] or entry is None or charge["currency"] != currency:
        message = "The source charge has no money in this currency to transfer."
        raise Refusal(message, param="source_transaction")
    sent = sum(
        row["amount"] - row["amount_reversed"]
        for row in work.rows("transfer")
        if row["source_transaction"] == name
    )
    if amount > charge["amount"] - sent:
        message = "Transfers from a source charge must not exceed its amount."
        raise Refusal(message, param="amount")
    until: int = entry["available_on"]
    return until if entry["status"] == "pending" else None

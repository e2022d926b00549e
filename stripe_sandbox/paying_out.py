"""Money leaves the balance for the platform's own bank: on its way, arrived, or sent back."""

from __future__ import annotations

from stripe_sandbox.balancing import DAY, available, new_balance_transaction
from stripe_sandbox.errors import Refusal
from stripe_sandbox.events import emit
from stripe_sandbox.schedule import due
from stripe_sandbox.store import Record, Work
from stripe_sandbox.transferring import short_of_funds

DAYS_UNDERWAY = 2
FAILURES = {
    "account_closed": "The bank account has been closed.",
    "could_not_process": "The bank could not process this payout.",
    "incorrect_account_holder_name": "The name of the account holder is wrong.",
    "invalid_account_number": "The account number is invalid.",
    "no_account": "The bank account could not be found.",
}


def pay_out(work: Work, amount: int, currency: str, **details: object) -> Record:
    """Send `amount` available cents to the bank; they arrive in two days."""
    if amount > available(work, currency):
        raise short_of_funds(work, currency)
    arrival = work.now - work.now % DAY + DAYS_UNDERWAY * DAY
    payout: Record = work.add(
        {
            "id": "po_1" + work.letters(23),
            "object": "payout",
            "amount": amount,
            "application_fee": None,
            "application_fee_amount": None,
            "arrival_date": arrival,
            "automatic": False,
            "balance_transaction": None,
            "created": work.now,
            "currency": currency,
            "description": None,
            "destination": _bank_account(work),
            "failure_balance_transaction": None,
            "failure_code": None,
            "failure_message": None,
            "livemode": False,
            "metadata": {},
            "method": "standard",
            "original_payout": None,
            "payout_method": None,
            "reconciliation_status": "not_applicable",
            "reversed_by": None,
            "source_type": "card",
            "statement_descriptor": None,
            "status": "pending",
            "trace_id": None,
            "type": "bank_account",
            **details,
        }
    )
    entry = new_balance_transaction(work, payout, type="payout", amount=-amount)
    payout["balance_transaction"] = entry["id"]
    emit(work, "payout.created", payout)
    work.later(arrival - DAY, "send_payout", payout["id"])
    work.later(arrival, "end_payout", payout["id"])
    return payout


@due("send_payout")
def send(work: Work, name: str) -> None:
    """Too late now to cancel it."""
    if work.get("payout", name)["status"] == "pending":
        payout = work.edit("payout", name)
        payout["status"] = "in_transit"
        emit(work, "payout.updated", payout, {"status": "pending"})


@due("end_payout")
def arrive(work: Work, name: str) -> None:
    if work.get("payout", name)["status"] == "in_transit":
        payout = work.edit("payout", name)
        payout["status"] = "paid"
        emit(work, "payout.paid", payout)


def cancel(work: Work, name: str) -> Record:
    """Take a payout back that has not left yet."""
    payout = work.edit("payout", name)
    if payout["status"] != "pending":
        raise Refusal(f"Only pending payouts are canceled; this is {payout['status']}.")
    payout["status"] = "canceled"
    entry = new_balance_transaction(work, payout, type="payout_cancel", amount=payout["amount"])
    payout["failure_balance_transaction"] = entry["id"]
    emit(work, "payout.canceled", payout)
    return payout


def fail(work: Work, name: str, code: str) -> Record:
    """The bank sends the money back, which may happen even after it had arrived."""
    payout = work.edit("payout", name)
    if payout["status"] in ("failed", "canceled"):
        raise ValueError(f"This payout is {payout['status']}.")
    if code not in FAILURES:
        raise ValueError(f"code must be one of {', '.join(FAILURES)}")
    entry = new_balance_transaction(work, payout, type="payout_failure", amount=payout["amount"])
    payout |= {
        "status": "failed",
        "failure_code": code,
        "failure_message": FAILURES[code],
        "failure_balance_transaction": entry["id"],
    }
    emit(work, "payout.failed", payout)
    return payout


def _bank_account(work: Work) -> str:
    """The platform's own bank account, one for all payouts."""
    known = work.find("_bank_account", "own")
    if known is None:
        name = "ba_1" + work.letters(23)
        known = work.add({"id": "own", "object": "_bank_account", "name": name})
    account: str = known["name"]
    return account

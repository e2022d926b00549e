"""Payouts to the platform's own bank account."""

from __future__ import annotations

from stripe_sandbox import paying_out
from stripe_sandbox.errors import no_such
from stripe_sandbox.lists import PAGING_AND_TIME, matches, page
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import Choice, Integer, Metadata, Text, merge_metadata
from stripe_sandbox.store import Record


@operation(
    "POST",
    "/v1/payouts",
    {
        "amount": Integer(required=True, minimum=1),
        "currency": Text(required=True, maximum=3),
        "description": Text(),
        "metadata": Metadata(),
        "method": Choice(among=("standard",)),
        "statement_descriptor": Text(maximum=22),
    },
)
def create_payout(call: Call) -> Record:
    names = ("description", "statement_descriptor")
    details = {name: call[name] for name in names if name in call}
    metadata = merge_metadata({}, call["metadata"])
    currency = call["currency"].lower()
    return paying_out.pay_out(call.work, call["amount"], currency, metadata=metadata, **details)


@operation("GET", "/v1/payouts/{payout}")
def retrieve_payout(call: Call) -> Record:
    payout = call.work.find("payout", call.path["payout"])
    if payout is None:
        raise no_such("payout", call.path["payout"])
    return payout


@operation("POST", "/v1/payouts/{payout}", {"metadata": Metadata()})
def update_payout(call: Call) -> Record:
    payout = call.work.edit("payout", retrieve_payout(call)["id"])
    payout["metadata"] = merge_metadata(payout["metadata"], call["metadata"])
    return payout


@operation("POST", "/v1/payouts/{payout}/cancel")
def cancel_payout(call: Call) -> Record:
    return paying_out.cancel(call.work, retrieve_payout(call)["id"])


@operation(
    "GET",
    "/v1/payouts",
    {
        **PAGING_AND_TIME,
        "status": Choice(among=("pending", "in_transit", "paid", "failed", "canceled")),
    },
)
def list_payouts(call: Call) -> Record:
    return page(call, "payout", "/v1/payouts", matches(call, "status"))

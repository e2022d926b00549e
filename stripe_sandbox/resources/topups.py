"""Top-ups: money of the platform's own that it puts onto its balance; here it is there at once."""

from __future__ import annotations

from stripe_sandbox.balancing import new_balance_transaction
from stripe_sandbox.errors import no_such
from stripe_sandbox.events import emit
from stripe_sandbox.lists import PAGING_AND_TIME, matches, page
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import Choice, Integer, Metadata, Text, merge_metadata
from stripe_sandbox.resources.payment_intents import refuse_amount
from stripe_sandbox.store import Record


@operation(
    "POST",
    "/v1/topups",
    {
        "amount": Integer(required=True),
        "currency": Text(required=True, maximum=3),
        "description": Text(),
        "metadata": Metadata(),
        "statement_descriptor": Text(maximum=15),
        "transfer_group": Text(),
    },
)
def create_topup(call: Call) -> Record:
    work, currency = call.work, call["currency"].lower()
    refuse_amount(call["amount"], currency)
    topup: Record = work.add(
        {
            "id": "tu_1" + work.letters(23),
            "object": "topup",
            "amount": call["amount"],
            "balance_transaction": None,
            "created": work.now,
            "currency": currency,
            "description": call["description"],
            "expected_availability_date": work.now,
            "failure_code": None,
            "failure_message": None,
            "livemode": False,
            "metadata": merge_metadata({}, call["metadata"]),
            "source": None,
            "statement_descriptor": call["statement_descriptor"],
            "status": "pending",
            "transfer_group": call["transfer_group"],
        }
    )
    emit(work, "topup.created", topup)
    entry = new_balance_transaction(work, topup, type="topup", amount=topup["amount"])
    topup |= {"status": "succeeded", "balance_transaction": entry["id"]}
    emit(work, "topup.succeeded", topup)
    return topup


@operation("GET", "/v1/topups/{topup}")
def retrieve_topup(call: Call) -> Record:
    topup = call.work.find("topup", call.path["topup"])
    if topup is None:
        raise no_such("topup", call.path["topup"])
    return topup


@operation(
    "GET",
    "/v1/topups",
    {**PAGING_AND_TIME, "status": Choice(among=("canceled", "failed", "pending", "succeeded"))},
)
def list_topups(call: Call) -> Record:
    return page(call, "topup", "/v1/topups", matches(call, "status"))

"""Charges, to look at; they are made by confirming payment intents."""

from __future__ import annotations

from stripe_sandbox.errors import no_such
from stripe_sandbox.expansion import ON_REQUEST
from stripe_sandbox.lists import PAGING_AND_TIME, list_of, matches, page
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import Text
from stripe_sandbox.store import Record, Work


@operation("GET", "/v1/charges/{charge}")
def retrieve_charge(call: Call) -> Record:
    charge = call.work.find("charge", call.path["charge"])
    if charge is None:
        raise no_such("charge", call.path["charge"])
    return charge


@operation(
    "GET",
    "/v1/charges",
    {**PAGING_AND_TIME, "customer": Text(), "payment_intent": Text(), "transfer_group": Text()},
)
def list_charges(call: Call) -> Record:
    wanted = matches(call, "customer", "payment_intent", "transfer_group")
    return page(call, "charge", "/v1/charges", wanted)


def refunds_of(work: Work, charge: Record) -> Record:
    refunds = [row for row in work.rows("refund") if row["charge"] == charge["id"]]
    return list_of(refunds, f"/v1/charges/{charge['id']}/refunds")


ON_REQUEST["charge", "refunds"] = refunds_of

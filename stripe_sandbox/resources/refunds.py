"""Refunds: asked for, looked at, listed. What becomes of them is in `refunding.py`."""

from __future__ import annotations

from stripe_sandbox import pricing, refunding
from stripe_sandbox.disputing import refuse_disputed
from stripe_sandbox.errors import Refusal, missing_parameter, no_such
from stripe_sandbox.events import emit
from stripe_sandbox.lists import PAGING_AND_TIME, matches, page
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import Choice, Integer, Metadata, Text, merge_metadata
from stripe_sandbox.store import Record


@operation(
    "POST",
    "/v1/refunds",
    {
        "amount": Integer(minimum=1),
        "charge": Text(),
        "payment_intent": Text(),
        "metadata": Metadata(),
        "reason": Choice(among=("duplicate", "fraudulent", "requested_by_customer")),
    },
)
def create_refund(call: Call) -> Record:
    charge = call.work.edit("charge", _paid_charge(call)["id"])
    refuse_disputed(call.work, charge)
    left = charge["amount_captured"] - charge["amount_refunded"]
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise Refusal(message, code="charge_already_refunded")
    amount = call["amount"] or left
    if amount > left:
        wanted, rest = (pricing.worded(cents, charge["currency"]) for cents in (amount, left))
        message = f"Refund amount ({wanted}) is greater than unrefunded amount on charge ({rest})"
        raise Refusal(message, param="amount")
    metadata = merge_metadata({}, call["metadata"])
    return refunding.refund(call.work, charge, amount, reason=call["reason"], metadata=metadata)


def _paid_charge(call: Call) -> Record:
    name = call["charge"]
    if call["payment_intent"]:
        intent = call.work.find("payment_intent", call["payment_intent"])
        if intent is None:
            raise no_such("payment_intent", call["payment_intent"], "payment_intent", status=400)
        if intent["status"] != "succeeded":
            message = f"This PaymentIntent ({intent['id']}) does not have a successful charge."
            raise Refusal(message, param="payment_intent")
        name = intent["latest_charge"]
    if name is None:
        raise missing_parameter("payment_intent or charge")
    charge = call.work.find("charge", name)
    if charge is None:
        raise no_such("charge", name, "charge", status=400)
    if not charge["paid"]:
        raise Refusal(f"Charge {name} was not paid.", code="charge_not_refundable")
    return charge


@operation("GET", "/v1/refunds/{refund}")
def retrieve_refund(call: Call) -> Record:
    refund = call.work.find("refund", call.path["refund"])
    if refund is None:
        raise no_such("refund", call.path["refund"])
    return refund


@operation("POST", "/v1/refunds/{refund}", {"metadata": Metadata()})
def update_refund(call: Call) -> Record:
    refund = call.work.edit("refund", retrieve_refund(call)["id"])
    refund["metadata"] = merge_metadata(refund["metadata"], call["metadata"])
    emit(call.work, "refund.updated", refund, {})
    return refund


@operation(
    "GET",
    "/v1/refunds",
    {**PAGING_AND_TIME, "charge": Text(), "payment_intent": Text()},
)
def list_refunds(call: Call) -> Record:
    return page(call, "refund", "/v1/refunds", matches(call, "charge", "payment_intent"))

"""Disputes: to look at, to answer with evidence, and to give in to."""

from __future__ import annotations

from stripe_sandbox import disputing
from stripe_sandbox.errors import Refusal, no_such
from stripe_sandbox.lists import PAGING_AND_TIME, matches, page
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import Fields, Flag, Metadata, Text, merge_metadata
from stripe_sandbox.store import Record

EVIDENCE = Fields(of={name: Text(unset=True, maximum=20_000) for name in disputing.TEXTS})


@operation("GET", "/v1/disputes/{dispute}")
def retrieve_dispute(call: Call) -> Record:
    dispute = call.work.find("dispute", call.path["dispute"])
    if dispute is None:
        raise no_such("dispute", call.path["dispute"])
    return dispute


@operation(
    "POST",
    "/v1/disputes/{dispute}",
    {"evidence": EVIDENCE, "metadata": Metadata(), "submit": Flag()},
)
def update_dispute(call: Call) -> Record:
    """Evidence is submitted to the bank unless `submit` says to keep it for now."""
    name = retrieve_dispute(call)["id"]
    dispute = call.work.edit("dispute", name)
    if "metadata" in call:
        dispute["metadata"] = merge_metadata(dispute["metadata"], call["metadata"])
    if "evidence" not in call and not call["submit"]:
        return dispute
    submit = call.parameters.get("submit", True)
    return disputing.submit_evidence(call.work, name, call["evidence"] or {}, submit)


@operation("POST", "/v1/disputes/{dispute}/close")
def close_dispute(call: Call) -> Record:
    """Give in: the dispute is lost."""
    name = retrieve_dispute(call)["id"]
    try:
        return disputing.close(call.work, name, won=False)
    except ValueError as error:
        raise Refusal(str(error), param="dispute") from error


@operation(
    "GET",
    "/v1/disputes",
    {**PAGING_AND_TIME, "charge": Text(), "payment_intent": Text()},
)
def list_disputes(call: Call) -> Record:
    return page(call, "dispute", "/v1/disputes", matches(call, "charge", "payment_intent"))

"""Transfers to payees and their reversals."""

from __future__ import annotations

from stripe_sandbox import transferring
from stripe_sandbox.errors import no_such
from stripe_sandbox.lists import PAGING, PAGING_AND_TIME, matches, page
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import Integer, Metadata, Text, merge_metadata
from stripe_sandbox.store import Record


@operation(
    "POST",
    "/v1/transfers",
    {
        "amount": Integer(required=True, minimum=1),
        "currency": Text(required=True, maximum=3),
        "description": Text(),
        "destination": Text(required=True),
        "metadata": Metadata(),
        "source_transaction": Text(),
        "transfer_group": Text(),
    },
)
def create_transfer(call: Call) -> Record:
    names = ("description", "source_transaction", "transfer_group")
    details = {name: call[name] for name in names if name in call}
    return transferring.transfer(
        call.work,
        call["amount"],
        call["currency"].lower(),
        call["destination"],
        metadata=merge_metadata({}, call["metadata"]),
        **details,
    )


@operation("GET", "/v1/transfers/{transfer}")
def retrieve_transfer(call: Call) -> Record:
    return _transfer(call, call.path["transfer"])


@operation(
    "POST", "/v1/transfers/{transfer}", {"description": Text(unset=True), "metadata": Metadata()}
)
def update_transfer(call: Call) -> Record:
    made = call.work.edit("transfer", _transfer(call, call.path["transfer"])["id"])
    if "description" in call:
        made["description"] = call["description"]
    if "metadata" in call:
        made["metadata"] = merge_metadata(made["metadata"], call["metadata"])
    return made


@operation(
    "GET", "/v1/transfers", {**PAGING_AND_TIME, "destination": Text(), "transfer_group": Text()}
)
def list_transfers(call: Call) -> Record:
    return page(call, "transfer", "/v1/transfers", matches(call, "destination", "transfer_group"))


@operation(
    "POST",
    "/v1/transfers/{id}/reversals",
    {"amount": Integer(minimum=1), "metadata": Metadata()},
)
def create_transfer_reversal(call: Call) -> Record:
    name = _transfer(call, call.path["id"])["id"]
    metadata = merge_metadata({}, call["metadata"])
    return transferring.reverse(call.work, name, call["amount"], metadata=metadata)


@operation("GET", "/v1/transfers/{id}/reversals", PAGING)
def list_transfer_reversals(call: Call) -> Record:
    name = _transfer(call, call.path["id"])["id"]
    url = f"/v1/transfers/{name}/reversals"
    return page(call, "transfer_reversal", url, lambda reversal: reversal["transfer"] == name)


@operation("GET", "/v1/transfers/{transfer}/reversals/{id}")
def retrieve_transfer_reversal(call: Call) -> Record:
    name = _transfer(call, call.path["transfer"])["id"]
    reversal = call.work.find("transfer_reversal", call.path["id"])
    if reversal is None or reversal["transfer"] != name:
        raise no_such("transfer reversal", call.path["id"])
    return reversal


def _transfer(call: Call, name: str) -> Record:
    made = call.work.find("transfer", name)
    if made is None:
        raise no_such("transfer", name)
    return made

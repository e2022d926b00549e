"""Customers: who pays. Create, retrieve, update, delete, list, and their payment methods."""

from __future__ import annotations

from stripe_sandbox.errors import no_such
from stripe_sandbox.events import emit
from stripe_sandbox.lists import PAGING, PAGING_AND_TIME, matches, page
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import Choice, Email, Fields, Items, Metadata, Text, merge_metadata
from stripe_sandbox.store import Record, Work

POSTAL = Fields(
    unset=True,
    of={
        name: Text(unset=True)
        for name in ("city", "country", "line1", "line2", "postal_code", "state")
    },
)
DETAILS = {
    "address": POSTAL,
    "description": Text(unset=True),
    "email": Email(unset=True),
    "metadata": Metadata(),
    "name": Text(unset=True, maximum=256),
    "phone": Text(unset=True, maximum=20),
    "preferred_locales": Items(of=Text(), unset=True),
}


def customer_or_refuse(work: Work, name: str, param: str = "customer") -> Record:
    """The customer, or Stripe's refusal of a parameter that names none."""
    customer = work.find("customer", name)
    if customer is None or customer.get("deleted"):
        raise no_such("customer", name, param, status=404 if param == "id" else 400)
    return customer


@operation("POST", "/v1/customers", DETAILS)
def create_customer(call: Call) -> Record:
    return new_customer(call.work, **call.parameters)


def new_customer(work: Work, **details: object) -> Record:
    """A customer with these details, and its event."""
    metadata = details.pop("metadata", None) or {}
    customer: Record = {
        "id": work.new_id("cus", 14),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": work.now,
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_prefix": work.letters(8).upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": merge_metadata({}, metadata),  # type: ignore[arg-type]
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }
    customer |= _filled(details)
    work.add(customer)
    emit(work, "customer.created", customer)
    return customer


@operation("GET", "/v1/customers/{customer}")
def retrieve_customer(call: Call) -> Record:
    found = call.work.find("customer", call.path["customer"])
    if found is None:
        raise no_such("customer", call.path["customer"])
    return found


@operation("POST", "/v1/customers/{customer}", DETAILS)
def update_customer(call: Call) -> Record:
    old = customer_or_refuse(call.work, call.path["customer"], "id")
    customer = call.work.edit("customer", old["id"])
    details = dict(call.parameters)
    if "metadata" in details:
        details["metadata"] = merge_metadata(customer["metadata"], details["metadata"])
    before = {name: customer[name] for name, new in details.items() if customer[name] != new}
    customer |= _filled(details)
    if before:
        emit(call.work, "customer.updated", customer, before)
    return customer


@operation("DELETE", "/v1/customers/{customer}")
def delete_customer(call: Call) -> Record:
    """A deleted customer leaves a stub, and its payment methods are detached."""
    old = customer_or_refuse(call.work, call.path["customer"], "id")
    emit(call.work, "customer.deleted", old)
    for method in list(call.work.rows("payment_method")):
        if method["customer"] == old["id"]:
            call.work.edit("payment_method", method["id"])["customer"] = None
            call.work.edit("_card", method["id"])["spent"] = True
    stub = call.work.edit("customer", old["id"])
    created = stub["created"]
    stub.clear()
    stub |= {"id": old["id"], "object": "customer", "deleted": True, "created": created}
    return {"id": old["id"], "object": "customer", "deleted": True}


@operation("GET", "/v1/customers", {**PAGING_AND_TIME, "email": Text()})
def list_customers(call: Call) -> Record:
    same = matches(call, "email")
    wanted = lambda customer: not customer.get("deleted") and same(customer)  # noqa: E731
    return page(call, "customer", "/v1/customers", wanted)


@operation(
    "GET",
    "/v1/customers/{customer}/payment_methods",
    {**PAGING, "type": Choice(among=("card",))},
)
def list_customer_payment_methods(call: Call) -> Record:
    name = customer_or_refuse(call.work, call.path["customer"])["id"]
    url = f"/v1/customers/{name}/payment_methods"
    return page(call, "payment_method", url, lambda method: method["customer"] == name)


def _filled(details: dict[str, object]) -> Record:
    """Details as they are kept: addresses with all their fields, lists never None."""
    kept = dict(details)
    if isinstance(kept.get("address"), dict):
        kept["address"] = full_address(kept["address"])  # type: ignore[arg-type]
    if "preferred_locales" in kept:
        kept["preferred_locales"] = kept["preferred_locales"] or []
    return kept


def full_address(given: dict[str, str | None] | None) -> Record:
    names = ("city", "country", "line1", "line2", "postal_code", "state")
    return {name: (given or {}).get(name) for name in names}

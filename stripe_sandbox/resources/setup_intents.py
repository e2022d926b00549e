"""Setup intents: a card is saved for later, with nothing charged."""

from __future__ import annotations

from typing import Any

from stripe_sandbox import saving
from stripe_sandbox.errors import no_such
from stripe_sandbox.events import emit
from stripe_sandbox.lists import PAGING_AND_TIME, matches, page
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import (
    Address,
    Choice,
    Flag,
    Kind,
    Metadata,
    Text,
    merge_metadata,
)
from stripe_sandbox.paying import CONFIRMABLE
from stripe_sandbox.resources.checkout_links import refuse_while_in_checkout
from stripe_sandbox.resources.customers import customer_or_refuse
from stripe_sandbox.resources.payment_intents import (
    AUTOMATIC,
    CARD_ONLY,
    CARD_OPTIONS,
    automatic_methods,
    manner,
)
from stripe_sandbox.resources.payment_methods import method_or_refuse
from stripe_sandbox.store import Record, Work

DETAILS: dict[str, Kind] = {
    "customer": Text(),
    "description": Text(unset=True, maximum=1000),
    "metadata": Metadata(),
    "payment_method": Text(),
    "payment_method_options": CARD_OPTIONS,
    "payment_method_types": CARD_ONLY,
}


def new_setup_intent(work: Work, **details: Any) -> Record:
    """A setup intent that nobody has confirmed yet, and its event."""
    name = "seti_1" + work.letters(23)
    options = (details.pop("payment_method_options", None) or {}).get("card", {})
    intent: Record = {
        "id": name,
        "object": "setup_intent",
        "application": None,
        "automatic_payment_methods": None,
        "cancellation_reason": None,
        "client_secret": f"{name}_secret_{work.letters(25)}",
        "created": work.now,
        "customer": None,
        "customer_account": None,
        "description": None,
        "excluded_payment_method_types": None,
        "flow_directions": None,
        "last_setup_error": None,
        "latest_attempt": None,
        "livemode": False,
        "mandate": None,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {
            "card": {
                "mandate_options": None,
                "network": None,
                "request_three_d_secure": options.get("request_three_d_secure", "automatic"),
            }
        },
        "payment_method_types": ["card"],
        "single_use_mandate": None,
        "usage": "off_session",
    }
    intent |= details
    waiting = "requires_confirmation" if intent["payment_method"] else "requires_payment_method"
    intent["status"] = waiting
    work.add(intent)
    emit(work, "setup_intent.created", intent)
    return intent


@operation(
    "POST",
    "/v1/setup_intents",
    {
        **DETAILS,
        "automatic_payment_methods": AUTOMATIC,
        "confirm": Flag(),
        "return_url": Address(),
        "usage": Choice(among=("off_session", "on_session")),
        "use_stripe_sdk": Flag(),
    },
)
def create_setup_intent(call: Call) -> Record:
    details = {name: call[name] for name in (*DETAILS, "usage") if name in call}
    if "customer" in details:
        customer_or_refuse(call.work, details["customer"])
    if "payment_method" in details:
        details["payment_method"] = method_or_refuse(call.work, details["payment_method"])["id"]
    details["metadata"] = merge_metadata({}, details.get("metadata"))
    intent = new_setup_intent(
        call.work, automatic_payment_methods=automatic_methods(call), **details
    )
    if call["confirm"]:
        return saving.confirm(call.work, intent["id"], manner(call))
    return intent


@operation(
    "POST",
    "/v1/setup_intents/{intent}/confirm",
    {
        "payment_method": Text(),
        "payment_method_options": CARD_OPTIONS,
        "return_url": Address(),
        "use_stripe_sdk": Flag(),
    },
)
def confirm_setup_intent(call: Call) -> Record:
    intent = _found(call)
    if intent["status"] in CONFIRMABLE and "payment_method" in call:
        method = method_or_refuse(call.work, call["payment_method"])
        call.work.edit("setup_intent", intent["id"])["payment_method"] = method["id"]
    return saving.confirm(call.work, intent["id"], manner(call))


@operation("GET", "/v1/setup_intents/{intent}", {"client_secret": Text()})
def retrieve_setup_intent(call: Call) -> Record:
    return _found(call)


@operation(
    "POST",
    "/v1/setup_intents/{intent}",
    {"description": Text(unset=True, maximum=1000), "metadata": Metadata(), "customer": Text()},
)
def update_setup_intent(call: Call) -> Record:
    intent = call.work.edit("setup_intent", _found(call)["id"])
    if "customer" in call:
        intent["customer"] = customer_or_refuse(call.work, call["customer"])["id"]
    if "description" in call:
        intent["description"] = call["description"]
    if "metadata" in call:
        intent["metadata"] = merge_metadata(intent["metadata"], call["metadata"])
    return intent


@operation(
    "POST",
    "/v1/setup_intents/{intent}/cancel",
    {"cancellation_reason": Choice(among=("abandoned", "duplicate", "requested_by_customer"))},
)
def cancel_setup_intent(call: Call) -> Record:
    intent = _found(call)
    refuse_while_in_checkout(call.work, intent)
    return saving.cancel(call.work, intent["id"], call["cancellation_reason"])


@operation(
    "GET",
    "/v1/setup_intents",
    {**PAGING_AND_TIME, "customer": Text(), "payment_method": Text()},
)
def list_setup_intents(call: Call) -> Record:
    wanted = matches(call, "customer", "payment_method")
    return page(call, "setup_intent", "/v1/setup_intents", wanted)


def _found(call: Call) -> Record:
    intent = call.work.find("setup_intent", call.path["intent"])
    if intent is None:
        raise no_such("setupintent", call.path["intent"], "intent")
    return intent

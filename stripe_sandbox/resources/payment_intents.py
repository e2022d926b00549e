"""Payment intents: one payment each, from its creation to its one success or its end."""

from __future__ import annotations

from typing import Any

from stripe_sandbox import paying, pricing
from stripe_sandbox.errors import Refusal, no_such, wrong_parameter
from stripe_sandbox.events import emit
from stripe_sandbox.lists import PAGING_AND_TIME, matches, page
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import (
    Address,
    Choice,
    Email,
    Fields,
    Flag,
    Integer,
    Items,
    Kind,
    Metadata,
    Text,
    merge_metadata,
)
from stripe_sandbox.paying import unexpected_state
from stripe_sandbox.resources.checkout_links import refuse_while_in_checkout
from stripe_sandbox.resources.customers import customer_or_refuse
from stripe_sandbox.resources.payment_methods import method_or_refuse
from stripe_sandbox.store import Record, Work

CARD_ONLY = Items(of=Choice(among=("card",)))
AUTOMATIC = Fields(
    of={"enabled": Flag(required=True), "allow_redirects": Choice(among=("always", "never"))}
)
CAPTURE = Choice(among=("automatic", "automatic_async"))
USAGE = Choice(among=("off_session", "on_session"), unset=True)
CARD_OPTIONS = Fields(
    of={
        "card": Fields(
            of={"request_three_d_secure": Choice(among=("any", "automatic", "challenge"))}
        )
    }
)
DETAILS: dict[str, Kind] = {
    "amount": Integer(maximum=pricing.LARGEST),
    "currency": Text(maximum=3),
    "customer": Text(),
    "description": Text(unset=True, maximum=1000),
    "metadata": Metadata(),
    "payment_method": Text(),
    "payment_method_options": CARD_OPTIONS,
    "payment_method_types": CARD_ONLY,
    "receipt_email": Email(unset=True),
    "setup_future_usage": USAGE,
    "statement_descriptor_suffix": Text(unset=True, maximum=22),
    "transfer_group": Text(),
}
CONFIRMING: dict[str, Kind] = {
    "error_on_requires_action": Flag(),
    "off_session": Flag(words=("one_off", "recurring")),
    "return_url": Address(),
    "use_stripe_sdk": Flag(),
}


def new_payment_intent(work: Work, amount: int, currency: str, **details: Any) -> Record:
    """A payment intent of `amount` cents that nobody has confirmed yet, and its event."""
    refuse_amount(amount, currency)
    name = "pi_3" + work.letters(23)
    automatic = details.pop("automatic_payment_methods", None)
    options = (details.pop("payment_method_options", None) or {}).get("card", {})
    intent: Record = {
        "id": name,
        "object": "payment_intent",
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": automatic,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{name}_secret_{work.letters(25)}",
        "confirmation_method": "automatic",
        "created": work.now,
        "currency": currency,
        "customer": None,
        "customer_account": None,
        "description": None,
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {
            "card": {
                "installments": None,
                "mandate_options": None,
                "network": None,
                "request_three_d_secure": options.get("request_three_d_secure", "automatic"),
            }
        },
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }
    intent |= details
    intent["status"] = (
        "requires_confirmation" if intent["payment_method"] else "requires_payment_method"
    )
    work.add(intent)
    emit(work, "payment_intent.created", intent)
    return intent


def refuse_amount(amount: int, currency: str, param: str = "amount") -> None:
    """Refuse what Stripe refuses: less than 50 cents, more than eight digits, other currencies."""
    smallest = pricing.SMALLEST.get(currency)
    if smallest is None:
        raise wrong_parameter(f"Invalid currency: {currency}", "currency")
    if amount < smallest:
        message = f"Amount must be at least {pricing.worded(smallest, currency)} {currency}"
        raise Refusal(message, code="amount_too_small", param=param)
    if amount > pricing.LARGEST:
        message = f"Amount must be no more than {pricing.worded(pricing.LARGEST, currency)}"
        raise Refusal(message, code="amount_too_large", param=param)


@operation(
    "POST",
    "/v1/payment_intents",
    {
        **DETAILS,
        **CONFIRMING,
        "amount": Integer(required=True),
        "currency": Text(required=True, maximum=3),
        "automatic_payment_methods": AUTOMATIC,
        "capture_method": CAPTURE,
        "confirm": Flag(),
        "confirmation_method": Choice(among=("automatic",)),
    },
)
def create_payment_intent(call: Call) -> Record:
    details = {name: call[name] for name in DETAILS if name in call}
    details |= {name: call[name] for name in ("capture_method",) if name in call}
    _refuse_confirming_alone(call)
    if "customer" in details:
        customer_or_refuse(call.work, details["customer"])
    if "payment_method" in details:
        method = method_or_refuse(call.work, details["payment_method"])
        details["payment_method"] = method["id"]
        paying.refuse_foreign({"customer": details.get("customer")}, method)
    details["metadata"] = merge_metadata({}, details.get("metadata"))
    details["currency"] = details["currency"].lower()
    intent = new_payment_intent(
        call.work, automatic_payment_methods=automatic_methods(call), **details
    )
    if call["confirm"]:
        return paying.confirm(call.work, intent["id"], manner(call))
    return intent


@operation(
    "POST",
    "/v1/payment_intents/{intent}/confirm",
    {
        **CONFIRMING,
        "capture_method": CAPTURE,
        "payment_method": Text(),
        "payment_method_options": CARD_OPTIONS,
        "payment_method_types": CARD_ONLY,
        "receipt_email": Email(unset=True),
        "setup_future_usage": USAGE,
    },
)
def confirm_payment_intent(call: Call) -> Record:
    refuse_while_in_checkout(call.work, _found(call))
    intent = call.work.edit("payment_intent", _found(call)["id"])
    if intent["status"] in paying.CONFIRMABLE:
        _change(call, intent, "capture_method")
    return paying.confirm(call.work, intent["id"], manner(call))


@operation("GET", "/v1/payment_intents/{intent}", {"client_secret": Text()})
def retrieve_payment_intent(call: Call) -> Record:
    return _found(call)


@operation("POST", "/v1/payment_intents/{intent}", DETAILS)
def update_payment_intent(call: Call) -> Record:
    intent = call.work.edit("payment_intent", _found(call)["id"])
    only_words = set(call.parameters) <= {"metadata", "description"}
    if not only_words:
        if intent["status"] not in paying.CONFIRMABLE:
            message = f"This PaymentIntent cannot be updated because it is {intent['status']}."
            raise unexpected_state(message, intent)
        refuse_while_in_checkout(call.work, intent)
    if "amount" in call or "currency" in call:
        refuse_amount(call["amount"] or intent["amount"], call["currency"] or intent["currency"])
    _change(call, intent, "amount", "currency", "customer", "description", "transfer_group")
    _change(call, intent, "statement_descriptor_suffix")
    if "metadata" in call:
        intent["metadata"] = merge_metadata(intent["metadata"], call["metadata"])
    return intent


@operation(
    "POST",
    "/v1/payment_intents/{intent}/cancel",
    {
        "cancellation_reason": Choice(
            among=("abandoned", "duplicate", "fraudulent", "requested_by_customer")
        )
    },
)
def cancel_payment_intent(call: Call) -> Record:
    intent = _found(call)
    refuse_while_in_checkout(call.work, intent)
    return paying.cancel(call.work, intent["id"], call["cancellation_reason"])


@operation("GET", "/v1/payment_intents", {**PAGING_AND_TIME, "customer": Text()})
def list_payment_intents(call: Call) -> Record:
    return page(call, "payment_intent", "/v1/payment_intents", matches(call, "customer"))


def manner(call: Call) -> paying.Manner:
    """How the call wants its intent confirmed."""
    return paying.Manner(
        base_url=call.options.base_url,
        off_session=bool(call["off_session"]),
        return_url=call["return_url"],
        error_on_requires_action=bool(call["error_on_requires_action"]),
        capture_delay=call.options.capture_delay,
    )


def _found(call: Call) -> Record:
    intent = call.work.find("payment_intent", call.path["intent"])
    if intent is None:
        raise no_such("payment_intent", call.path["intent"], "intent")
    return intent


def automatic_methods(call: Call) -> Record | None:
    """Unless types are named, Stripe chooses the payment methods itself."""
    given = call["automatic_payment_methods"]
    if given is None:
        if "payment_method_types" in call:
            return None
        return {"allow_redirects": "always", "enabled": True}
    if not given["enabled"]:
        return None
    return {"allow_redirects": given.get("allow_redirects", "always"), "enabled": True}


def _refuse_confirming_alone(call: Call) -> None:
    for name in ("off_session", "error_on_requires_action", "return_url"):
        if name in call and not call["confirm"]:
            raise Refusal(f"`{name}` is only for requests with `confirm` set.", param=name)
    if "automatic_payment_methods" in call and "payment_method_types" in call:
        message = "Give either payment_method_types or automatic_payment_methods, not both."
        raise Refusal(message, param="payment_method_types", code="parameters_exclusive")


def _change(call: Call, intent: Record, *plain: str) -> None:
    """Take over what the call gives: plain fields, the payment method, options and usage."""
    for name in (*plain, "receipt_email", "setup_future_usage"):
        if name in call:
            intent[name] = call[name]
    if "customer" in call:
        customer_or_refuse(call.work, call["customer"])
    asked = (call["payment_method_options"] or {}).get("card", {}).get("request_three_d_secure")
    if asked:
        intent["payment_method_options"]["card"]["request_three_d_secure"] = asked
    if "payment_method" in call:
        method = method_or_refuse(call.work, call["payment_method"])
        paying.refuse_foreign(intent, method)
        intent["payment_method"] = method["id"]
        if intent["status"] != "requires_action":
            intent["status"] = "requires_confirmation"
        else:
            intent |= {"status": "requires_confirmation", "next_action": None}

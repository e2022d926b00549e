"""Checkout sessions: a hosted page on which a person pays, or saves a card for later."""

from __future__ import annotations

from typing import Any

from stripe_sandbox import pricing
from stripe_sandbox.errors import Refusal, missing_parameter, wrong_parameter
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import (
    Address,
    Choice,
    Email,
    Fields,
    Integer,
    Items,
    Kind,
    Metadata,
    Text,
    merge_metadata,
)
from stripe_sandbox.resources.checkout_links import link
from stripe_sandbox.resources.customers import customer_or_refuse
from stripe_sandbox.resources.payment_intents import CAPTURE, CARD_ONLY, CARD_OPTIONS, USAGE
from stripe_sandbox.resources.setup_intents import new_setup_intent
from stripe_sandbox.store import Record, Work

SHORTEST, LONGEST = 30 * 60, 24 * 60 * 60
LOCALES = (
    *("auto", "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil"),
    *("fr", "fr-CA", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl"),
    *("pl", "pt", "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh", "zh-HK"),
    "zh-TW",
)
# Cards are the only method here, so leaving these out changes nothing.
OTHERS = ("bizum", "klarna", "paypal", "sepa_debit")
PRODUCT = Fields(
    required=True,
    of={
        "name": Text(required=True),
        "description": Text(),
        "images": Items(of=Text(), maximum=8),
        "metadata": Metadata(),
    },
)
PRICE = Fields(
    required=True,
    of={
        "currency": Text(required=True, maximum=3),
        "product_data": PRODUCT,
        "unit_amount": Integer(required=True, minimum=0),
    },
)
LINE = Fields(
    of={
        "price_data": PRICE,
        "quantity": Integer(minimum=1, required=True),
        "metadata": Metadata(),
    }
)
PAYMENT = Fields(
    of={
        "capture_method": CAPTURE,
        "description": Text(maximum=1000),
        "metadata": Metadata(),
        "receipt_email": Email(),
        "setup_future_usage": USAGE,
        "statement_descriptor_suffix": Text(maximum=22),
        "transfer_group": Text(),
    }
)
CONSENT = Fields(
    of={
        "payment_method_reuse_agreement": Fields(
            of={"position": Choice(required=True, among=("auto", "hidden"))}
        ),
        "terms_of_service": Choice(among=("none", "required")),
    }
)
TAKES: dict[str, Kind] = {
    "cancel_url": Address(),
    "client_reference_id": Text(maximum=200),
    "consent_collection": CONSENT,
    "currency": Text(maximum=3),
    "custom_text": Fields(
        of={
            name: Fields(of={"message": Text(required=True, maximum=1200)})
            for name in ("submit", "after_submit", "terms_of_service_acceptance")
        }
    ),
    "customer": Text(),
    "customer_creation": Choice(among=("always", "if_required")),
    "customer_email": Email(),
    "excluded_payment_method_types": Items(of=Choice(among=OTHERS)),
    "expires_at": Integer(),
    "line_items": Items(of=LINE),
    "locale": Choice(among=LOCALES),
    "metadata": Metadata(),
    "mode": Choice(among=("payment", "setup"), required=True),
    "payment_intent_data": PAYMENT,
    "payment_method_options": CARD_OPTIONS,
    "payment_method_types": CARD_ONLY,
    "setup_intent_data": Fields(of={"description": Text(maximum=1000), "metadata": Metadata()}),
    "submit_type": Choice(among=("auto", "book", "donate", "pay")),
    "success_url": Address(),
    "ui_mode": Choice(among=("hosted_page",)),
}


@operation("POST", "/v1/checkout/sessions", TAKES)
def create_checkout_session(call: Call) -> Record:
    work = call.work
    _refuse_mismatch(call)
    if "customer" in call:
        customer_or_refuse(work, call["customer"])
    lines = _lines(work, call)
    session = _new_session(call, sum(line["amount_total"] for line in lines))
    work.add(session)
    work.later(session["expires_at"], "expire_session", session["id"])
    work.add(
        {
            "id": session["id"],
            "object": "_checkout",
            "payment": call["payment_intent_data"] or {},
            "options": call["payment_method_options"] or {},
            "lines": lines,
            "typed": {},
            "problem": None,
        }
    )
    if session["mode"] == "setup":
        data = call["setup_intent_data"] or {}
        intent = new_setup_intent(
            work,
            customer=session["customer"],
            description=data.get("description"),
            metadata=merge_metadata({}, data.get("metadata")),
            payment_method_options=call["payment_method_options"],
        )
        session["setup_intent"] = intent["id"]
        link(work, intent["id"], session["id"])
    return session


def _refuse_mismatch(call: Call) -> None:
    """Parameters that do not go together are refused, as Stripe does."""
    mode = call["mode"]
    if "success_url" not in call:
        raise missing_parameter("success_url")
    if mode == "payment" and not call["line_items"]:
        raise missing_parameter("line_items")
    only_for = {
        "setup": ("setup_intent_data",),
        "payment": ("payment_intent_data", "line_items", "submit_type"),
    }
    for wanted, names in only_for.items():
        for name in names:
            if name in call and mode != wanted:
                raise wrong_parameter(f"You can not pass `{name}` in `{mode}` mode.", name)
    if mode == "setup" and "currency" not in call and "payment_method_types" not in call:
        raise missing_parameter("currency")
    for name in ("customer_email", "customer_creation"):
        if "customer" in call and name in call:
            message = f"You may only specify one of these parameters: customer, {name}."
            raise wrong_parameter(message, "customer", "parameters_exclusive")
    _refuse_expiry(call)


def _refuse_expiry(call: Call) -> None:
    if "expires_at" in call:
        span = call["expires_at"] - call.work.now
        if not SHORTEST <= span <= LONGEST:
            message = "`expires_at` must be between 30 minutes and 24 hours from now."
            raise wrong_parameter(message, "expires_at")


def _new_session(call: Call, cents: int) -> Record:
    work, mode = call.work, call["mode"]
    name = "cs_test_" + work.letters(58)
    total = cents if mode == "payment" else None
    currency = call["currency"]
    if call["line_items"]:
        currency = call["line_items"][0]["price_data"]["currency"]
    consent = call["consent_collection"]
    session: Record = dict.fromkeys(EMPTY)
    session |= {
        "id": name,
        "object": "checkout.session",
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "cancel_url": call["cancel_url"],
        "client_reference_id": call["client_reference_id"],
        "consent_collection": consent and _consent(consent),
        "created": work.now,
        "currency": currency.lower() if currency else None,
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
            **(call["custom_text"] or {}),
        },
        "customer": call["customer"],
        "customer_creation": None if call["customer"] else _customer_creation(call),
        "customer_details": _details(work, call),
        "customer_email": call["customer_email"],
        "expires_at": call["expires_at"] or work.now + LONGEST,
        "livemode": False,
        "locale": call["locale"],
        "metadata": merge_metadata({}, call["metadata"]),
        "mode": mode,
        "payment_method_collection": "always",
        "payment_method_options": call["payment_method_options"] or {},
        "payment_method_types": ["card"],
        "payment_status": "unpaid" if mode == "payment" else "no_payment_required",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "submit_type": call["submit_type"],
        "success_url": call["success_url"],
        "total_details": total and {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{call.options.base_url}/c/pay/{name}",
    }
    if "excluded_payment_method_types" in call:
        session["excluded_payment_method_types"] = call["excluded_payment_method_types"]
    return session


def _customer_creation(call: Call) -> str:
    """A card that is to be used again needs a customer, so one will be made."""
    usage = (call["payment_intent_data"] or {}).get("setup_future_usage")
    chosen: str = call["customer_creation"] or ("always" if usage else "if_required")
    return chosen


EMPTY = (
    "adaptive_pricing",
    "after_expiration",
    "allow_promotion_codes",
    "billing_address_collection",
    "client_secret",
    "collected_information",
    "consent",
    "currency_conversion",
    "customer_account",
    "invoice",
    "invoice_creation",
    "origin_context",
    "payment_intent",
    "payment_link",
    "payment_method_configuration_details",
    "permissions",
    "recovered_from",
    "saved_payment_method_options",
    "setup_intent",
    "shipping_address_collection",
    "shipping_cost",
    "subscription",
    "wallet_options",
)


def _consent(given: dict[str, Any]) -> Record:
    reuse = given.get("payment_method_reuse_agreement")
    return {
        "payment_method_reuse_agreement": reuse,
        "promotions": None,
        "terms_of_service": given.get("terms_of_service"),
    }


def _details(work: Work, call: Call) -> Record | None:
    """Who pays, as far as it is known before they have typed anything."""
    email = call["customer_email"]
    if call["customer"]:
        email = work.get("customer", call["customer"])["email"]
    return customer_details(email, None) if email else None


def customer_details(email: str | None, name: str | None) -> Record:
    return {
        "address": None,
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": name,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": None,
    }


def _lines(work: Work, call: Call) -> list[Record]:
    """Line items as they are shown; the amounts in cents are refused when they add up to little."""
    lines = [_line(work, given) for given in call["line_items"] or ()]
    if not lines:
        return []
    currency = lines[0]["currency"]
    if any(line["currency"] != currency for line in lines):
        raise Refusal("All line items must have the same currency.", param="line_items")
    smallest = pricing.SMALLEST.get(currency)
    if smallest is None:
        raise wrong_parameter(f"Invalid currency: {currency}", "currency")
    if sum(line["amount_total"] for line in lines) < smallest:
        least = pricing.worded(smallest, currency)
        message = f"The Checkout Session's total amount must add up to at least {least} {currency}"
        raise Refusal(message, code="amount_too_small", param="line_items")
    return lines


def _line(work: Work, given: dict[str, Any]) -> Record:
    price = given["price_data"]
    amount, currency = price["unit_amount"], price["currency"].lower()
    total = amount * given["quantity"]
    return {
        "id": "li_1" + work.letters(23),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": currency,
        "description": price["product_data"]["name"],
        "metadata": merge_metadata({}, given.get("metadata")),
        "price": {
            "id": "price_1" + work.letters(23),
            "object": "price",
            "active": False,
            "billing_scheme": "per_unit",
            "created": work.now,
            "currency": currency,
            "custom_unit_amount": None,
            "livemode": False,
            "lookup_key": None,
            "metadata": {},
            "nickname": None,
            "product": work.new_id("prod", 14),
            "recurring": None,
            "tax_behavior": "unspecified",
            "tiers_mode": None,
            "transform_quantity": None,
            "type": "one_time",
            "unit_amount": amount,
            "unit_amount_decimal": str(amount),
        },
        "quantity": given["quantity"],
    }

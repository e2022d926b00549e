"""Payment methods: cards that can be charged, known to the sandbox by their published number.

What a bank would know about the card (its number, whether its holder has authenticated it for
later, whether it may still be used) is kept aside under `_card` and never shown.
"""

from __future__ import annotations

from hashlib import sha256

from stripe_sandbox import cards
from stripe_sandbox.charging import declined
from stripe_sandbox.errors import Refusal, missing_parameter, no_such
from stripe_sandbox.events import emit
from stripe_sandbox.lists import PAGING, page
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import (
    Choice,
    Email,
    Fields,
    Integer,
    Metadata,
    Text,
    merge_metadata,
)
from stripe_sandbox.resources.customers import POSTAL, customer_or_refuse, full_address
from stripe_sandbox.store import Record, Work

BILLING = Fields(
    of={
        "address": POSTAL,
        "email": Email(unset=True),
        "name": Text(unset=True),
        "phone": Text(unset=True),
    }
)
CARD = Fields(
    of={
        "token": Text(),
        "number": Text(),
        "exp_month": Integer(),
        "exp_year": Integer(),
        "cvc": Text(),
    }
)
REDISPLAY = Choice(among=("always", "limited", "unspecified"))


def method_or_refuse(work: Work, name: str, param: str = "payment_method") -> Record:
    """The payment method of that id, or a new one when a published test token is given."""
    found = work.find("payment_method", name)
    if found:
        return found
    if name in cards.BY_TOKEN:
        return new_payment_method(work, cards.BY_TOKEN[name])
    raise no_such("PaymentMethod", name, param, status=404 if param == "id" else 400)


def new_payment_method(
    work: Work,
    card: cards.Card,
    *,
    expiry: tuple[int, int] | None = None,
    cvc: bool = False,
    billing: Record | None = None,
    metadata: dict[str, str] | None = None,
    redisplay: str = "unspecified",
) -> Record:
    """A payment method for a published card; `expiry` is month and year, four digits."""
    month, year = expiry or (12, 1970 + work.now // 31_556_952 + 4)
    details: Record = {"address": None, "email": None, "name": None, "phone": None, "tax_id": None}
    details |= billing or {}
    details["address"] = full_address(details["address"])
    method = work.add(
        {
            "id": "pm_1" + work.letters(23),
            "object": "payment_method",
            "allow_redisplay": redisplay,
            "billing_details": details,
            "card": {
                "brand": card.brand,
                "checks": {
                    "address_line1_check": None,
                    "address_postal_code_check": None,
                    "cvc_check": "unchecked" if cvc else None,
                },
                "country": card.country,
                "display_brand": card.brand if card.brand != "amex" else "american_express",
                "exp_month": month,
                "exp_year": year,
                "fingerprint": fingerprint(card),
                "funding": card.funding,
                "generated_from": None,
                "last4": card.last4,
                "networks": {"available": [card.brand], "preferred": None},
                "regulated_status": "unregulated",
                "three_d_secure_usage": {"supported": card.authenticates != cards.NEVER},
                "wallet": None,
            },
            "created": work.now,
            "customer": None,
            "customer_account": None,
            "livemode": False,
            "metadata": metadata or {},
            "type": "card",
        }
    )
    work.add(
        {
            "id": method["id"],
            "object": "_card",
            "number": card.number,
            "set_up": False,
            "spent": False,
        }
    )
    return method


def fingerprint(card: cards.Card) -> str:
    """The same sixteen letters for the same number, whoever uses it."""
    return sha256(card.number.encode()).hexdigest()[:16]


def card_of(work: Work, method: str) -> cards.Card:
    return cards.BY_NUMBER[work.get("_card", method)["number"]]


def attach(work: Work, method: Record, customer: str) -> Record:
    """Tie a payment method to a customer, from then on for good or until it is detached."""
    attached = work.edit("payment_method", method["id"])
    if attached["customer"] != customer:
        attached["customer"] = customer
        emit(work, "payment_method.attached", attached)
    return attached


def refuse_spent(work: Work, method: Record) -> None:
    if method["customer"] is None and work.get("_card", method["id"])["spent"]:
        raise Refusal(
            "This PaymentMethod was used before without being attached to a Customer, or was "
            "detached from one. It may not be used again.",
            param="payment_method",
        )


@operation(
    "POST",
    "/v1/payment_methods",
    {
        "type": Choice(among=("card",), required=True),
        "card": CARD,
        "billing_details": BILLING,
        "metadata": Metadata(),
        "allow_redisplay": REDISPLAY,
    },
)
def create_payment_method(call: Call) -> Record:
    given = call["card"]
    if given is None:
        raise missing_parameter("card")
    if "number" in given:
        message = (
            "Card numbers are not sent to the API. Use a test token such as tok_visa, or the "
            "hosted page."
        )
        raise Refusal(message, status=402, type="invalid_request_error")
    if "token" not in given:
        raise missing_parameter("card[token]")
    card = cards.BY_TOKEN.get(given["token"].replace("tok_", "pm_card_", 1))
    if card is None:
        raise no_such("token", given["token"], "card[token]", status=400)
    return new_payment_method(
        call.work,
        card,
        billing=call["billing_details"],
        metadata=merge_metadata({}, call["metadata"]),
        redisplay=call["allow_redisplay"] or "unspecified",
    )


@operation("GET", "/v1/payment_methods/{payment_method}")
def retrieve_payment_method(call: Call) -> Record:
    name = call.path["payment_method"]
    found = call.work.find("payment_method", name)
    if found is None:
        raise no_such("PaymentMethod", name, "payment_method")
    return found


@operation(
    "POST",
    "/v1/payment_methods/{payment_method}",
    {"billing_details": BILLING, "metadata": Metadata(), "allow_redisplay": REDISPLAY},
)
def update_payment_method(call: Call) -> Record:
    name = retrieve_payment_method(call)["id"]
    method = call.work.edit("payment_method", name)
    if "billing_details" in call:
        method["billing_details"] |= call["billing_details"]
        method["billing_details"]["address"] = full_address(method["billing_details"]["address"])
    if "metadata" in call:
        method["metadata"] = merge_metadata(method["metadata"], call["metadata"])
    if "allow_redisplay" in call:
        method["allow_redisplay"] = call["allow_redisplay"]
    emit(call.work, "payment_method.updated", method, {})
    return method


@operation(
    "POST",
    "/v1/payment_methods/{payment_method}/attach",
    {"customer": Text(required=True)},
)
def attach_payment_method(call: Call) -> Record:
    method = method_or_refuse(call.work, call.path["payment_method"], "id")
    customer = customer_or_refuse(call.work, call["customer"])
    if method["customer"] not in (None, customer["id"]):
        message = "The payment method you provided has already been attached to a customer."
        raise Refusal(message, code="payment_method_unexpected_state")
    refuse_spent(call.work, method)
    card = card_of(call.work, method["id"])
    if card.decline and card.decline_when == "always":
        raise declined(card.decline, method)
    return attach(call.work, method, customer["id"])


@operation("POST", "/v1/payment_methods/{payment_method}/detach")
def detach_payment_method(call: Call) -> Record:
    method = call.work.edit("payment_method", retrieve_payment_method(call)["id"])
    if method["customer"] is None:
        message = "The payment method you provided is not attached to a customer."
        raise Refusal(message, code="payment_method_unexpected_state")
    before = {"customer": method["customer"]}
    method["customer"] = None
    call.work.edit("_card", method["id"])["spent"] = True
    emit(call.work, "payment_method.detached", method, before)
    return method


@operation(
    "GET",
    "/v1/payment_methods",
    {**PAGING, "customer": Text(), "type": Choice(among=("card",))},
)
def list_payment_methods(call: Call) -> Record:
    if "customer" in call:
        customer_or_refuse(call.work, call["customer"])
    wanted = call["customer"]
    return page(
        call,
        "payment_method",
        "/v1/payment_methods",
        lambda method: wanted in (None, method["customer"]),
    )

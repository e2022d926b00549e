"""Short ways to get a sandbox into a state: a saved card, a payment, an open checkout."""

from __future__ import annotations

from typing import Any

import httpx
import stripe

from tests.stripe_sandbox.running import NO_CERTIFICATES, complete_checkout

# Any, because tests send on purpose what the types of the official client forbid.
Client = Any
WEB = httpx.Client(timeout=30, verify=NO_CERTIFICATES)
BACK = "https://merchant.test/back?sid={CHECKOUT_SESSION_ID}"
AWAY = "https://merchant.test/away"


def open_checkout(client: Client, **more: Any) -> Any:
    """A session that saves a card, unless `mode` says it takes a payment."""
    wish: dict[str, Any] = {"mode": "setup", "success_url": BACK, "cancel_url": AWAY} | more
    if wish["mode"] == "setup":
        wish.setdefault("currency", "eur")
    return client.v1.checkout.sessions.create(wish)


def line(name: str = "A project", cents: int = 2500, quantity: int = 1) -> dict[str, Any]:
    price = {"currency": "eur", "unit_amount": cents, "product_data": {"name": name}}
    return {"price_data": price, "quantity": quantity}


def save_card(client: Client, card: str = "4242424242424242") -> tuple[str, str]:
    """A new customer who saves this card on the hosted page: customer id, payment method id."""
    customer = client.v1.customers.create({"email": "ada@example.org"})
    session = open_checkout(client, customer=customer.id)
    answer = complete_checkout(session.url, card)
    assert answer.status_code == 303, answer.text
    intent = client.v1.setup_intents.retrieve(session.setup_intent)
    assert isinstance(intent.payment_method, str)
    return customer.id, intent.payment_method


def new_payment(client: Client, saved: tuple[str, str], cents: int = 2500) -> str:
    """The id of an unconfirmed payment intent for a saved card."""
    customer, method = saved
    intent = client.v1.payment_intents.create(
        {
            "amount": cents,
            "currency": "eur",
            "customer": customer,
            "payment_method": method,
            "payment_method_types": ["card"],
        }
    )
    name: str = intent.id
    return name


def collect(client: Client, saved: tuple[str, str], cents: int = 2500) -> Any:
    """Charge a saved card off-session: the intent, or the CardError of its bank."""
    name = new_payment(client, saved, cents)
    return client.v1.payment_intents.confirm(name, {"off_session": True})


def declined(client: Client, saved: tuple[str, str]) -> stripe.CardError:
    """The decline that charging this card off-session meets."""
    try:
        collect(client, saved)
    except stripe.CardError as error:
        return error
    raise AssertionError("The card was charged.")


def types(client: Client) -> list[str]:
    """Types of the latest events, oldest first."""
    return [event.type for event in reversed(client.v1.events.list({"limit": 100}).data)]

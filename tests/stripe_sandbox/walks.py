"""Short ways to get a sandbox into a state: a saved card, a payment, an open checkout."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

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


def new_payee(client: Client, name: str = "Bees") -> str:
    """The id of an account that has not been onboarded yet."""
    account = client.v2.core.accounts.create(
        {
            "contact_email": "bees@example.org",
            "display_name": name,
            "dashboard": "express",
            "identity": {"country": "ES", "entity_type": "non_profit"},
            "configuration": {
                "recipient": {
                    "capabilities": {"stripe_balance": {"stripe_transfers": {"requested": True}}}
                }
            },
            "defaults": {
                "currency": "eur",
                "locales": ["es-ES"],
                "responsibilities": {
                    "fees_collector": "application",
                    "losses_collector": "application",
                },
            },
            "include": ["configuration.recipient", "requirements"],
        }
    )
    found: str = account.id
    return found


def onboarding_link(client: Client, account: str) -> Any:
    case = {
        "configurations": ["recipient"],
        "collection_options": {"fields": "eventually_due"},
        "refresh_url": "https://merchant.test/refresh",
        "return_url": "https://merchant.test/return",
    }
    wish = {"type": "account_onboarding", "account_onboarding": case}
    return client.v2.core.account_links.create({"account": account, "use_case": wish})


def onboard(client: Client, account: str, answer: str = "complete") -> httpx.Response:
    """Go through the hosted page of a payee, as a browser without JavaScript would."""
    opened = WEB.get(onboarding_link(client, account).url)
    form = urljoin(str(opened.url), opened.headers["location"])
    assert WEB.get(form).status_code == 200
    return WEB.post(form, data={"answer": answer})


def active_payee(client: Client) -> str:
    """The id of an account that may be transferred to."""
    account = new_payee(client)
    onboard(client, account)
    return account


def capability(client: Client, account: str) -> Any:
    """The capability by which an account may be transferred to."""
    found = client.v2.core.accounts.retrieve(account, {"include": ["configuration.recipient"]})
    return found.configuration.recipient.capabilities.stripe_balance.stripe_transfers


def fund(client: Client, cents: int = 10_000) -> Any:
    """A payment by a card whose money is available at once; 3.25 % and 25 cents stay behind."""
    return collect(client, save_card(client, "4000000000000077"), cents)


def types(client: Client) -> list[str]:
    """Types of the latest events, oldest first."""
    return [event.type for event in reversed(client.v1.events.list({"limit": 100}).data)]

"""The one road to Stripe, and to its offline stand-in: only STRIPE_API_BASE differs.

Facts used: docs.stripe.com on Checkout (setup and payment mode), PaymentIntents confirmed
off-session, idempotent requests, webhook signatures. Stripe's own retries are safe, because every
write carries our key.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

import stripe
from django.conf import settings

from donations.gateways.pacing import provider_pace
from donations.gateways.port import (
    Booking,
    CheckoutOpened,
    CheckoutRequest,
    CheckoutSnapshot,
    CollectionRequest,
    EventNotice,
    Forged,
    IntentSnapshot,
    Misused,
    NoAnswer,
    RefundSnapshot,
)
from donations.gateways.stripe_reading import (
    REFUND_EXPANDED,
    booking,
    checkout_snapshot,
    id_of,
    intent_snapshot,
    refund_snapshot,
)

logger = logging.getLogger(__name__)

API_VERSION = "2026-05-27.dahlia"
CONNECT_SECONDS = 3.05
ANSWER_SECONDS = 20
LISTED_AT_MOST = 100

T = TypeVar("T")

# The card page speaks no Catalan (docs.stripe.com, Checkout Session, locale).
_LOCALES = {"es": "es", "ca": "es", "en": "en"}


class StripeGateway:
    """Speaks `port.Gateway` to the address and key it is given."""

    def __init__(self, api_base: str, secret_key: str, webhook_secrets: tuple[str, ...]) -> None:
        self._webhook_secrets = webhook_secrets
        self._live = "_live_" in secret_key
        self._client = stripe.StripeClient(
            secret_key,
            stripe_version=API_VERSION,
            base_addresses={"api": api_base.rstrip("/")},
            http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, ANSWER_SECONDS)),
            max_network_retries=2,
        )

    def create_customer(self, email: str, *, reference: str, key: str) -> str:
        customer = self._ask(
            "customers.create",
            lambda: self._client.v1.customers.create(
                {"email": email, "metadata": {"customer": reference}}, {"idempotency_key": key}
            ),
        )
        return customer.id

    def open_checkout(self, request: CheckoutRequest, *, key: str) -> CheckoutOpened:
        params = _session_params(request)
        session = self._ask(
            "checkout.sessions.create",
            lambda: self._client.v1.checkout.sessions.create(params, {"idempotency_key": key}),
        )
        return CheckoutOpened(session_id=session.id, url=session.url or "")

    def fetch_checkout(self, session_id: str) -> CheckoutSnapshot:
        expand = [
            "setup_intent.payment_method",
            "payment_intent.payment_method",
            "payment_intent.latest_charge.balance_transaction",
        ]
        session = self._ask(
            "checkout.sessions.retrieve",
            lambda: self._client.v1.checkout.sessions.retrieve(session_id, {"expand": expand}),
        )
        return checkout_snapshot(session)

    def expire_checkout(self, session_id: str) -> CheckoutSnapshot:
        # Refused when it is complete or expired already: the fetch below tells which.
        with suppress(Misused):
            self._ask(
                "checkout.sessions.expire",
                lambda: self._client.v1.checkout.sessions.expire(session_id),
            )
        return self.fetch_checkout(session_id)

    def create_payment(self, request: CollectionRequest, *, key: str) -> str:
        intent = self._ask(
            "payment_intents.create",
            lambda: self._client.v1.payment_intents.create(
                {
                    "amount": request.amount_cents,
                    "currency": request.currency.lower(),
                    "customer": request.customer_id,
                    "payment_method": request.method_id,
                    "payment_method_types": [request.method_kind],
                    "confirm": False,
                    "description": request.description,
                    "metadata": {"payment": request.payment_reference},
                },
                {"idempotency_key": key},
            ),
        )
        return intent.id

    def find_payment(self, customer_id: str, payment_reference: str) -> str | None:
        page = self._ask(
            "payment_intents.list",
            lambda: self._client.v1.payment_intents.list(
                {"customer": customer_id, "limit": LISTED_AT_MOST}
            ),
        )
        for intent in self._through(page):
            if intent.metadata.to_dict().get("payment") == payment_reference:
                return str(intent.id)
        return None

    def confirm_payment(self, intent_id: str, *, method_id: str, key: str) -> IntentSnapshot:
        return self._confirm(intent_id, {"off_session": True, "payment_method": method_id}, key)

    def confirm_with_backer(
        self, intent_id: str, *, method_id: str, return_url: str, key: str
    ) -> IntentSnapshot:
        how = {"payment_method": method_id, "return_url": return_url}
        return self._confirm(intent_id, how, key)

    def _confirm(self, intent_id: str, how: dict[str, Any], key: str) -> IntentSnapshot:
        params: Any = {**how, "expand": ["latest_charge.balance_transaction"]}
        try:
            intent = self._ask(
                "payment_intents.confirm",
                lambda: self._client.v1.payment_intents.confirm(
                    intent_id, params, {"idempotency_key": key}
                ),
            )
        except Misused as refusal:
            # Someone confirmed it before us; how it stands is what counts.
            standing = self.fetch_payment(intent_id)
            if standing.state in ("unconfirmed", "declined"):
                logger.error("The provider would not confirm %s: %s", intent_id, refusal)
            return standing
        return intent_snapshot(intent)

    def change_amount(self, intent_id: str, amount_cents: int, *, key: str) -> IntentSnapshot:
        # Refused when it is further on: the fetch below tells how far.
        with suppress(Misused):
            self._ask(
                "payment_intents.update",
                lambda: self._client.v1.payment_intents.update(
                    intent_id, {"amount": amount_cents}, {"idempotency_key": key}
                ),
            )
        return self.fetch_payment(intent_id)

    def fetch_payment(self, intent_id: str) -> IntentSnapshot:
        return intent_snapshot(
            self._ask(
                "payment_intents.retrieve",
                lambda: self._client.v1.payment_intents.retrieve(
                    intent_id, {"expand": ["latest_charge.balance_transaction"]}
                ),
            )
        )

    def cancel_payment(self, intent_id: str) -> IntentSnapshot:
        # Refused when it succeeded or was cancelled already: the fetch below tells which.
        with suppress(Misused):
            self._ask(
                "payment_intents.cancel", lambda: self._client.v1.payment_intents.cancel(intent_id)
            )
        return self.fetch_payment(intent_id)

    def refund(
        self, intent_id: str, amount_cents: int, *, reference: str, key: str
    ) -> RefundSnapshot:
        params: Any = {
            "payment_intent": intent_id,
            "amount": amount_cents,
            "metadata": {"refund": reference},
            "expand": REFUND_EXPANDED,
        }
        made = self._ask(
            "refunds.create",
            lambda: self._client.v1.refunds.create(params, {"idempotency_key": key}),
        )
        return refund_snapshot(made)

    def find_refund(self, intent_id: str, reference: str) -> RefundSnapshot | None:
        wanted: Any = {
            "payment_intent": intent_id,
            "limit": LISTED_AT_MOST,
            "expand": [f"data.{name}" for name in REFUND_EXPANDED],
        }
        page: Any = self._ask("refunds.list", lambda: self._client.v1.refunds.list(wanted))
        for refund in self._through(page):
            if refund.metadata.to_dict().get("refund") == reference:
                return refund_snapshot(refund)
        return None

    def fetch_refund(self, refund_id: str) -> RefundSnapshot:
        return refund_snapshot(
            self._ask(
                "refunds.retrieve",
                lambda: self._client.v1.refunds.retrieve(refund_id, {"expand": REFUND_EXPANDED}),
            )
        )

    def read_event(self, body: bytes, signature: str) -> EventNotice:
        for secret in self._webhook_secrets:
            try:
                event = stripe.Webhook.construct_event(  # type: ignore[no-untyped-call]
                    body, signature, secret
                )
                if bool(event.livemode) is not self._live:
                    raise Forged("The event is of the other mode.")
                return _notice(event)
            except stripe.SignatureVerificationError:
                continue
            except (ValueError, AttributeError, TypeError) as error:
                raise Forged("The body is signed, but it is not an event.") from error
        raise Forged("No secret of ours made this signature, or it is too old.")

    def events_since(self, since: datetime) -> Iterator[EventNotice]:
        wanted: Any = {"created": {"gte": int(since.timestamp())}, "limit": LISTED_AT_MOST}
        page: Any = self._ask("events.list", lambda: self._client.v1.events.list(wanted))
        return (_notice(event) for event in self._through(page))

    def bookings_since(self, since: datetime) -> Iterator[Booking]:
        wanted: Any = {"created": {"gte": int(since.timestamp())}, "limit": LISTED_AT_MOST}
        page: Any = self._ask(
            "balance_transactions.list", lambda: self._client.v1.balance_transactions.list(wanted)
        )
        return (booking(line) for line in self._through(page))

    def _through(self, page: Any) -> Iterator[Any]:
        """Every object of a list, page after page. Raises as `_ask` does."""
        while True:
            yield from page.data
            if not page.has_more:
                return
            page = self._ask("lists.next_page", page.next_page)

    def intent_of_charge(self, charge_id: str) -> str:
        charge = self._ask("charges.retrieve", lambda: self._client.v1.charges.retrieve(charge_id))
        return id_of(charge.payment_intent)

    def balance_cents(self, currency: str) -> int:
        balance: Any = self._ask("balance.retrieve", lambda: self._client.v1.balance.retrieve())
        parts = [*balance.available, *balance.pending]
        return sum(int(part.amount) for part in parts if part.currency == currency.lower())

    def _ask(self, operation: str, call: Callable[[], T]) -> T:
        """Runs `call` in its turn; gives its answer, or says in our words why there is none.

        A card that is declined is an answer: Stripe's 402 carries the intent."""
        provider_pace().wait(operation)
        try:
            return call()
        except stripe.CardError as error:
            intent = getattr(error.error, "payment_intent", None)
            if intent is None:
                raise Misused(str(error.user_message)) from error
            return intent  # type: ignore[no-any-return]
        except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError) as error:
            raise NoAnswer(type(error).__name__) from error
        except (stripe.AuthenticationError, stripe.PermissionError) as error:
            # Nothing was done, and nothing is wrong with what we asked: it waits for a good key.
            logger.error("The provider does not accept our key for %s", operation)
            raise NoAnswer(type(error).__name__) from error
        except stripe.StripeError as error:
            raise Misused(f"{type(error).__name__}: {error.code or error}") from error


@lru_cache(maxsize=4)
def _gateway(api_base: str, secret_key: str, secrets: tuple[str, ...]) -> StripeGateway:
    return StripeGateway(api_base, secret_key, secrets)


def stripe_gateway() -> StripeGateway:
    """The gateway that the settings name; one per process, since it keeps its connections."""
    return _gateway(
        settings.STRIPE_API_BASE, settings.STRIPE_SECRET_KEY, tuple(settings.STRIPE_WEBHOOK_SECRETS)
    )


def _notice(event: Any) -> EventNotice:
    """Events about a charge are about its intent: that is what we know and fetch."""
    about = event.data.object
    name = "payment_intent" if event.type.startswith("charge.") else "id"
    return EventNotice(event.id, event.type, str(getattr(about, name, None) or ""))


def _session_params(request: CheckoutRequest) -> Any:
    params: dict[str, Any] = {
        "customer": request.customer_id,
        "client_reference_id": request.reference,
        "metadata": {"checkout": request.reference},
        "locale": _LOCALES.get(request.language, "auto"),
        "expires_at": int(request.expires_at.timestamp()),
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
    }
    if request.saves_only:
        return params | {
            "mode": "setup",
            "currency": request.currency.lower(),
            "payment_method_types": ["card"],
            "setup_intent_data": {
                "metadata": {"checkout": request.reference},
                "description": "; ".join(line.description for line in request.lines)[:500],
            },
        }
    return params | {
        "mode": "payment",
        "submit_type": "donate",
        "payment_method_types": ["card"],
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": request.currency.lower(),
                    "unit_amount": line.amount_cents,
                    "product_data": {"name": line.description[:250]},
                },
            }
            for line in request.lines
        ],
        "payment_intent_data": {"metadata": {"checkout": request.reference}},
    }

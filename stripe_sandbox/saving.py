"""What confirming a setup intent does: a card is saved for later, or its bank refuses."""

from __future__ import annotations

from stripe_sandbox.charging import declined, error_of, must_authenticate
from stripe_sandbox.errors import Refusal
from stripe_sandbox.events import emit
from stripe_sandbox.paying import CONFIRMABLE, Manner, refuse_foreign, unexpected_state
from stripe_sandbox.resources.payment_methods import attach, card_of, refuse_spent
from stripe_sandbox.store import Record, Work


def confirm(work: Work, name: str, manner: Manner) -> Record:
    """Save the intent's payment method, or ask its holder to authenticate first."""
    intent = work.edit("setup_intent", name)
    if intent["status"] not in CONFIRMABLE:
        message = f"You cannot confirm this SetupIntent because it is {intent['status']}."
        raise unexpected_state(message, intent, "setup_intent")
    if intent["payment_method"] is None:
        message = "You cannot confirm this SetupIntent because it's missing a payment method."
        raise unexpected_state(message, intent, "setup_intent")
    automatic = intent["automatic_payment_methods"]
    if automatic and automatic["allow_redirects"] == "always" and not manner.return_url:
        message = "Give a `return_url`, or name `payment_method_types`."
        raise Refusal(message, param="return_url")
    method = work.get("payment_method", intent["payment_method"])
    refuse_foreign(intent, method)
    refuse_spent(work, method)
    card = card_of(work, method["id"])
    asked = intent["payment_method_options"]["card"]["request_three_d_secure"]
    if must_authenticate(card, set_up=False, off_session=False, asked=asked):
        return _ask_to_authenticate(work, intent, manner)
    return _save(work, intent, method, authenticated=False)


def finish_authentication(work: Work, name: str, *, passed: bool) -> Record:
    """The holder has answered the bank: save the card, or note that they did not pass."""
    intent = work.edit("setup_intent", name)
    method = work.get("payment_method", intent["payment_method"])
    intent["next_action"] = None
    if passed:
        return _save(work, intent, method, authenticated=True)
    error = {
        "code": "setup_intent_authentication_failure",
        "doc_url": "https://stripe.com/docs/error-codes/setup-intent-authentication-failure",
        "message": "The payment method could not be authenticated.",
        "payment_method": dict(method),
        "type": "invalid_request_error",
    }
    _note_failure(work, intent, method, error)
    return intent


def cancel(work: Work, name: str, reason: str | None) -> Record:
    intent = work.edit("setup_intent", name)
    if intent["status"] not in CONFIRMABLE:
        message = f"You cannot cancel this SetupIntent because it is {intent['status']}."
        raise unexpected_state(message, intent, "setup_intent")
    intent |= {"status": "canceled", "cancellation_reason": reason, "next_action": None}
    emit(work, "setup_intent.canceled", intent)
    return intent


def _ask_to_authenticate(work: Work, intent: Record, manner: Manner) -> Record:
    url = f"{manner.base_url}/authenticate/{intent['client_secret']}"
    action: Record = {
        "type": "use_stripe_sdk",
        "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": url},
    }
    if manner.return_url:
        action = {
            "type": "redirect_to_url",
            "redirect_to_url": {"return_url": manner.return_url, "url": url},
        }
    intent |= {"status": "requires_action", "next_action": action}
    emit(work, "setup_intent.requires_action", intent)
    return intent


def _save(work: Work, intent: Record, method: Record, *, authenticated: bool) -> Record:
    card = card_of(work, method["id"])
    if card.decline and card.decline_when == "always":
        _note_failure(work, intent, method, error_of(card.decline, method))
        raise declined(card.decline, method, setup_intent=dict(intent))
    attempt = _attempt(work, intent, method, "succeeded", authenticated=authenticated)
    intent |= {
        "status": "succeeded",
        "last_setup_error": None,
        "latest_attempt": attempt["id"],
        "next_action": None,
    }
    if intent["customer"]:
        attach(work, method, intent["customer"])
    known = work.edit("_card", method["id"])
    known["set_up"] = known["set_up"] or (authenticated and intent["usage"] == "off_session")
    saved = work.edit("payment_method", method["id"])
    if saved["card"]["checks"]["cvc_check"] == "unchecked":
        saved["card"]["checks"]["cvc_check"] = "pass"
    emit(work, "setup_intent.succeeded", intent)
    return intent


def _note_failure(work: Work, intent: Record, method: Record, error: Record) -> None:
    attempt = _attempt(work, intent, method, "failed", error=error)
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "last_setup_error": error,
        "latest_attempt": attempt["id"],
        "next_action": None,
    }
    emit(work, "setup_intent.setup_failed", intent)


def _attempt(
    work: Work,
    intent: Record,
    method: Record,
    status: str,
    *,
    authenticated: bool = False,
    error: Record | None = None,
) -> Record:
    shown = method["card"]
    challenge = {
        "authentication_flow": "challenge",
        "electronic_commerce_indicator": "05",
        "result": "authenticated",
        "result_reason": None,
        "transaction_id": None,
        "version": "2.2.0",
    }
    return work.add(
        {
            "id": "setatt_1" + work.letters(23),
            "object": "setup_attempt",
            "application": None,
            "created": work.now,
            "customer": intent["customer"],
            "customer_account": None,
            "flow_directions": None,
            "livemode": False,
            "on_behalf_of": None,
            "payment_method": method["id"],
            "payment_method_details": {
                "card": {
                    "brand": shown["brand"],
                    "checks": dict(shown["checks"]),
                    "country": shown["country"],
                    "exp_month": shown["exp_month"],
                    "exp_year": shown["exp_year"],
                    "fingerprint": shown["fingerprint"],
                    "funding": shown["funding"],
                    "last4": shown["last4"],
                    "network": shown["brand"],
                    "three_d_secure": challenge if authenticated else None,
                    "wallet": None,
                },
                "type": "card",
            },
            "setup_error": error,
            "setup_intent": intent["id"],
            "status": status,
            "usage": intent["usage"],
        }
    )

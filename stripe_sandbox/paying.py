"""What confirming a payment intent does, whether asked by the API or by the hosted page.

An intent succeeds at most once: every way to success goes through `_charge`, and none of them is
open from `succeeded` or `canceled`.
"""

from __future__ import annotations

from dataclasses import dataclass

from stripe_sandbox import answering, cards
from stripe_sandbox.charging import declined, error_of, must_authenticate, new_charge
from stripe_sandbox.declines import AUTHENTICATION, BY_REASON, Decline
from stripe_sandbox.errors import Refusal
from stripe_sandbox.events import emit
from stripe_sandbox.resources.payment_methods import attach, card_of, refuse_spent
from stripe_sandbox.store import Record, Work

CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


@dataclass(frozen=True)
class Manner:
    """How an intent is confirmed: with the person away or there, and where to send them back."""

    base_url: str
    off_session: bool = False
    return_url: str | None = None
    error_on_requires_action: bool = False
    capture_delay: float = 0.0


def unexpected_state(message: str, intent: Record, noun: str = "payment_intent") -> Refusal:
    refusal = Refusal(message, code=f"{noun}_unexpected_state")
    refusal.error[noun] = dict(intent)
    return refusal


def confirm(work: Work, name: str, manner: Manner) -> Record:
    """Charge the intent's payment method, ask its holder to authenticate, or be declined."""
    intent = work.edit("payment_intent", name)
    if intent["status"] not in CONFIRMABLE:
        message = f"You cannot confirm this PaymentIntent because it is {intent['status']}."
        raise unexpected_state(message, intent)
    if intent["payment_method"] is None:
        message = "You cannot confirm this PaymentIntent because it's missing a payment method."
        raise unexpected_state(message, intent)
    _refuse_without_return_url(intent, manner)
    method = work.get("payment_method", intent["payment_method"])
    refuse_foreign(intent, method)
    refuse_spent(work, method)
    card = card_of(work, method["id"])
    asked = intent["payment_method_options"]["card"]["request_three_d_secure"]
    asks = must_authenticate(
        card,
        set_up=work.get("_card", method["id"])["set_up"],
        off_session=manner.off_session,
        asked=asked,
    )
    planned = None if asks else answering.take(work, intent)
    if asks or (planned and planned["answer"] == "authentication_required"):
        if manner.off_session or manner.error_on_requires_action:
            raise _fail(work, intent, method, card, AUTHENTICATION, authenticated=False)
        return _ask_to_authenticate(work, intent, manner)
    return _charge(work, intent, method, planned, authenticated=False, delay=manner.capture_delay)


def refuse_foreign(intent: Record, method: Record) -> None:
    """A payment method that belongs to a customer pays for that customer only."""
    if method["customer"] is None or method["customer"] == intent["customer"]:
        return
    if intent["customer"] is None:
        message = (
            f"The PaymentMethod {method['id']} belongs to a Customer. Name that customer in the "
            "`customer` parameter."
        )
        raise Refusal(message, param="payment_method")
    message = f"The customer does not have a payment method with the ID {method['id']}."
    raise Refusal(message, code="resource_missing", param="payment_method")


def finish_authentication(work: Work, name: str, *, passed: bool, delay: float = 0.0) -> Record:
    """The holder has answered the bank: charge the card, or note that they did not pass."""
    intent = work.edit("payment_intent", name)
    method = work.get("payment_method", intent["payment_method"])
    intent["next_action"] = None
    if passed:
        planned = answering.take(work, intent, authenticated=True)
        return _charge(work, intent, method, planned, authenticated=True, delay=delay)
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "last_payment_error": {
            "code": "payment_intent_authentication_failure",
            "doc_url": "https://stripe.com/docs/error-codes/payment-intent-authentication-failure",
            "message": "The payment method could not be authenticated.",
            "payment_method": dict(method),
            "type": "invalid_request_error",
        },
    }
    emit(work, "payment_intent.payment_failed", intent)
    return intent


def cancel(work: Work, name: str, reason: str | None) -> Record:
    intent = work.edit("payment_intent", name)
    if intent["status"] not in (*CONFIRMABLE, "requires_capture"):
        message = f"You cannot cancel this PaymentIntent because it is {intent['status']}."
        raise unexpected_state(message, intent)
    intent |= {
        "status": "canceled",
        "canceled_at": work.now,
        "cancellation_reason": reason,
        "next_action": None,
    }
    emit(work, "payment_intent.canceled", intent)
    return intent


def _refuse_without_return_url(intent: Record, manner: Manner) -> None:
    automatic = intent["automatic_payment_methods"]
    redirects = automatic and automatic["enabled"] and automatic["allow_redirects"] == "always"
    if redirects and not manner.return_url:
        raise Refusal(
            "This PaymentIntent accepts payment methods that may send the person to another page. "
            "Give a `return_url`, name `payment_method_types`, or set "
            "`automatic_payment_methods[allow_redirects]` to never.",
            param="return_url",
        )


def _ask_to_authenticate(work: Work, intent: Record, manner: Manner) -> Record:
    url = f"{manner.base_url}/authenticate/{intent['client_secret']}"
    if manner.return_url:
        action: Record = {
            "type": "redirect_to_url",
            "redirect_to_url": {"return_url": manner.return_url, "url": url},
        }
    else:
        action = {
            "type": "use_stripe_sdk",
            "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": url},
        }
    intent |= {"status": "requires_action", "next_action": action}
    emit(work, "payment_intent.requires_action", intent)
    return intent


def _charge(
    work: Work,
    intent: Record,
    method: Record,
    planned: Record | None,
    *,
    authenticated: bool,
    delay: float,
) -> Record:
    card = card_of(work, method["id"])
    if planned and planned["answer"] == answering.PROCESSING:
        return _leave_processing(work, intent, method, planned, authenticated=authenticated)
    decline = BY_REASON[planned["answer"]] if planned else card.decline
    if decline:
        raise _fail(work, intent, method, card, decline, authenticated=authenticated)
    charge = new_charge(work, intent, method, card, authenticated=authenticated, decline=None)
    return succeed(work, intent, method, charge, authenticated=authenticated, delay=delay)


def succeed(
    work: Work, intent: Record, method: Record, charge: Record, *, authenticated: bool, delay: float
) -> Record:
    """Note the one success of an edited intent; its money comes after `delay` seconds."""
    intent |= {
        "status": "succeeded",
        "amount_received": intent["amount"],
        "latest_charge": charge["id"],
        "last_payment_error": None,
        "next_action": None,
        "processing": None,
    }
    _keep_or_spend(work, intent, method, authenticated)
    emit(work, "payment_intent.succeeded", intent)
    if charge["balance_transaction"] is None:
        work.later(work.state.clock.now() + delay, "settle", charge["id"])
    return intent


def _leave_processing(
    work: Work, intent: Record, method: Record, planned: Record, *, authenticated: bool
) -> Record:
    """The bank takes its time, as those of direct debits do; the answer comes by itself."""
    card = card_of(work, method["id"])
    charge = new_charge(
        work, intent, method, card, authenticated=authenticated, decline=None, pending=True
    )
    intent |= {
        "status": "processing",
        "latest_charge": charge["id"],
        "last_payment_error": None,
        "next_action": None,
    }
    outcome = {"then": planned["then"], "authenticated": authenticated}
    work.add({"id": intent["id"], "object": "_processing", **outcome})
    emit(work, "payment_intent.processing", intent)
    work.later(work.state.clock.now() + planned["seconds"], "end_processing", intent["id"])
    return intent


def _keep_or_spend(work: Work, intent: Record, method: Record, authenticated: bool) -> None:
    known = work.edit("_card", method["id"])
    if intent["setup_future_usage"] and intent["customer"]:
        attach(work, method, intent["customer"])
        known["set_up"] = known["set_up"] or authenticated
    elif method["customer"] is None:
        known["spent"] = True


def _fail(
    work: Work,
    intent: Record,
    method: Record,
    card: cards.Card,
    decline: Decline,
    *,
    authenticated: bool,
) -> Refusal:
    """Note the failed attempt on the intent and return the refusal to raise."""
    charge = new_charge(work, intent, method, card, authenticated=authenticated, decline=decline)
    note_failure(work, intent, error_of(decline, method, charge["id"]), charge)
    return declined(decline, method, charge=charge["id"], payment_intent=dict(intent))


def note_failure(work: Work, intent: Record, error: Record, charge: Record) -> None:
    """Note on an edited intent that this attempt failed; another method may try again."""
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "latest_charge": charge["id"],
        "last_payment_error": error,
        "next_action": None,
    }
    emit(work, "payment_intent.payment_failed", intent)

"""A card is charged or declined: charges, their balance transactions and the bank's refusals."""

from __future__ import annotations

from typing import Any

from stripe_sandbox import cards, pricing
from stripe_sandbox.balancing import new_balance_transaction
from stripe_sandbox.declines import Decline
from stripe_sandbox.errors import Refusal
from stripe_sandbox.events import emit
from stripe_sandbox.schedule import due
from stripe_sandbox.store import Record, Work

DAYS_PENDING = 7


def must_authenticate(
    card: cards.Card, *, set_up: bool, off_session: bool, asked: str = "automatic"
) -> bool:
    """Whether the bank wants the holder to authenticate before it answers."""
    if card.authenticates == cards.ALWAYS:
        return True
    if off_session:
        return card.authenticates == cards.UNLESS_SET_UP and not set_up
    if card.authenticates == cards.IF_ASKED:
        return asked in ("any", "challenge")
    return card.authenticates in (cards.UNLESS_SET_UP, cards.ON_SESSION)


def error_of(decline: Decline, method: Record, charge: str | None = None) -> Record:
    """The error that goes on the intent and into the answer."""
    error: Record = {
        "advice_code": decline.advice,
        "charge": charge,
        "code": decline.code,
        "decline_code": decline.decline_code,
        "doc_url": "https://stripe.com/docs/error-codes/" + decline.code.replace("_", "-"),
        "message": decline.message,
        "network_advice_code": decline.network_advice,
        "network_decline_code": decline.network,
        "payment_method": dict(method),
        "type": "card_error",
    }
    return {name: value for name, value in error.items() if value is not None}


def declined(decline: Decline, method: Record, **more: Any) -> Refusal:
    """402 as Stripe answers it; what the attempt changed stays."""
    error = error_of(decline, method)
    refusal = Refusal(error["message"], status=402, type="card_error", kept=True)
    refusal.error = {**error, **{name: value for name, value in more.items() if value}}
    return refusal


def new_charge(
    work: Work,
    intent: Record,
    method: Record,
    card: cards.Card,
    *,
    authenticated: bool,
    decline: Decline | None,
    pending: bool = False,
) -> Record:
    """The charge of one attempt on a payment intent, succeeded, failed or pending; its event."""
    paid = decline is None and not pending
    status = "pending" if pending else "succeeded" if paid else "failed"
    charge: Record = {
        "id": "ch_3" + work.letters(23),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if paid else 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": dict(method["billing_details"]),
        "calculated_statement_descriptor": intent["statement_descriptor_suffix"] or "SANDBOX",
        "captured": paid,
        "created": work.now,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": decline.code if decline else None,
        "failure_message": decline.message if decline else None,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "on_behalf_of": None,
        "outcome": outcome_of(decline),
        "paid": paid,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {
            "card": _card_details(work, method, intent["amount"], authenticated, paid),
            "type": "card",
        },
        "radar_options": {},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": intent["shipping"],
        "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
        "transfer_data": None,
        "transfer_group": intent["transfer_group"],
    }
    work.add(charge)
    if paid and intent["capture_method"] == "automatic":
        settle(work, charge, card)
    emit(work, f"charge.{status}", charge)
    return charge


def settle(work: Work, charge: Record, card: cards.Card) -> None:
    """Put the charge's money into the balance, less the fee."""
    entry = new_balance_transaction(
        work,
        charge,
        type="charge",
        amount=charge["amount"],
        fee=pricing.fee(charge["amount"], card.country),
        days_pending=0 if card.bypass_pending else DAYS_PENDING,
    )
    charge["balance_transaction"] = entry["id"]
    if card.disputed_as:
        work.later(work.state.clock.now(), "dispute_by_card", charge["id"])


@due("settle")
def settle_later(work: Work, name: str) -> None:
    """The money of an asynchronously captured charge arrives, and `charge.updated` says so."""
    charge = work.edit("charge", name)
    number = work.get("_card", charge["payment_method"])["number"]
    settle(work, charge, cards.BY_NUMBER[number])
    emit(work, "charge.updated", charge, {"balance_transaction": None})


def outcome_of(decline: Decline | None) -> Record:
    """How the bank judged a charge, or Stripe before it."""
    if decline is None:
        return _judged("authorized", "approved_by_network", "Payment complete.")
    if decline.blocked:
        sentence = "Stripe blocked this payment as too risky."
        outcome = _judged("blocked", "not_sent_to_network", sentence)
        return outcome | {"reason": "highest_risk_level", "risk_level": "highest", "risk_score": 90}
    sentence = "The bank did not return any further details with this decline."
    outcome = _judged("issuer_declined", "declined_by_network", sentence)
    return outcome | {
        "advice_code": decline.advice,
        "network_advice_code": decline.network_advice,
        "network_decline_code": decline.network,
        "reason": decline.decline_code,
    }


def _judged(type: str, network: str, sentence: str) -> Record:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": network,
        "reason": None,
        "risk_level": "normal",
        "risk_score": 20,
        "seller_message": sentence,
        "type": type,
    }


def _card_details(
    work: Work, method: Record, amount: int, authenticated: bool, paid: bool
) -> Record:
    shown = method["card"]
    checks = dict.fromkeys(shown["checks"])
    if shown["checks"]["cvc_check"]:
        checks["cvc_check"] = "pass" if paid else "unchecked"
    challenge = {
        "authentication_flow": "challenge",
        "electronic_commerce_indicator": "05",
        "exemption_indicator": None,
        "result": "authenticated",
        "result_reason": None,
        "transaction_id": work.new_id("tds"),
        "version": "2.2.0",
    }
    return {
        "amount_authorized": amount if paid else None,
        "authorization_code": "123456" if paid else None,
        "brand": shown["brand"],
        "checks": checks,
        "country": shown["country"],
        "exp_month": shown["exp_month"],
        "exp_year": shown["exp_year"],
        "extended_authorization": {"status": "disabled"},
        "fingerprint": shown["fingerprint"],
        "funding": shown["funding"],
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "last4": shown["last4"],
        "mandate": None,
        "multicapture": {"status": "unavailable"},
        "network": shown["brand"],
        "network_token": {"used": False},
        "network_transaction_id": str(10**14 + work.counter),
        "overcapture": {"maximum_amount_capturable": amount, "status": "unavailable"},
        "regulated_status": "unregulated",
        "three_d_secure": challenge if authenticated else None,
        "wallet": None,
    }

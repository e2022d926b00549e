"""A card is charged or declined: charges, their balance transactions and the bank's refusals."""

from __future__ import annotations

from typing import Any

from stripe_sandbox import cards, pricing
from stripe_sandbox.errors import Refusal
from stripe_sandbox.events import emit
from stripe_sandbox.schedule import due
from stripe_sandbox.store import Record, Work

DAY = 24 * 60 * 60
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


def error_of(decline: cards.Decline, method: Record, charge: str | None = None) -> Record:
    """The error that goes on the intent and into the answer."""
    error: Record = {
        "advice_code": decline.advice,
        "charge": charge,
        "code": decline.code,
        "decline_code": decline.decline_code,
        "doc_url": "https://stripe.com/docs/error-codes/" + decline.code.replace("_", "-"),
        "message": decline.message,
        "network_decline_code": decline.network,
        "payment_method": dict(method),
        "type": "card_error",
    }
    return {name: value for name, value in error.items() if value is not None}


def declined(decline: cards.Decline, method: Record, **more: Any) -> Refusal:
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
    decline: cards.Decline | None,
) -> Record:
    """The charge of one attempt on a payment intent, succeeded or failed, with its event."""
    paid = decline is None
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
        "outcome": _outcome(decline),
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
        "status": "succeeded" if paid else "failed",
        "transfer_data": None,
        "transfer_group": intent["transfer_group"],
    }
    work.add(charge)
    if paid and intent["capture_method"] == "automatic":
        settle(work, charge, card)
    emit(work, "charge.succeeded" if paid else "charge.failed", charge)
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


@due("settle")
def settle_later(work: Work, name: str) -> None:
    """The money of an asynchronously captured charge arrives, and `charge.updated` says so."""
    charge = work.edit("charge", name)
    number = work.get("_card", charge["payment_method"])["number"]
    settle(work, charge, cards.BY_NUMBER[number])
    emit(work, "charge.updated", charge, {"balance_transaction": None})


def new_balance_transaction(
    work: Work, source: Record, *, type: str, amount: int, fee: int, days_pending: int
) -> Record:
    """One movement of the balance, in cents; negative amounts leave it."""
    midnight = work.now - work.now % DAY + days_pending * DAY
    available_on = midnight if days_pending else work.now
    entry = work.add(
        {
            "id": "txn_3" + work.letters(23),
            "object": "balance_transaction",
            "amount": amount,
            "available_on": available_on,
            "balance_type": "payments",
            "created": work.now,
            "currency": source["currency"],
            "description": source.get("description"),
            "exchange_rate": None,
            "fee": fee,
            "fee_details": _fee_details(fee, source["currency"]),
            "net": amount - fee,
            "reporting_category": type,
            "source": source["id"],
            "status": "pending" if days_pending else "available",
            "type": type,
        }
    )
    if days_pending:
        work.later(available_on, "make_available", entry["id"])
    return entry


@due("make_available")
def make_available(work: Work, name: str) -> None:
    work.edit("balance_transaction", name)["status"] = "available"


def _fee_details(fee: int, currency: str) -> list[Record]:
    if not fee:
        return []
    return [
        {
            "amount": fee,
            "application": None,
            "currency": currency,
            "description": "Stripe processing fees",
            "type": "stripe_fee",
        }
    ]


def _outcome(decline: cards.Decline | None) -> Record:
    return {
        "advice_code": decline.advice if decline else None,
        "network_advice_code": None,
        "network_decline_code": decline.network if decline else None,
        "network_status": "declined_by_network" if decline else "approved_by_network",
        "reason": decline.decline_code if decline else None,
        "risk_level": "normal",
        "risk_score": 20,
        "seller_message": (
            "The bank did not return any further details with this decline."
            if decline
            else "Payment complete."
        ),
        "type": "issuer_declined" if decline else "authorized",
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

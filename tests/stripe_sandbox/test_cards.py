"""The published test cards, each behaving as Stripe says it does."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from stripe_sandbox.cards import PUBLISHED, Card, passes_luhn
from tests.stripe_sandbox import walks
from tests.stripe_sandbox.running import complete_checkout
from tests.stripe_sandbox.walks import Client

REFUSED_AT_ONCE = {
    "4000000000000002": ("card_declined", "generic_decline", "try_again_later"),
    "4000000000009995": ("card_declined", "insufficient_funds", "try_again_later"),
    "4000000000009987": ("card_declined", "lost_card", "do_not_try_again"),
    "4000000000009979": ("card_declined", "stolen_card", "do_not_try_again"),
    "4000000000000069": ("expired_card", "expired_card", "confirm_card_data"),
    "4000000000000127": ("incorrect_cvc", "incorrect_cvc", "confirm_card_data"),
    "4000000000000119": ("processing_error", "processing_error", "try_again_later"),
    "4000000000006975": ("card_declined", "card_velocity_exceeded", "try_again_later"),
}


@pytest.mark.parametrize("card", PUBLISHED, ids=lambda card: card.number)
def test_every_number_has_a_right_check_digit(card: Card) -> None:
    assert passes_luhn(card.number)


@pytest.mark.parametrize("number", REFUSED_AT_ONCE)
def test_a_bad_card_is_refused_when_it_is_saved(client: Client, number: str) -> None:
    session = walks.open_checkout(client)
    assert complete_checkout(session.url, number).status_code == 402
    intent = client.v1.setup_intents.retrieve(session.setup_intent)
    error = intent.last_setup_error
    assert error
    said = (error.code, error.decline_code, error.advice_code)
    assert said == REFUSED_AT_ONCE[number]
    assert intent.status == "requires_payment_method"
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_a_good_card_is_saved_and_charged(client: Client) -> None:
    intent = walks.collect(client, walks.save_card(client))
    assert (intent.status, intent.amount_received) == ("succeeded", 2500)


def test_0341_is_saved_and_then_declined(client: Client) -> None:
    error = walks.declined(client, walks.save_card(client, "4000000000000341"))
    assert (error.http_status, error.code) == (402, "card_declined")


def test_3155_authenticates_when_saved_and_never_again(client: Client) -> None:
    saved = walks.save_card(client, "4000002500003155")
    assert "setup_intent.requires_action" in walks.types(client)
    assert walks.collect(client, saved).status == "succeeded"


def test_3155_that_was_never_set_up_asks_off_session(client: Client) -> None:
    customer = client.v1.customers.create({})
    method = client.v1.payment_methods.attach(
        "pm_card_authenticationRequiredOnSetup", {"customer": customer.id}
    )
    error = walks.declined(client, (customer.id, method.id))
    assert error.code == "authentication_required"


def test_3184_asks_every_time_even_when_saved(client: Client) -> None:
    error = walks.declined(client, walks.save_card(client, "4000002760003184"))
    assert (error.http_status, error.code) == (402, "authentication_required")
    body: Any = error.json_body
    assert body["error"]["payment_intent"]["status"] == "requires_payment_method"
    assert body["error"]["decline_code"] == "authentication_required"


def test_0446_counts_as_set_up_for_off_session(client: Client) -> None:
    customer = client.v1.customers.create({})
    method = client.v1.payment_methods.attach(
        "pm_card_authenticationRequiredSetupForOffSession", {"customer": customer.id}
    )
    assert walks.collect(client, (customer.id, method.id)).status == "succeeded"


def test_3178_passes_its_bank_and_has_no_money(client: Client) -> None:
    session = walks.open_checkout(client, mode="payment", line_items=[walks.line()])
    answer = complete_checkout(session.url, "4000008260003178")
    assert "insufficient funds" in answer.text
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"


def test_a_bad_card_cannot_be_attached(client: Client) -> None:
    customer = client.v1.customers.create({})
    with pytest.raises(stripe.CardError):
        client.v1.payment_methods.attach("pm_card_visa_chargeDeclined", {"customer": customer.id})
    assert client.v1.payment_methods.list({"customer": customer.id}).data == []


def test_a_card_used_once_without_a_customer_is_spent(client: Client) -> None:
    method = client.v1.payment_methods.create({"type": "card", "card": {"token": "tok_visa"}})
    pay = {
        "amount": 1000,
        "currency": "eur",
        "payment_method": method.id,
        "payment_method_types": ["card"],
        "confirm": True,
    }
    client.v1.payment_intents.create(pay)
    with pytest.raises(stripe.InvalidRequestError, match="may not be used again"):
        client.v1.payment_intents.create(pay)
    assert len(client.v1.charges.list().data) == 1


def test_card_numbers_are_not_taken_by_the_api(client: Client) -> None:
    card = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2034, "cvc": "123"}
    with pytest.raises(stripe.StripeError, match="test token"):
        client.v1.payment_methods.create({"type": "card", "card": card})

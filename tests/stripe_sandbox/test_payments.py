"""Payment intents: one success at most, its money in the balance, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from stripe_sandbox.pages.rendering import money
from stripe_sandbox.pricing import fee
from tests.stripe_sandbox import walks
from tests.stripe_sandbox.running import RunningSandbox
from tests.stripe_sandbox.walks import Client

SPANISH = "4000007240000007"


def balance(client: Client) -> int:
    now = client.v1.balance.retrieve()
    return sum(part.amount for part in [*now.available, *now.pending])


@pytest.mark.parametrize(
    ("cents", "country", "expected"),
    [
        (2500, "ES", 63),
        (1000, "ES", 40),
        (50, "ES", 26),
        (33, "ES", 25),
        (34, "ES", 26),
        (10000, "ES", 175),
        (10000, "GB", 275),
        (10000, "US", 350),
    ],
)
def test_the_fee_is_a_share_half_up_and_25_cents(cents: int, country: str, expected: int) -> None:
    assert fee(cents, country) == expected


@pytest.mark.parametrize(
    ("cents", "english", "spanish"),
    [(123456, "€1,234.56", "1.234,56\u00a0€"), (-2550, "-€25.50", "-25,50\u00a0€")],
)
def test_amounts_are_worded_with_their_sign(cents: int, english: str, spanish: str) -> None:
    assert (money(cents, "eur"), money(cents, "eur", "es")) == (english, spanish)


def test_the_balance_gains_the_amount_less_the_fee(client: Client) -> None:
    intent = walks.collect(client, walks.save_card(client, SPANISH))
    entry = client.v1.balance_transactions.list({"source": intent.latest_charge}).data[0]
    assert (entry.amount, entry.fee, entry.net) == (2500, 63, 2437)
    assert [(part.amount, part.type) for part in entry.fee_details] == [(63, "stripe_fee")]
    assert balance(client) == 2437


def test_the_movement_comes_after_the_answer_unless_asked_for_at_once(
    client: Client,
) -> None:
    saved = walks.save_card(client)
    expand = {"off_session": True, "expand": ["latest_charge.balance_transaction"]}
    later = client.v1.payment_intents.confirm(walks.new_payment(client, saved), expand)
    assert later.latest_charge.balance_transaction is None
    assert "charge.updated" in walks.types(client)
    at_once = client.v1.payment_intents.confirm(
        walks.new_payment(client, saved),
        expand | {"capture_method": "automatic"},
    )
    assert at_once.latest_charge.balance_transaction.amount == 2500


def test_pending_money_becomes_available_after_seven_days(
    client: Client, sandbox: RunningSandbox
) -> None:
    walks.collect(client, walks.save_card(client, SPANISH))
    assert client.v1.balance.retrieve().available[0].amount == 0
    sandbox.control("clock", advance=7 * 24 * 3600)
    assert client.v1.balance.retrieve().available[0].amount == 2437
    assert client.v1.balance.retrieve().pending[0].amount == 0


def test_a_payment_succeeds_once(client: Client) -> None:
    saved = walks.save_card(client)
    intent = walks.collect(client, saved)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.confirm(intent.id, {"off_session": True})
    assert refused.value.code == "payment_intent_unexpected_state"
    body: Any = refused.value.json_body
    assert body["error"]["payment_intent"]["status"] == "succeeded"
    assert len(client.v1.charges.list().data) == 1


def test_a_declined_payment_is_confirmed_again_with_another_card(
    client: Client,
) -> None:
    customer, bad = walks.save_card(client, "4000000000000341")
    name = walks.new_payment(client, (customer, bad))
    with pytest.raises(stripe.CardError):
        client.v1.payment_intents.confirm(name, {"off_session": True})
    waiting = client.v1.payment_intents.retrieve(name)
    assert (waiting.status, waiting.payment_method) == ("requires_payment_method", None)
    assert waiting.last_payment_error
    good = client.v1.payment_methods.attach("pm_card_visa", {"customer": customer})
    wish = {"off_session": True, "payment_method": good.id}
    paid = client.v1.payment_intents.confirm(name, wish)
    assert (paid.status, paid.last_payment_error) == ("succeeded", None)
    assert [charge.status for charge in client.v1.charges.list().data] == ["succeeded", "failed"]


def test_a_cancelled_payment_is_never_charged(client: Client) -> None:
    name = walks.new_payment(client, walks.save_card(client))
    assert client.v1.payment_intents.cancel(name).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.confirm(name, {"off_session": True})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.cancel(name)
    assert client.v1.charges.list().data == []
    assert balance(client) == 0


def test_a_paid_payment_is_not_cancelled(client: Client) -> None:
    intent = walks.collect(client, walks.save_card(client))
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.cancel(intent.id)
    assert client.v1.payment_intents.retrieve(intent.id).status == "succeeded"


@pytest.mark.parametrize(("cents", "currency"), [(49, "eur"), (0, "eur"), (-5, "eur"), (29, "gbp")])
def test_too_small_an_amount_is_refused(client: Client, cents: int, currency: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.create({"amount": cents, "currency": currency})
    assert refused.value.code == "amount_too_small"
    assert client.v1.payment_intents.list().data == []


def test_a_card_pays_only_for_its_own_customer(client: Client) -> None:
    _, method = walks.save_card(client)
    other = client.v1.customers.create({})
    with pytest.raises(stripe.InvalidRequestError):
        walks.new_payment(client, (other.id, method))
    assert client.v1.payment_intents.list().data == []


def test_dynamic_payment_methods_need_a_way_back(client: Client) -> None:
    customer, method = walks.save_card(client)
    wish = {"amount": 2500, "currency": "eur", "customer": customer, "payment_method": method}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.create({**wish, "confirm": True})
    assert refused.value.param == "return_url"


def test_a_refund_takes_its_amount_back_and_leaves_the_fee(client: Client) -> None:
    intent = walks.collect(client, walks.save_card(client, SPANISH))
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 1000})
    assert balance(client) == 2437 - 1000
    client.v1.refunds.create({"payment_intent": intent.id})
    assert balance(client) == -63
    charge = client.v1.charges.retrieve(intent.latest_charge)
    assert (charge.refunded, charge.amount_refunded) == (True, 2500)


def test_no_more_is_refunded_than_was_paid(client: Client) -> None:
    intent = walks.collect(client, walks.save_card(client, SPANISH))
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"payment_intent": intent.id, "amount": 2501})
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 2500})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": intent.id, "amount": 1})
    assert refused.value.code == "charge_already_refunded"
    assert balance(client) == -63


def test_an_on_session_payment_that_must_authenticate_says_where(
    client: Client,
) -> None:
    intent = client.v1.payment_intents.create(
        {
            "amount": 2500,
            "currency": "eur",
            "payment_method": "pm_card_authenticationRequired",
            "confirm": True,
            "return_url": "https://merchant.test/back",
        }
    )
    assert intent.status == "requires_action"
    assert intent.next_action
    assert "/authenticate/" in intent.next_action.redirect_to_url.url
    assert client.v1.charges.list().data == []

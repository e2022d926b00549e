"""A payment intent over its whole life: lowered, paid with another card, finished by its holder."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import stripe

from stripe_sandbox.declines import BY_REASON
from tests.stripe_sandbox import walks
from tests.stripe_sandbox.running import RunningSandbox, complete_checkout
from tests.stripe_sandbox.walks import Client

SAVED_THEN_DECLINED = "4000000000000341"
AUTHENTICATES_EVERY_TIME = "4000002760003184"
RETURN = "https://merchant.test/recovered?payment=7"


def refuse(client: Client, act: Any, *arguments: Any) -> Any:
    """The refusal that this call meets because of the state of its payment intent."""
    with pytest.raises(stripe.InvalidRequestError) as refused:
        act(*arguments)
    assert refused.value.code == "payment_intent_unexpected_state"
    body: Any = refused.value.json_body
    return body["error"]


def test_a_declined_payment_is_lowered_and_charged_that_much(client: Client) -> None:
    customer, bad = walks.save_card(client, SAVED_THEN_DECLINED)
    name = walks.new_payment(client, (customer, bad), 1700)
    with pytest.raises(stripe.CardError):
        client.v1.payment_intents.confirm(name, {"off_session": True})
    lowered = client.v1.payment_intents.update(name, {"amount": 700})
    assert (lowered.amount, lowered.status) == (700, "requires_payment_method")
    good = client.v1.payment_methods.attach("pm_card_visa", {"customer": customer}).id
    wish = {"off_session": True, "payment_method": good}
    assert client.v1.payment_intents.confirm(name, wish).amount_received == 700


def test_a_payment_is_not_lowered_below_the_smallest_amount(client: Client) -> None:
    name = walks.new_payment(client, walks.save_card(client))
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.update(name, {"amount": 49})
    assert refused.value.code == "amount_too_small"
    assert client.v1.payment_intents.retrieve(name).amount == 2500


def test_another_payment_method_waits_for_a_confirmation(client: Client) -> None:
    customer, bad = walks.save_card(client, SAVED_THEN_DECLINED)
    name = walks.new_payment(client, (customer, bad))
    with pytest.raises(stripe.CardError):
        client.v1.payment_intents.confirm(name, {"off_session": True})
    good = client.v1.payment_methods.attach("pm_card_visa", {"customer": customer}).id
    changed = client.v1.payment_intents.update(name, {"payment_method": good})
    assert (changed.status, changed.payment_method) == ("requires_confirmation", good)
    confirmed = client.v1.payment_intents.confirm(name, {"off_session": True})
    assert confirmed.status == "succeeded"


@pytest.mark.parametrize(
    "reason", ["abandoned", "duplicate", "fraudulent", "requested_by_customer"]
)
def test_a_cancelled_payment_keeps_its_reason(client: Client, reason: str) -> None:
    name = walks.new_payment(client, walks.save_card(client))
    done = client.v1.payment_intents.cancel(name, {"cancellation_reason": reason})
    assert (done.status, done.cancellation_reason) == ("canceled", reason)
    assert done.canceled_at
    assert walks.types(client)[-1] == "payment_intent.canceled"


def test_cancelling_again_under_the_same_key_gives_the_same_answer(client: Client) -> None:
    name = walks.new_payment(client, walks.save_card(client))
    key = {"idempotency_key": "cancel"}
    first, second = (client.v1.payment_intents.cancel(name, {}, key) for _ in range(2))
    assert first == second
    assert walks.types(client).count("payment_intent.canceled") == 1
    error = refuse(client, client.v1.payment_intents.cancel, name)
    assert error["payment_intent"]["status"] == "canceled"


def test_a_paid_payment_is_neither_cancelled_nor_changed(client: Client) -> None:
    name = walks.collect(client, walks.save_card(client)).id
    error = refuse(client, client.v1.payment_intents.cancel, name)
    assert (error["type"], error["payment_intent"]["id"]) == ("invalid_request_error", name)
    refuse(client, client.v1.payment_intents.update, name, {"amount": 700})
    assert client.v1.payment_intents.update(name, {"description": "Bees"}).description == "Bees"


def test_a_processing_payment_is_not_cancelled_and_ends_by_itself(
    client: Client, sandbox: RunningSandbox
) -> None:
    sandbox.control("bank", answer="processing", seconds=3600)
    name = walks.collect(client, walks.save_card(client)).id
    assert client.v1.payment_intents.retrieve(name).status == "processing"
    refuse(client, client.v1.payment_intents.cancel, name)
    refuse(client, client.v1.payment_intents.confirm, name)
    sandbox.control("clock", advance=3601)
    paid = client.v1.payment_intents.retrieve(name, {"expand": ["latest_charge"]})
    assert (paid.status, paid.latest_charge.status) == ("succeeded", "succeeded")
    assert paid.latest_charge.balance_transaction
    told = walks.types(client)
    assert "payment_intent.processing" in told
    assert told.count("payment_intent.succeeded") == 1


def test_a_processing_payment_may_end_in_a_decline(client: Client, sandbox: RunningSandbox) -> None:
    sandbox.control("bank", answer="processing", seconds=60, then="insufficient_funds")
    name = walks.collect(client, walks.save_card(client)).id
    sandbox.control("clock", advance=61)
    failed = client.v1.payment_intents.retrieve(name)
    assert failed.status == "requires_payment_method"
    assert failed.last_payment_error.decline_code == "insufficient_funds"
    assert walks.types(client)[-1] == "payment_intent.payment_failed"
    assert client.v1.balance_transactions.list().data == []


@pytest.mark.parametrize("reason", BY_REASON)
def test_every_reason_to_decline_can_be_asked_for(
    client: Client, sandbox: RunningSandbox, reason: str
) -> None:
    saved = walks.save_card(client)
    sandbox.control("bank", answer=reason, customer=saved[0])
    decline, body = BY_REASON[reason], walks.declined(client, saved).json_body
    error: Any = body["error"]  # type: ignore[index]
    assert (error["code"], error["decline_code"]) == (decline.code, reason)
    assert error.get("advice_code") == decline.advice
    assert error.get("network_decline_code") == decline.network
    assert error.get("network_advice_code") == decline.network_advice
    assert walks.collect(client, saved).status == "succeeded"
    assert sandbox.look("bank")["given"] == {reason: 1}


def test_a_share_of_payments_is_declined_whatever_their_order(
    client: Client, sandbox: RunningSandbox
) -> None:
    hit = []
    for order in (range(12), reversed(range(12))):
        sandbox.reset(seed=7)
        sandbox.control("bank", answer="do_not_honor", share=0.5, times=None)
        saved, declined = walks.save_card(client), set()
        for number in order:
            name, key = walks.new_payment(client, saved), {"idempotency_key": f"attempt:{number}"}
            try:
                client.v1.payment_intents.confirm(name, {"off_session": True}, key)
            except stripe.CardError:
                declined.add(number)
        hit.append(declined)
    assert hit[0] == hit[1]
    assert 0 < len(hit[0]) < 12


@pytest.mark.parametrize(
    "wish", [{}, {"answer": "rain"}, {"answer": "lost_card", "colour": 1}, {"then": "soon"}]
)
def test_an_answer_the_bank_does_not_know_is_refused(
    sandbox: RunningSandbox, wish: dict[str, Any]
) -> None:
    asked = {"answer": "processing"} | wish if "then" in wish else wish
    answer = walks.WEB.post(f"{sandbox.url}/_sandbox/bank", json=asked)
    assert answer.status_code == 400
    assert sandbox.look("bank")["data"] == []


def waiting_for_its_holder(client: Client) -> tuple[str, str]:
    """A payment declined off-session because its holder must authenticate: intent, method."""
    saved = walks.save_card(client, AUTHENTICATES_EVERY_TIME)
    name = walks.new_payment(client, saved)
    with pytest.raises(stripe.CardError) as declined:
        client.v1.payment_intents.confirm(name, {"off_session": True})
    assert declined.value.code == "authentication_required"
    return name, saved[1]


@pytest.mark.parametrize(
    ("said", "told", "status"),
    [
        ("complete", "succeeded", "succeeded"),
        ("fail", "failed", "requires_payment_method"),
    ],
)
def test_its_holder_finishes_the_payment_at_the_bank_and_comes_back(
    client: Client, said: str, told: str, status: str
) -> None:
    name, method = waiting_for_its_holder(client)
    wish = {"payment_method": method, "return_url": RETURN}
    asked = client.v1.payment_intents.confirm(name, wish)
    assert (asked.status, asked.next_action.type) == ("requires_action", "redirect_to_url")
    back = walks.WEB.post(asked.next_action.redirect_to_url.url, data={"answer": said})
    address = urlsplit(back.headers["location"])
    assert parse_qs(address.query) == {
        "payment": ["7"],
        "payment_intent": [name],
        "payment_intent_client_secret": [asked.client_secret],
        "redirect_status": [told],
    }
    assert client.v1.payment_intents.retrieve(name).status == status
    paid = [charge.paid for charge in client.v1.charges.list({"payment_intent": name}).data]
    assert paid.count(True) == (status == "succeeded")


def test_another_card_saved_by_its_holder_pays_the_same_payment(client: Client) -> None:
    customer, bad = walks.save_card(client, SAVED_THEN_DECLINED)
    name = walks.new_payment(client, (customer, bad))
    with pytest.raises(stripe.CardError):
        client.v1.payment_intents.confirm(name, {"off_session": True})
    session = walks.open_checkout(client, customer=customer)
    complete_checkout(session.url, "4000002500003155")
    done = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["setup_intent"]})
    fresh = done.setup_intent.payment_method
    assert client.v1.payment_methods.retrieve(fresh).customer == customer
    wish = {"off_session": True, "payment_method": fresh}
    assert client.v1.payment_intents.confirm(name, wish).status == "succeeded"
    assert len(client.v1.payment_intents.list().data) == 1


def test_a_payment_in_an_open_checkout_is_left_to_its_page(client: Client) -> None:
    session = walks.open_checkout(client, mode="payment", line_items=[walks.line()])
    complete_checkout(session.url, "4000000000000002")
    name = client.v1.checkout.sessions.retrieve(session.id).payment_intent
    wish = {"payment_method": "pm_card_visa"}
    for act, more in (("confirm", wish), ("cancel", {}), ("update", {"amount": 700})):
        with pytest.raises(stripe.InvalidRequestError):
            getattr(client.v1.payment_intents, act)(name, more)
    assert client.v1.payment_intents.retrieve(name).amount == 2500


def test_what_is_blocked_as_fraud_never_reaches_a_bank(client: Client) -> None:
    error = walks.declined(client, walks.save_card(client, "4100000000000019"))
    assert error.error
    assert error.error.decline_code == "fraudulent"
    outcome = client.v1.charges.list().data[0].outcome
    assert outcome.type == "blocked"
    assert outcome.network_status == "not_sent_to_network"
    assert outcome.network_decline_code is None

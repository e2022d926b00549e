"""Refunds that take their time, and refunds that come back."""

from __future__ import annotations

import httpx
import pytest
import stripe

from tests.stripe_sandbox import walks
from tests.stripe_sandbox.running import RunningSandbox
from tests.stripe_sandbox.test_payments import SPANISH, balance
from tests.stripe_sandbox.walks import Client

SLOW, SENT_BACK = "4000000000007726", "4000000000005126"
MINUTE = 61


def paid_by(client: Client, card: str) -> str:
    """The id of a payment of 25.00 by this card."""
    name: str = walks.collect(client, walks.save_card(client, card)).id
    return name


def test_a_slow_refund_is_pending_and_then_succeeds(
    client: Client, sandbox: RunningSandbox
) -> None:
    refund = client.v1.refunds.create({"payment_intent": paid_by(client, SLOW)})
    assert (refund.status, refund.pending_reason) == ("pending", "processing")
    sandbox.control("clock", advance=MINUTE)
    assert client.v1.refunds.retrieve(refund.id).status == "succeeded"
    assert walks.types(client)[-2:] == ["refund.updated", "charge.refund.updated"]


def test_a_refund_that_is_sent_back_returns_to_the_balance(
    client: Client, sandbox: RunningSandbox
) -> None:
    name = paid_by(client, SENT_BACK)
    before = balance(client)
    refund = client.v1.refunds.create({"payment_intent": name, "amount": 1000})
    assert refund.status == "succeeded"
    assert balance(client) == before - 1000
    sandbox.control("clock", advance=MINUTE)
    failed = client.v1.refunds.retrieve(refund.id, {"expand": ["failure_balance_transaction"]})
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    movement = failed.failure_balance_transaction
    assert (movement.type, movement.amount, movement.fee) == ("refund_failure", 1000, 0)
    assert balance(client) == before
    charge = client.v1.charges.list({"payment_intent": name}).data[0]
    assert (charge.amount_refunded, charge.refunded) == (0, False)
    assert "refund.failed" in walks.types(client)


def test_what_was_sent_back_can_be_refunded_again(client: Client, sandbox: RunningSandbox) -> None:
    name = paid_by(client, SPANISH)
    first = client.v1.refunds.create({"payment_intent": name})
    sandbox.control("refunds/fail", refund=first.id, reason="lost_or_stolen_card")
    client.v1.refunds.create({"payment_intent": name})
    refunds = client.v1.refunds.list({"payment_intent": name}).data
    assert [refund.status for refund in refunds] == ["succeeded", "failed"]
    with pytest.raises(httpx.HTTPStatusError):
        sandbox.control("refunds/fail", refund=first.id)


def test_partial_refunds_add_up_to_what_was_paid(client: Client) -> None:
    name = paid_by(client, SPANISH)
    for cents in (500, 700):
        client.v1.refunds.create({"payment_intent": name, "amount": cents})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"payment_intent": name, "amount": 1301})
    assert client.v1.refunds.create({"payment_intent": name}).amount == 1300
    refunds = client.v1.refunds.list({"payment_intent": name}).data
    assert [refund.amount for refund in refunds] == [1300, 700, 500]
    assert walks.types(client).count("charge.refunded") == 3


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_and_less_is_not_refunded(client: Client, amount: int) -> None:
    name = paid_by(client, SPANISH)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"payment_intent": name, "amount": amount})
    assert client.v1.refunds.list().data == []


def test_a_payment_that_was_never_paid_is_not_refunded(client: Client) -> None:
    name = walks.new_payment(client, walks.save_card(client))
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"payment_intent": name})


def test_two_equal_refunds_under_their_own_keys_are_two(client: Client) -> None:
    name = paid_by(client, SPANISH)
    for key in ("refund:1", "refund:2", "refund:1"):
        wish = {"payment_intent": name, "amount": 500}
        client.v1.refunds.create(wish, {"idempotency_key": key})
    assert len(client.v1.refunds.list().data) == 2

"""Transfers to payees, their reversals, and payouts to the platform's own bank."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import stripe

from tests.stripe_sandbox import walks
from tests.stripe_sandbox.running import RunningSandbox
from tests.stripe_sandbox.walks import Client

FUNDED = 9650  # 100.00 by an American card: 3.25 % and 25 cents stay with Stripe
DAY = 24 * 3600


@pytest.fixture
def payee(client: Client) -> str:
    """An account that may be transferred to, and a platform whose balance is available."""
    walks.fund(client)
    return walks.active_payee(client)


def send(client: Client, payee: str, cents: int, **more: Any) -> Any:
    wish = {"amount": cents, "currency": "eur", "destination": payee, **more}
    return client.v1.transfers.create(wish)


def available(client: Client) -> int:
    cents: int = client.v1.balance.retrieve().available[0].amount
    return cents


def movement(client: Client, source: str) -> tuple[str, str, int]:
    """Type, category and amount of the latest movement of a source."""
    row = client.v1.balance_transactions.list({"source": source}).data[0]
    return row.type, row.reporting_category, row.amount


def test_a_transfer_leaves_the_available_balance(client: Client, payee: str) -> None:
    made = send(client, payee, 5000, transfer_group="project:7", metadata={"transfer": "1"})
    assert (made.destination, made.transfer_group, made.reversed) == (payee, "project:7", False)
    assert available(client) == FUNDED - 5000
    assert movement(client, made.id) == ("transfer", "transfer", -5000)
    assert walks.types(client)[-1] == "transfer.created"
    found = client.v1.transfers.list({"transfer_group": "project:7"}).data
    assert [each.id for each in found] == [made.id]


def test_no_more_is_transferred_than_is_available(client: Client, payee: str) -> None:
    walks.collect(client, walks.save_card(client))  # pending for a week
    with pytest.raises(stripe.InvalidRequestError) as refused:
        send(client, payee, FUNDED + 1)
    assert refused.value.code == "balance_insufficient"
    assert available(client) == FUNDED
    assert send(client, payee, FUNDED).amount == FUNDED


def test_the_money_of_one_charge_is_transferred_before_it_is_available(
    client: Client, sandbox: RunningSandbox, payee: str
) -> None:
    intent = walks.collect(client, walks.save_card(client))
    made = send(client, payee, 2000, source_transaction=intent.latest_charge)
    assert available(client) == FUNDED
    assert made.transfer_group == f"group_{intent.id}"
    with pytest.raises(stripe.InvalidRequestError):
        send(client, payee, 501, source_transaction=intent.latest_charge)
    sandbox.control("clock", advance=8 * DAY)
    assert available(client) == FUNDED + 2500 - 106 - 2000


@pytest.mark.parametrize(
    "wish", [{"amount": 0}, {"amount": -5}, {"destination": "acct_none"}, {"currency": "usd"}]
)
def test_a_transfer_that_cannot_be_is_refused(
    client: Client, payee: str, wish: dict[str, Any]
) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.transfers.create({"amount": 100, "currency": "eur", "destination": payee} | wish)
    assert client.v1.transfers.list().data == []
    assert available(client) == FUNDED


def test_the_same_transfer_under_its_key_is_one(client: Client, payee: str) -> None:
    wish = {"amount": 100, "currency": "eur", "destination": payee}
    ids = {client.v1.transfers.create(wish, {"idempotency_key": "transfer:1"}).id for _ in "12"}
    assert len(ids) == 1
    assert available(client) == FUNDED - 100


def test_a_reversal_brings_its_part_back(client: Client, payee: str) -> None:
    made = send(client, payee, 5000)
    part = client.v1.transfers.reversals.create(made.id, {"amount": 2000})
    assert movement(client, part.id) == ("transfer_refund", "transfer_reversal", 2000)
    left = client.v1.transfers.retrieve(made.id)
    assert (left.amount_reversed, left.reversed) == (2000, False)
    assert [each.id for each in left.reversals.data] == [part.id]
    client.v1.transfers.reversals.create(made.id)
    assert client.v1.transfers.retrieve(made.id).reversed
    assert available(client) == FUNDED
    assert walks.types(client).count("transfer.reversed") == 2


def test_no_more_is_reversed_than_was_transferred(client: Client, payee: str) -> None:
    made = send(client, payee, 500)
    send(client, payee, 500)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.transfers.reversals.create(made.id, {"amount": 501})
    client.v1.transfers.reversals.create(made.id)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.transfers.reversals.create(made.id, {"amount": 1})
    assert available(client) == FUNDED - 500


def test_what_the_payee_has_spent_is_not_reversed(
    client: Client, sandbox: RunningSandbox, payee: str
) -> None:
    made = send(client, payee, 5000)
    spent = sandbox.control("accounts/spend", account=payee, amount=4000)
    assert spent["balance"] == 1000
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.transfers.reversals.create(made.id, {"amount": 1001})
    assert refused.value.code == "balance_insufficient"
    assert client.v1.transfers.reversals.create(made.id, {"amount": 1000}).amount == 1000
    assert available(client) == FUNDED - 4000


def test_a_payout_is_underway_and_then_arrives(
    client: Client, sandbox: RunningSandbox, payee: str
) -> None:
    payout = client.v1.payouts.create({"amount": 9000, "currency": "eur"})
    assert (payout.status, available(client)) == ("pending", FUNDED - 9000)
    assert movement(client, payout.id) == ("payout", "payout", -9000)
    sandbox.control("clock", advance=DAY)
    assert client.v1.payouts.retrieve(payout.id).status == "in_transit"
    sandbox.control("clock", advance=DAY)
    assert client.v1.payouts.retrieve(payout.id).status == "paid"
    told = [type for type in walks.types(client) if type.startswith("payout.")]
    assert told == ["payout.created", "payout.updated", "payout.paid"]


def test_no_more_is_paid_out_than_is_available(client: Client, payee: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payouts.create({"amount": FUNDED + 1, "currency": "eur"})
    assert refused.value.code == "balance_insufficient"
    assert client.v1.payouts.list().data == []


@pytest.mark.parametrize("days", [0, 3])
def test_a_payout_sent_back_returns_to_the_balance(
    client: Client, sandbox: RunningSandbox, payee: str, days: int
) -> None:
    payout = client.v1.payouts.create({"amount": 9000, "currency": "eur"})
    sandbox.control("clock", advance=days * DAY)
    sandbox.control("payouts/fail", payout=payout.id, code="account_closed")
    failed = client.v1.payouts.retrieve(payout.id)
    assert (failed.status, failed.failure_code) == ("failed", "account_closed")
    assert movement(client, payout.id) == ("payout_failure", "payout_reversal", 9000)
    assert available(client) == FUNDED
    assert walks.types(client)[-1] == "payout.failed"
    with pytest.raises(httpx.HTTPStatusError):
        sandbox.control("payouts/fail", payout=payout.id)


def test_a_payout_is_cancelled_while_it_has_not_left(
    client: Client, sandbox: RunningSandbox, payee: str
) -> None:
    payout = client.v1.payouts.create({"amount": 9000, "currency": "eur"})
    assert client.v1.payouts.cancel(payout.id).status == "canceled"
    assert available(client) == FUNDED
    late = client.v1.payouts.create({"amount": 9000, "currency": "eur"})
    sandbox.control("clock", advance=DAY)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payouts.cancel(late.id)
    assert available(client) == FUNDED - 9000


def test_the_balance_is_the_sum_of_its_movements(
    client: Client, sandbox: RunningSandbox, payee: str
) -> None:
    made = send(client, payee, 700)
    client.v1.transfers.reversals.create(made.id, {"amount": 50})
    paid = walks.fund(client, 3000)
    client.v1.refunds.create({"payment_intent": paid.id, "amount": 100})
    sandbox.control("disputes", payment_intent=paid.id, amount=200)
    client.v1.payouts.create({"amount": 10, "currency": "eur"})
    sandbox.control("clock", advance=9 * DAY)
    sandbox.kill()
    sandbox.restart()
    rows = client.v1.balance_transactions.list({"limit": 100}).auto_paging_iter()
    assert sum(row.net for row in rows) == available(client)


def test_a_topup_is_there_at_once(client: Client, payee: str) -> None:
    topup = client.v1.topups.create({"amount": 5000, "currency": "eur"})
    assert (topup.status, available(client)) == ("succeeded", FUNDED + 5000)
    assert movement(client, topup.id) == ("topup", "topup", 5000)
    assert walks.types(client)[-2:] == ["topup.created", "topup.succeeded"]


def test_the_tally_is_the_providers_side_of_the_books(
    client: Client, sandbox: RunningSandbox, payee: str
) -> None:
    made = send(client, payee, 700)
    for payment in ("7", "7", "8"):
        intent = client.v1.payment_intents.create(
            {
                "amount": 1000,
                "currency": "eur",
                "payment_method": "pm_card_es",
                "payment_method_types": ["card"],
                "metadata": {"payment": payment},
                "confirm": True,
            }
        )
    client.v1.refunds.create({"payment_intent": intent.id})
    told = sandbox.look("tally?by=payment")
    assert told["payment_intents"] == {"succeeded": 4}
    assert (told["paid"], told["refunded"]) == (13_000, 1000)
    assert told["movements"]["charge"] == {"count": 4, "fee": 350 + 3 * 40, "net": 13_000 - 470}
    assert told["movements"]["transfer"] == {"count": 1, "fee": 0, "net": -made.amount}
    assert told["balance"] == 13_000 - 470 - 700 - 1000
    assert (told["twice"], told["charged_twice"]) == ({"7": 2}, {})

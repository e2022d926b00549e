"""Disputes: what they take, what they give back, and how they end."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import stripe

from tests.stripe_sandbox import walks
from tests.stripe_sandbox.running import RunningSandbox
from tests.stripe_sandbox.test_payments import SPANISH, balance
from tests.stripe_sandbox.walks import Client

FEE, PAID = 2000, 2437  # of 25.00 by a Spanish card, 63 cents are the payment's own fee


@pytest.fixture
def charge(client: Client) -> str:
    """The id of a paid charge of 25.00."""
    name: str = walks.collect(client, walks.save_card(client, SPANISH)).latest_charge
    return name


def dispute_of(client: Client) -> Any:
    return client.v1.disputes.list().data[0]


def movements(client: Client, dispute: str) -> list[tuple[str, int, int]]:
    """Category, amount and fee of each movement of a dispute, newest first."""
    rows = client.v1.balance_transactions.list({"source": dispute}).data
    return [(row.reporting_category, row.amount, row.fee) for row in rows]


@pytest.mark.parametrize(
    ("card", "reason"),
    [("4000000000000259", "fraudulent"), ("4000000000002685", "product_not_received")],
)
def test_a_card_that_is_always_disputed_takes_its_money_back(
    client: Client, card: str, reason: str
) -> None:
    intent = walks.collect(client, walks.save_card(client, card))
    dispute = dispute_of(client)
    assert (dispute.status, dispute.reason, dispute.amount) == ("needs_response", reason, 2500)
    assert (dispute.payment_intent, dispute.charge) == (intent.id, intent.latest_charge)
    assert dispute.evidence_details.due_by
    assert client.v1.charges.retrieve(intent.latest_charge).disputed
    assert movements(client, dispute.id) == [("dispute", -2500, FEE)]
    assert walks.types(client)[-2:] == ["charge.dispute.created", "charge.dispute.funds_withdrawn"]


def test_an_inquiry_takes_no_money(client: Client) -> None:
    walks.collect(client, walks.save_card(client, "4000000000001976"))
    dispute = dispute_of(client)
    assert (dispute.status, dispute.is_charge_refundable) == ("warning_needs_response", True)
    assert movements(client, dispute.id) == []
    assert "charge.dispute.funds_withdrawn" not in walks.types(client)


def test_a_part_is_disputed_on_request(
    client: Client, sandbox: RunningSandbox, charge: str
) -> None:
    asked = sandbox.control("disputes", charge=charge, amount=900, reason="duplicate")
    assert (asked["amount"], asked["reason"]) == (900, "duplicate")
    assert balance(client) == PAID - 900 - FEE


@pytest.mark.parametrize(
    ("said", "status", "left"),
    [
        ("winning_evidence", "won", PAID - FEE),
        ("losing_evidence", "lost", PAID - 2500 - FEE),
        ("We sent it.", "under_review", PAID - 2500 - FEE),
    ],
)
def test_evidence_decides_by_the_documented_words(
    client: Client, sandbox: RunningSandbox, charge: str, said: str, status: str, left: int
) -> None:
    name = sandbox.control("disputes", charge=charge)["id"]
    answer = client.v1.disputes.update(name, {"evidence": {"uncategorized_text": said}})
    assert (answer.status, answer.evidence_details.submission_count) == (status, 1)
    assert balance(client) == left
    told = walks.types(client)
    assert ("charge.dispute.closed" in told) == (status in ("won", "lost"))
    assert ("charge.dispute.funds_reinstated" in told) == (status == "won")


def test_winning_brings_the_amount_back_and_not_the_fee(
    client: Client, sandbox: RunningSandbox, charge: str
) -> None:
    name = sandbox.control("disputes", charge=charge)["id"]
    sandbox.control("disputes/close", dispute=name, won=True)
    assert movements(client, name) == [("dispute_reversal", 2500, 0), ("dispute", -2500, FEE)]
    won = client.v1.disputes.retrieve(name)
    assert [each.amount for each in won.balance_transactions] == [-2500, 2500]


def test_evidence_may_be_kept_before_it_is_submitted(
    client: Client, sandbox: RunningSandbox, charge: str
) -> None:
    name = sandbox.control("disputes", charge=charge)["id"]
    wish = {"evidence": {"uncategorized_text": "winning_evidence"}, "submit": False}
    kept = client.v1.disputes.update(name, wish)
    assert (kept.status, kept.evidence_details.has_evidence) == ("needs_response", True)
    assert client.v1.disputes.update(name, {"submit": True}).status == "won"


def test_giving_in_loses(client: Client, sandbox: RunningSandbox, charge: str) -> None:
    name = sandbox.control("disputes", charge=charge)["id"]
    assert client.v1.disputes.close(name).status == "lost"
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.disputes.close(name)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.disputes.update(name, {"evidence": {"uncategorized_text": "winning_evidence"}})
    assert balance(client) == PAID - 2500 - FEE


def test_who_does_not_answer_in_time_loses(
    client: Client, sandbox: RunningSandbox, charge: str
) -> None:
    name = sandbox.control("disputes", charge=charge)["id"]
    sandbox.control("clock", advance=11 * 24 * 3600)
    late = client.v1.disputes.retrieve(name)
    assert (late.status, late.evidence_details.past_due) == ("lost", True)


def test_an_inquiry_nobody_answers_is_closed_without_money(
    client: Client, sandbox: RunningSandbox, charge: str
) -> None:
    name = sandbox.control("disputes", charge=charge, inquiry=True)["id"]
    sandbox.control("clock", advance=11 * 24 * 3600)
    assert client.v1.disputes.retrieve(name).status == "warning_closed"
    assert balance(client) == PAID


def test_an_inquiry_that_escalates_takes_the_money(
    client: Client, sandbox: RunningSandbox, charge: str
) -> None:
    name = sandbox.control("disputes", charge=charge, inquiry=True)["id"]
    wish = {"evidence": {"uncategorized_text": "escalate_inquiry_evidence"}}
    assert client.v1.disputes.update(name, wish).status == "needs_response"
    assert balance(client) == PAID - 2500 - FEE
    with pytest.raises(httpx.HTTPStatusError):
        sandbox.control("disputes/escalate", dispute=name)


def test_a_disputed_charge_is_not_refunded_as_well(
    client: Client, sandbox: RunningSandbox, charge: str
) -> None:
    name = sandbox.control("disputes", charge=charge)["id"]
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"charge": charge})
    assert refused.value.code == "charge_disputed"
    assert client.v1.refunds.list().data == []
    sandbox.control("disputes/close", dispute=name, won=True)
    assert client.v1.refunds.create({"charge": charge}).status == "succeeded"


def test_refunding_all_of_it_ends_an_inquiry(
    client: Client, sandbox: RunningSandbox, charge: str
) -> None:
    name = sandbox.control("disputes", charge=charge, inquiry=True)["id"]
    client.v1.refunds.create({"charge": charge})
    assert client.v1.disputes.retrieve(name).status == "warning_closed"


@pytest.mark.parametrize(
    "wish", [{"amount": 2501}, {"amount": 0}, {"reason": "rain"}, {"charge": "ch_none"}, {"x": 1}]
)
def test_a_dispute_that_cannot_be_is_refused(
    client: Client, sandbox: RunningSandbox, charge: str, wish: dict[str, Any]
) -> None:
    answer = walks.WEB.post(f"{sandbox.url}/_sandbox/disputes", json={"charge": charge} | wish)
    assert answer.status_code == 400
    assert client.v1.disputes.list().data == []
    assert balance(client) == PAID


def test_no_more_is_disputed_than_was_paid(
    client: Client, sandbox: RunningSandbox, charge: str
) -> None:
    sandbox.control("disputes", charge=charge, amount=2000)
    with pytest.raises(httpx.HTTPStatusError):
        sandbox.control("disputes", charge=charge, amount=501)
    sandbox.control("disputes", charge=charge, amount=500)
    assert balance(client) == PAID - 2500 - 2 * FEE

"""The sandbox against Stripe's published description: what it takes and what it answers."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
import stripe

import stripe_sandbox.application  # noqa: F401 - enters the operations into their table
from stripe_sandbox import API_VERSION
from stripe_sandbox.expansion import LINKS
from stripe_sandbox.operations import OPERATIONS, Operation
from stripe_sandbox.parameters import Choice, Fields, Items, Kind
from tests.stripe_sandbox import contract, walks
from tests.stripe_sandbox.conftest import client_for
from tests.stripe_sandbox.running import RunningSandbox, complete_checkout
from tests.stripe_sandbox.walks import Client


@dataclass
class Walked:
    """What one walk through all operations left: the record's lines, and the events."""

    record: list[str]
    events: list[dict[str, Any]]


@pytest.fixture(scope="module")
def walked(one_sandbox: RunningSandbox) -> Walked:
    one_sandbox.reset()
    record = one_sandbox.data_dir.parent / "record.jsonl"
    record.write_text("")
    client = client_for(one_sandbox)
    walk(client, one_sandbox)
    lines = record.read_text().splitlines()
    events = client.v1.events.list({"limit": 100}).auto_paging_iter()
    return Walked(lines, [json.loads(str(event)) for event in events])


ALL = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)


def test_the_description_is_of_the_version_the_sandbox_speaks() -> None:
    assert contract.version() == API_VERSION


def test_the_official_client_speaks_that_version() -> None:
    assert stripe.api_version == API_VERSION


@ALL
def test_every_operation_exists_at_stripe(operation: Operation) -> None:
    assert contract.operation(operation.method, operation.path)


@ALL
def test_every_parameter_exists_at_stripe(operation: Operation) -> None:
    schema = contract.taken(operation.method, operation.path)
    assert strangers(Fields(of=operation.takes), schema, operation.name) == []


def test_everything_that_expands_does_so_at_stripe() -> None:
    schemas = contract.description()["components"]["schemas"]
    wrong = [
        f"{kind}.{name}"
        for kind, names in LINKS.items()
        for name in names
        if name not in schemas[kind]["x-expandableFields"]
    ]
    assert wrong == []


def test_a_walk_through_all_operations_agrees_with_the_description(walked: Walked) -> None:
    seen = {(entry["method"], entry["path"]) for entry in map(json.loads, walked.record)}
    assert {(each.method, each.path) for each in OPERATIONS} - seen == set()
    assert contract.unknown_problems(contract.record_problems(walked.record)) == []


def test_the_objects_inside_events_agree_with_the_description(walked: Walked) -> None:
    problems: list[contract.Problem] = []
    for event in walked.events:
        snapshot = event["data"]["object"]
        problems += contract.object_problems(snapshot["object"], snapshot)
    assert contract.unknown_problems(problems) == []


def test_every_type_of_event_exists_at_stripe(walked: Walked) -> None:
    endpoints = contract.taken("POST", "/v1/webhook_endpoints")
    known = endpoints["properties"]["enabled_events"]["items"]["enum"]
    assert {event["type"] for event in walked.events} - set(known) == set()


def test_the_validator_finds_deliberate_mistakes() -> None:
    path = "/v1/payment_intents"
    assert contract.request_problems("POST", path, "amount=5&currency=eur") == []
    assert contract.request_problems("POST", path, "amount=five&currency=eur")
    assert contract.request_problems("POST", path, "currency=eur")
    assert contract.request_problems("POST", path, "amount=5&currency=eur&colour=red")
    assert contract.request_problems("POST", path, "amount=5&currency=eur&capture_method=soon")
    assert contract.request_problems("POST", "/v1/payment_wishes", "")
    balance: dict[str, Any] = {"object": "balance", "livemode": False, "available": []}
    assert contract.answer_problems("GET", "/v1/balance", 200, balance | {"pending": []}) == []
    assert contract.answer_problems("GET", "/v1/balance", 200, balance)
    spoilt = balance | {"pending": [], "colour": "red"}
    assert contract.answer_problems("GET", "/v1/balance", 200, spoilt)


def test_every_known_difference_is_still_needed(walked: Walked) -> None:
    needed = {problem.known for problem in contract.record_problems(walked.record)}
    assert [each.why for each in contract.DIFFERENCES if each not in needed] == []


def strangers(kind: Kind, schema: dict[str, Any], name: str) -> list[str]:
    """Parameters and choices of the sandbox that Stripe's description does not know."""
    branches = schema.get("anyOf", [schema])
    if isinstance(kind, Fields):
        known: dict[str, Any] = {}
        for branch in branches:
            known |= branch.get("properties", {})
        return [
            stranger
            for field, inner in kind.of.items()
            for stranger in (
                strangers(inner, known[field], f"{name}[{field}]")
                if field in known
                else [f"{name}[{field}]"]
            )
        ]
    if isinstance(kind, Items):
        lists = [branch for branch in branches if branch.get("type") == "array"]
        return strangers(kind.of, lists[0]["items"], f"{name}[]") if lists else [name]
    if isinstance(kind, Choice):
        choices = {choice for branch in branches for choice in branch.get("enum", ())}
        return [f"{name}={choice}" for choice in kind.among if choices and choice not in choices]
    return []


def walk(client: Client, sandbox: RunningSandbox) -> None:
    """Call every operation at least once, with successes, refusals and declines."""
    saved = walk_customers_and_cards(client)
    walk_setup_intents(client, saved)
    paid = walk_payment_intents(client, saved)
    walk_checkout(client)
    walk_money(client, paid)
    walk_refunds_and_disputes(client, sandbox)
    walk_payees(client)
    walk_transfers_and_payouts(client, sandbox)
    walk_the_rest(client)
    client.v1.payment_methods.detach(saved[1])
    client.v1.customers.delete(saved[0])


def walk_customers_and_cards(client: Client) -> tuple[str, str]:
    v1 = client.v1
    saved = walks.save_card(client)
    customer, method = saved
    address = {"city": "Palma", "country": "ES", "line1": "Carrer Major 1", "postal_code": "07001"}
    v1.customers.update(customer, {"name": "Ada", "address": address, "metadata": {"a": "b"}})
    v1.customers.retrieve(customer)
    v1.customers.list({"limit": 1, "email": "ada@example.org"})
    v1.customers.payment_methods.list(customer, {"type": "card"})
    v1.payment_methods.create(
        {"type": "card", "card": {"token": "tok_es"}, "billing_details": {"name": "Ada"}}
    )
    v1.payment_methods.retrieve(method)
    v1.payment_methods.update(method, {"allow_redisplay": "always", "metadata": {"a": "b"}})
    v1.payment_methods.attach("pm_card_mastercard", {"customer": customer})
    v1.payment_methods.list({"customer": customer, "type": "card"})
    with suppress(stripe.CardError):
        v1.payment_methods.attach("pm_card_visa_chargeDeclined", {"customer": customer})
    with suppress(stripe.InvalidRequestError):
        v1.payment_methods.retrieve("pm_none")
    return saved


def walk_setup_intents(client: Client, saved: tuple[str, str]) -> None:
    v1 = client.v1
    wish: Any = {"customer": saved[0], "payment_method_types": ["card"], "usage": "off_session"}
    intent = v1.setup_intents.create(wish)
    v1.setup_intents.update(intent.id, {"metadata": {"a": "b"}, "description": "Later"})
    v1.setup_intents.confirm(
        intent.id,
        {
            "payment_method": "pm_card_authenticationRequired",
            "return_url": "https://merchant.test/back",
        },
    )
    v1.setup_intents.cancel(intent.id, {"cancellation_reason": "abandoned"})
    again = v1.setup_intents.create(wish | {"confirm": True, "payment_method": "pm_card_visa"})
    v1.setup_intents.retrieve(again.id, {"expand": ["payment_method", "latest_attempt"]})
    v1.setup_intents.list({"customer": saved[0]})
    with suppress(stripe.CardError):
        v1.setup_intents.create(
            wish | {"confirm": True, "payment_method": "pm_card_visa_chargeDeclined"}
        )


def walk_payment_intents(client: Client, saved: tuple[str, str]) -> str:
    v1 = client.v1
    name = walks.new_payment(client, saved)
    v1.payment_intents.update(name, {"amount": 3000, "metadata": {"a": "b"}, "description": "D"})
    v1.payment_intents.confirm(
        name, {"off_session": True, "expand": ["latest_charge.balance_transaction"]}
    )
    v1.payment_intents.retrieve(name, {"expand": ["latest_charge.balance_transaction"]})
    v1.payment_intents.list({"customer": saved[0], "created": {"gte": 1}})
    with suppress(stripe.InvalidRequestError):
        v1.payment_intents.confirm(name)
    v1.payment_intents.cancel(
        walks.new_payment(client, saved), {"cancellation_reason": "duplicate"}
    )
    for card in ("4000002760003184", "4000000000000341"):
        walks.declined(client, walks.save_card(client, card))
    v1.payment_intents.create(
        {
            "amount": 1000,
            "currency": "eur",
            "payment_method": "pm_card_authenticationRequired",
            "confirm": True,
            "return_url": "https://merchant.test/back",
            "capture_method": "automatic",
        }
    )
    return name


def walk_checkout(client: Client) -> None:
    v1 = client.v1
    session = walks.open_checkout(
        client,
        mode="payment",
        line_items=[walks.line("One", 1000), walks.line("Two", 250, 2)],
        payment_intent_data={"setup_future_usage": "off_session", "metadata": {"a": "b"}},
        consent_collection={"payment_method_reuse_agreement": {"position": "auto"}},
        locale="es",
        submit_type="donate",
        client_reference_id="gift",
        excluded_payment_method_types=["bizum"],
    )
    complete_checkout(session.url, "4000000000009995")
    complete_checkout(session.url, "4000002500003155")
    everything = ["line_items", "payment_intent.latest_charge", "customer"]
    v1.checkout.sessions.retrieve(session.id, {"expand": everything})
    v1.checkout.sessions.line_items.list(session.id)
    asked = {"card": {"request_three_d_secure": "any"}}
    data = {"metadata": {"a": "b"}}
    failed = walks.open_checkout(client, setup_intent_data=data, payment_method_options=asked)
    complete_checkout(failed.url, "4000002760003184", authenticate=False)
    v1.checkout.sessions.update(failed.id, {"metadata": {"a": "b"}})
    v1.checkout.sessions.expire(failed.id)
    v1.checkout.sessions.retrieve(failed.id, {"expand": ["setup_intent.payment_method"]})
    v1.checkout.sessions.list({"limit": 2, "status": "complete"})


def walk_money(client: Client, paid: str) -> None:
    v1 = client.v1
    refund = v1.refunds.create(
        {"payment_intent": paid, "amount": 100, "reason": "requested_by_customer"}
    )
    v1.refunds.update(refund.id, {"metadata": {"a": "b"}})
    v1.refunds.retrieve(refund.id, {"expand": ["balance_transaction", "charge.refunds"]})
    v1.refunds.list({"payment_intent": paid})
    with suppress(stripe.InvalidRequestError):
        v1.refunds.create({"payment_intent": paid, "amount": 999999})
    charge = v1.charges.list({"payment_intent": paid}).data[0]
    v1.charges.retrieve(charge.id, {"expand": ["balance_transaction", "refunds"]})
    entry = v1.balance_transactions.list({"source": charge.id, "expand": ["data.source"]}).data[0]
    v1.balance_transactions.retrieve(entry.id)
    v1.balance.retrieve()


def walk_refunds_and_disputes(client: Client, sandbox: RunningSandbox) -> None:
    v1 = client.v1
    for card in ("4000000000007726", "4000000000005126"):
        paid = walks.collect(client, walks.save_card(client, card))
        v1.refunds.create({"payment_intent": paid.id})
    sandbox.control("clock", advance=100)
    v1.refunds.list({"expand": ["data.failure_balance_transaction"]})
    for card in ("4000000000000259", "4000000000001976"):
        walks.collect(client, walks.save_card(client, card))
    sandbox.control("bank", answer="processing", seconds=1, then="do_not_honor")
    walks.collect(client, walks.save_card(client))
    sandbox.control("bank", answer="processing", seconds=1)
    session = walks.open_checkout(client, mode="payment", line_items=[walks.line()])
    complete_checkout(session.url)
    sandbox.control("clock", advance=100)
    inquiry, dispute = v1.disputes.list({"expand": ["data.charge"]}).data
    v1.disputes.update(
        inquiry.id,
        {"evidence": {"uncategorized_text": "escalate_inquiry_evidence"}, "metadata": {"a": "b"}},
    )
    v1.disputes.close(inquiry.id)
    with suppress(stripe.InvalidRequestError):
        v1.disputes.close(inquiry.id)
    with suppress(stripe.InvalidRequestError):
        v1.refunds.create({"charge": dispute.charge.id})
    v1.disputes.update(dispute.id, {"evidence": {"uncategorized_text": "winning_evidence"}})
    v1.disputes.retrieve(dispute.id, {"expand": ["payment_intent"]})


def walk_payees(client: Client) -> None:
    core = client.v2.core
    name = walks.new_payee(client)
    everything = ["configuration.recipient", "defaults", "identity", "requirements"]
    core.accounts.retrieve(name, {"include": everything})
    core.accounts.update(
        name,
        {
            "display_name": "More bees",
            "identity": {"business_details": {"registered_name": "Bees"}},
            "metadata": {"a": "b"},
        },
    )
    walks.onboard(client, name)
    core.accounts.retrieve(name, {"include": everything})
    core.accounts.list({"limit": 1, "applied_configurations": ["recipient"]})
    core.accounts.close(name, {"applied_configurations": ["recipient"]})
    with suppress(stripe.StripeError):
        core.accounts.retrieve("acct_none")
    with suppress(stripe.StripeError):
        core.accounts.create({"display_name": "Nobody"})
    event = core.events.list({"object_id": name, "limit": 2}).data[0]
    core.events.retrieve(event.id)


def walk_transfers_and_payouts(client: Client, sandbox: RunningSandbox) -> None:
    v1 = client.v1
    account, paid = walks.active_payee(client), walks.fund(client, 100_000)
    wish: Any = {"currency": "eur", "destination": account}
    one = v1.transfers.create(wish | {"amount": 5000, "transfer_group": "project"})
    v1.transfers.create(wish | {"amount": 100, "source_transaction": paid.latest_charge})
    with suppress(stripe.InvalidRequestError):
        v1.transfers.create(wish | {"amount": 999_999})
    reversals = v1.transfers.reversals
    made = reversals.create(one.id, {"amount": 100, "metadata": {"a": "b"}})
    reversals.list(one.id)
    reversals.retrieve(one.id, made.id, {"expand": ["balance_transaction", "transfer"]})
    v1.transfers.update(one.id, {"metadata": {"a": "b"}, "description": "Bees"})
    v1.transfers.retrieve(one.id, {"expand": ["balance_transaction"]})
    v1.transfers.list({"destination": account, "expand": ["data.source_transaction"]})
    topup = v1.topups.create({"amount": 5000, "currency": "eur", "description": "Own money"})
    v1.topups.retrieve(topup.id, {"expand": ["balance_transaction"]})
    v1.topups.list({"status": "succeeded"})
    payouts = [v1.payouts.create({"amount": 100, "currency": "eur"}) for _ in range(3)]
    v1.payouts.update(payouts[0].id, {"metadata": {"a": "b"}})
    v1.payouts.cancel(payouts[0].id)
    sandbox.control("payouts/fail", payout=payouts[1].id)
    sandbox.control("clock", advance=3 * 24 * 3600)
    v1.payouts.retrieve(payouts[1].id, {"expand": ["failure_balance_transaction"]})
    v1.payouts.list({"status": "paid"})


def walk_the_rest(client: Client) -> None:
    v1 = client.v1
    endpoint = v1.webhook_endpoints.create(
        {"url": "http://127.0.0.1:9/", "enabled_events": ["charge.refunded"]}
    )
    v1.webhook_endpoints.update(endpoint.id, {"disabled": True})
    v1.webhook_endpoints.retrieve(endpoint.id)
    v1.webhook_endpoints.list()
    v1.webhook_endpoints.delete(endpoint.id)
    event = v1.events.list({"types": ["charge.*"], "delivery_success": True}).data[0]
    v1.events.retrieve(event.id)

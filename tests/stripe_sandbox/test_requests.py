"""Keys, errors, parameters, lists and expansion, as the official client meets them."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
import stripe

from stripe_sandbox.errors import Refusal
from stripe_sandbox.rate_limit import RateLimit
from tests.stripe_sandbox import walks
from tests.stripe_sandbox.conftest import KEY
from tests.stripe_sandbox.running import RunningSandbox
from tests.stripe_sandbox.walks import Client


def ask(sandbox: RunningSandbox, query: str, key: str = KEY, **headers: str) -> httpx.Response:
    given = {"Authorization": f"Bearer {key}"} | headers
    return walks.WEB.get(f"{sandbox.url}/v1/{query}", headers=given)


@pytest.mark.parametrize("key", ["-", "pk_test_1", "sk_live_secret", "nonsense"])
def test_only_test_keys_are_taken_and_none_is_repeated(sandbox: RunningSandbox, key: str) -> None:
    answer = ask(sandbox, "balance", key)
    assert answer.status_code == 401
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert key == "-" or key not in answer.text


def test_basic_authorisation_is_taken_too(sandbox: RunningSandbox) -> None:
    assert walks.WEB.get(f"{sandbox.url}/v1/balance", auth=(KEY, "")).is_success


def test_another_version_is_refused(sandbox: RunningSandbox) -> None:
    answer = ask(sandbox, "balance", **{"Stripe-Version": "2020-08-27"})
    assert (answer.status_code, "2026-05-27.dahlia" in answer.text) == (400, True)


def test_an_address_that_is_not_there_answers_like_stripe(sandbox: RunningSandbox) -> None:
    answer = ask(sandbox, "payment_wishes")
    assert (answer.status_code, answer.json()["error"]["type"]) == (404, "invalid_request_error")


@pytest.mark.parametrize(
    ("wish", "code", "param"),
    [
        ({"currency": "eur"}, "parameter_missing", "amount"),
        ({"amount": "5x", "currency": "eur"}, "parameter_invalid_integer", "amount"),
        ({"amount": 500, "currency": "eur", "colour": 1}, "parameter_unknown", "colour"),
        ({"amount": 500, "currency": ""}, "parameter_invalid_empty", "currency"),
        ({"amount": 500, "currency": "eur", "customer": "cus_no"}, "resource_missing", "customer"),
        ({"amount": 500, "currency": "eur", "metadata": {"a" * 41: "b"}}, None, None),
        ({"amount": 500, "currency": "eur", "capture_method": "soon"}, None, "capture_method"),
        ({"amount": 500, "currency": "xyz"}, None, "currency"),
        ({"amount": 999_999_99_999, "currency": "eur"}, None, "amount"),
        (
            {"amount": 500, "currency": "eur", "automatic_payment_methods": {"on": True}},
            "parameter_unknown",
            "automatic_payment_methods[on]",
        ),
    ],
)
def test_a_wrong_parameter_is_named_and_nothing_is_made(
    client: Client, wish: Any, code: str | None, param: str | None
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.create(wish)
    assert refused.value.http_status == 400
    assert code is None or refused.value.code == code
    assert param is None or refused.value.param == param
    assert client.v1.payment_intents.list().data == []
    assert client.v1.events.list().data == []


def test_something_that_is_not_there_is_missing(client: Client) -> None:
    for retrieve in (
        client.v1.customers.retrieve,
        client.v1.payment_intents.retrieve,
        client.v1.checkout.sessions.retrieve,
        client.v1.events.retrieve,
    ):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            retrieve("none")
        assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")


@pytest.mark.parametrize(
    "wish",
    [
        {"mode": "payment"},
        {"mode": "setup", "currency": None},
        {"mode": "setup", "line_items": [walks.line()]},
        {"mode": "payment", "line_items": [walks.line(cents=49)]},
        {"mode": "payment", "line_items": [walks.line()], "expires_at": 1},
        {
            "mode": "payment",
            "line_items": [walks.line()],
            "setup_intent_data": {"description": "d"},
        },
        {"mode": "setup", "locale": "ca"},
        {"mode": "setup", "customer": "cus_none"},
        {"mode": "setup", "success_url": "goteo"},
    ],
)
def test_a_checkout_that_does_not_add_up_is_refused(client: Client, wish: dict[str, Any]) -> None:
    if wish.get("currency", "") is None:
        wish = {"mode": "setup", "success_url": walks.BACK}
        with pytest.raises(stripe.InvalidRequestError):
            client.v1.checkout.sessions.create(wish)
    else:
        with pytest.raises(stripe.InvalidRequestError):
            walks.open_checkout(client, **wish)
    assert client.v1.checkout.sessions.list().data == []
    assert client.v1.setup_intents.list().data == []


def test_metadata_is_merged_and_emptied(client: Client) -> None:
    customer = client.v1.customers.create({"metadata": {"a": "1", "b": "2"}})
    changed = client.v1.customers.update(customer.id, {"metadata": {"a": "", "c": "3"}})
    assert json.loads(str(changed.metadata)) == {"b": "2", "c": "3"}
    assert str(client.v1.customers.update(customer.id, {"metadata": ""}).metadata) == "{}"


@pytest.fixture
def seven(client: Client) -> list[str]:
    """Ids of seven customers, newest first."""
    made = [client.v1.customers.create({"name": str(number)}).id for number in range(7)]
    return made[::-1]


def test_a_list_is_newest_first_and_pages_downwards(client: Client, seven: list[str]) -> None:
    first = client.v1.customers.list({"limit": 3})
    assert ([row.id for row in first.data], first.has_more) == (seven[:3], True)
    rest = client.v1.customers.list({"limit": 10, "starting_after": seven[2]})
    assert ([row.id for row in rest.data], rest.has_more) == (seven[3:], False)


def test_a_list_pages_upwards_to_the_nearest(client: Client, seven: list[str]) -> None:
    page = client.v1.customers.list({"limit": 2, "ending_before": seven[4]})
    assert ([row.id for row in page.data], page.has_more) == (seven[2:4], True)
    top = client.v1.customers.list({"limit": 5, "ending_before": seven[2]})
    assert ([row.id for row in top.data], top.has_more) == (seven[:2], False)


def test_the_client_walks_all_pages(client: Client, seven: list[str]) -> None:
    walked = client.v1.customers.list({"limit": 2}).auto_paging_iter()
    assert [row.id for row in walked] == seven


def test_a_list_is_bounded_in_time(client: Client, sandbox: RunningSandbox) -> None:
    old = client.v1.customers.create({})
    sandbox.control("clock", advance=100)
    new = client.v1.customers.create({})
    after = client.v1.customers.list({"created": {"gt": old.created}})
    before = client.v1.customers.list({"created": {"lt": new.created}})
    at = client.v1.customers.list({"created": new.created})
    found = [[row.id for row in page.data] for page in (after, before, at)]
    assert found == [[new.id], [old.id], [new.id]]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "starting_after=none", "starting_after=a&ending_before=b"]
)
def test_a_wrong_cursor_or_limit_is_refused(sandbox: RunningSandbox, query: str) -> None:
    assert ask(sandbox, f"customers?{query}").status_code == 400


def test_payments_are_listed_by_customer(client: Client) -> None:
    ada, bob = walks.save_card(client), walks.save_card(client)
    names = [walks.new_payment(client, saved) for saved in (ada, bob, ada)]
    found = client.v1.payment_intents.list({"customer": ada[0]}).data
    assert [intent.id for intent in found] == [names[2], names[0]]


def test_a_link_is_expanded_and_a_word_is_not(client: Client) -> None:
    customer, method = walks.save_card(client)
    expanded: Any = client.v1.payment_methods.retrieve(method, {"expand": ["customer"]})
    assert expanded.customer.email == "ada@example.org"
    assert client.v1.payment_methods.retrieve(method).customer == customer
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_methods.retrieve(method, {"expand": ["type"]})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_methods.retrieve(method, {"expand": ["colour"]})


def test_a_limit_on_requests_a_second_is_per_operation() -> None:
    limit = RateLimit(each=3, all=5)
    for _ in range(3):
        limit.admit("retrieve_balance")
    with pytest.raises(Refusal) as refused:
        limit.admit("retrieve_balance")
    assert refused.value.status == 429
    assert refused.value.headers["Stripe-Rate-Limited-Reason"] == "endpoint-rate"
    limit.admit("list_events")
    limit.admit("list_events")
    with pytest.raises(Refusal) as refused:
        limit.admit("list_events")
    assert refused.value.headers["Stripe-Rate-Limited-Reason"] == "global-rate"


def test_limits_are_changed_while_it_runs(client: Client, sandbox: RunningSandbox) -> None:
    assert sandbox.control("limits", published="live") == {"each": 25, "all": 100, "refused": {}}
    sandbox.control("limits", each=1, all=0)
    answers = [ask(sandbox, "balance") for _ in range(3)]
    sandbox.control("limits", published="none")
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(429) == sandbox.look("limits")["refused"]["retrieve_balance"] > 0
    refused = answers[statuses.index(429)]
    assert refused.headers["stripe-should-retry"] == "false"
    assert refused.headers["stripe-rate-limited-reason"] == "endpoint-rate"
    assert refused.json()["error"]["code"] == "rate_limit"


@pytest.mark.parametrize("wish", [{"published": "some"}, {"colour": 1}, {"each": "many"}])
def test_a_limit_that_is_not_one_is_refused(sandbox: RunningSandbox, wish: dict[str, Any]) -> None:
    answer = walks.WEB.post(f"{sandbox.url}/_sandbox/limits", json=wish)
    assert answer.status_code == 400
    assert sandbox.look("limits")["each"] == 0


def test_events_are_listed_by_type_and_paged_both_ways(client: Client) -> None:
    for number in range(6):
        client.v1.customers.update(client.v1.customers.create({}).id, {"name": str(number)})
    wish: Any = {"types": ["customer.updated", "charge.*"], "limit": 2}
    newest = client.v1.events.list(wish)
    assert {event.type for event in newest.data} == {"customer.updated"}
    older = client.v1.events.list(wish | {"starting_after": newest.data[-1].id})
    newer = client.v1.events.list(wish | {"ending_before": older.data[-1].id})
    assert [event.id for event in newer.data] == [newest.data[1].id, older.data[0].id]
    walked = client.v1.events.list(wish | {"ending_before": older.data[-1].id, "limit": 1})
    ids = [event.id for event in walked.auto_paging_iter()]
    assert ids == [older.data[0].id, newest.data[1].id, newest.data[0].id]

"""Idempotency keys: the first answer is the answer, whatever it was, for a day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import stripe

from tests.stripe_sandbox import walks
from tests.stripe_sandbox.conftest import KEY
from tests.stripe_sandbox.running import RunningSandbox
from tests.stripe_sandbox.walks import Client

PAY: dict[str, Any] = {"amount": 2500, "currency": "eur"}


def post(sandbox: RunningSandbox, path: str, key: str, **form: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {KEY}", "Idempotency-Key": key}
    return walks.WEB.post(f"{sandbox.url}/v1/{path}", data=form, headers=headers, timeout=30)


def test_the_same_request_is_carried_out_once(sandbox: RunningSandbox) -> None:
    first = post(sandbox, "payment_intents", "k", **PAY)
    second = post(sandbox, "payment_intents", "k", **PAY)
    assert first.json() == second.json()
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert first.headers["request-id"] != second.headers["request-id"]
    assert second.headers["original-request"] == first.headers["request-id"]


def test_other_parameters_under_the_same_key_are_refused(client: Client) -> None:
    client.v1.payment_intents.create(PAY, {"idempotency_key": "k"})
    with pytest.raises(stripe.IdempotencyError) as refused:
        client.v1.payment_intents.create(
            {"amount": 2600, "currency": "eur"}, {"idempotency_key": "k"}
        )
    assert refused.value.http_status == 400
    assert len(client.v1.payment_intents.list().data) == 1


def test_another_endpoint_under_the_same_key_is_refused(client: Client) -> None:
    client.v1.payment_intents.create(PAY, {"idempotency_key": "k"})
    with pytest.raises(stripe.IdempotencyError):
        client.v1.customers.create({}, {"idempotency_key": "k"})
    assert client.v1.customers.list().data == []


def test_a_decline_is_remembered_too(client: Client) -> None:
    name = walks.new_payment(client, walks.save_card(client, "4000000000000341"))
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            client.v1.payment_intents.confirm(name, {"off_session": True}, {"idempotency_key": "k"})
    assert len(client.v1.charges.list().data) == 1


def test_a_refused_parameter_is_not_remembered(sandbox: RunningSandbox) -> None:
    assert post(sandbox, "payment_intents", "k", amount="five", currency="eur").is_client_error
    assert post(sandbox, "payment_intents", "k", **PAY).is_success


def test_after_a_day_the_key_is_forgotten_and_the_request_carried_out_again(
    client: Client, sandbox: RunningSandbox
) -> None:
    post(sandbox, "payment_intents", "k", **PAY)
    sandbox.control("idempotency/age", seconds=24 * 3600 - 60)
    assert "idempotent-replayed" in post(sandbox, "payment_intents", "k", **PAY).headers
    sandbox.control("idempotency/age", seconds=61)
    assert "idempotent-replayed" not in post(sandbox, "payment_intents", "k", **PAY).headers
    assert len(client.v1.payment_intents.list().data) == 2


def test_two_at_once_are_carried_out_once(client: Client, sandbox: RunningSandbox) -> None:
    sandbox.control("faults", kind="delay", operation="create_payment_intent", seconds=2)
    with ThreadPoolExecutor() as people:
        asked = [people.submit(post, sandbox, "payment_intents", "k", **PAY) for _ in range(2)]
    answers = sorted((each.result() for each in asked), key=lambda each: each.status_code)
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[1].json()["error"]["code"] == "idempotency_key_in_use"
    assert len(client.v1.payment_intents.list().data) == 1


def test_a_key_is_not_looked_at_when_reading(client: Client) -> None:
    customer = client.v1.customers.create({}, {"idempotency_key": "k"})
    assert client.v1.customers.retrieve(customer.id, {}, {"idempotency_key": "k"}).id


def test_one_key_is_forgotten_and_the_others_are_not(
    client: Client, sandbox: RunningSandbox
) -> None:
    for key in ("first", "second"):
        post(sandbox, "payment_intents", key, **PAY)
    assert sandbox.control("idempotency/age", keys=["first"]) == {"aged": 1}
    assert "idempotent-replayed" not in post(sandbox, "payment_intents", "first", **PAY).headers
    assert "idempotent-replayed" in post(sandbox, "payment_intents", "second", **PAY).headers
    assert len(client.v1.payment_intents.list().data) == 3

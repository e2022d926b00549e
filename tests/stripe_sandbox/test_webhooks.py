"""Webhooks: signed, sent again until they are acknowledged, and disturbed on request."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import stripe

from tests.stripe_sandbox import walks
from tests.stripe_sandbox.conftest import client_for
from tests.stripe_sandbox.running import SECRET, RunningSandbox, free_port
from tests.stripe_sandbox.walks import Client


class Merchant:
    """A server that listens for events and answers with the next of its statuses, then 200."""

    def __init__(self) -> None:
        self.heard: list[tuple[bytes, str]] = []
        self.statuses: list[int] = []
        merchant = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                merchant.heard.append((body, self.headers["Stripe-Signature"]))
                self.send_response(merchant.statuses.pop(0) if merchant.statuses else 200)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhooks"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def ids(self) -> list[str]:
        return [json.loads(body)["id"] for body, _ in self.heard]


@pytest.fixture(scope="module")
def listening() -> Iterator[Merchant]:
    merchant = Merchant()
    yield merchant
    merchant.server.shutdown()


@pytest.fixture(scope="module")
def telling(
    listening: Merchant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningSandbox]:
    """A sandbox started with the merchant as its endpoint."""
    folder = tmp_path_factory.mktemp("telling")
    with RunningSandbox(free_port(), folder, webhook_url=listening.url) as sandbox:
        yield sandbox


@pytest.fixture
def merchant(listening: Merchant) -> Merchant:
    listening.heard, listening.statuses = [], []
    return listening


@pytest.fixture
def told(telling: RunningSandbox) -> RunningSandbox:
    telling.reset()
    return telling


def test_the_official_client_accepts_the_signature(
    told: RunningSandbox, merchant: Merchant
) -> None:
    client = client_for(told)
    client.v1.customers.create({"email": "ada@example.org"})
    told.settle_webhooks()
    body, signature = merchant.heard[0]
    event = client.construct_event(body, signature, SECRET)
    assert (event.type, event.livemode) == ("customer.created", False)
    with pytest.raises(stripe.SignatureVerificationError):
        client.construct_event(body + b" ", signature, SECRET)


def test_an_event_that_is_not_acknowledged_comes_again(
    told: RunningSandbox, merchant: Merchant
) -> None:
    merchant.statuses = [500, 302]
    client = client_for(told)
    client.v1.customers.create({})
    told.settle_webhooks()
    assert len(merchant.heard) == 3
    assert len(set(merchant.ids)) == 1
    assert client.v1.events.list().data[0].pending_webhooks == 0


def test_what_was_not_acknowledged_survives_kill_and_restart(
    told: RunningSandbox, merchant: Merchant
) -> None:
    told.control("webhooks", paused=True)
    client_for(told).v1.customers.create({})
    assert merchant.heard == []
    told.kill()
    told.restart()
    told.settle_webhooks()
    assert len(merchant.heard) == 1


def test_pausing_holds_events_back_until_resumed(told: RunningSandbox, merchant: Merchant) -> None:
    told.control("webhooks", paused=True)
    client = client_for(told)
    client.v1.customers.create({})
    assert client.v1.events.list({"delivery_success": False}).data[0].pending_webhooks == 1
    assert merchant.heard == []
    told.control("webhooks", paused=False)
    told.settle_webhooks()
    assert len(merchant.heard) == 1


def test_events_are_doubled_on_request(told: RunningSandbox, merchant: Merchant) -> None:
    told.control("webhooks", copies=3)
    client_for(told).v1.customers.create({})
    told.settle_webhooks()
    assert len(merchant.heard) == 3
    assert len(set(merchant.ids)) == 1


def test_events_are_shuffled_on_request(told: RunningSandbox, merchant: Merchant) -> None:
    told.control("webhooks", paused=True)
    client = client_for(told)
    made = [client.v1.customers.create({}).id for _ in range(20)]
    told.control("webhooks", paused=False, shuffled=True)
    told.settle_webhooks()
    heard = [json.loads(body)["data"]["object"]["id"] for body, _ in merchant.heard]
    assert sorted(heard) == sorted(made)
    assert heard != made


def test_events_are_lost_on_request_but_stay_on_the_list(
    told: RunningSandbox, merchant: Merchant
) -> None:
    told.control("webhooks", dropped=True)
    client = client_for(told)
    client.v1.customers.create({})
    told.settle_webhooks()
    assert merchant.heard == []
    assert walks.types(client) == ["customer.created"]
    told.control("webhooks", dropped=False)
    client.v1.customers.create({})
    told.settle_webhooks()
    lost, arrived = (
        [event.id for event in client.v1.events.list({"delivery_success": success}).data]
        for success in (False, True)
    )
    assert (len(lost), arrived) == (1, merchant.ids)


def test_a_share_of_events_is_lost_as_the_seed_says(
    told: RunningSandbox, merchant: Merchant
) -> None:
    heard = []
    for _ in range(2):
        merchant.heard = []
        told.reset(seed=7)
        told.control("webhooks", dropped=True, share=0.5)
        client = client_for(told)
        for _ in range(12):
            client.v1.customers.create({})
        told.settle_webhooks()
        heard.append(set(merchant.ids))
        assert told.look("faults")["webhooks"] == {"dropped": 12 - len(heard[-1])}
    assert heard[0] == heard[1]
    assert 0 < len(heard[0]) < 12


def test_events_are_spread_over_time_on_request(told: RunningSandbox, merchant: Merchant) -> None:
    told.control("webhooks", spread=0.5)
    client = client_for(told)
    made = [client.v1.customers.create({}).id for _ in range(12)]
    told.settle_webhooks()
    heard = [json.loads(body)["data"]["object"]["id"] for body, _ in merchant.heard]
    assert sorted(heard) == sorted(made)
    assert heard != made
    assert told.look("faults")["webhooks"]["late"] == 12


def test_an_event_may_come_before_the_answer(told: RunningSandbox, merchant: Merchant) -> None:
    operation = "create_customer"
    told.control("faults", kind="delay_answer", operation=operation, seconds=1)
    with ThreadPoolExecutor() as people:
        answer = people.submit(client_for(told).v1.customers.create, {})
        while not merchant.heard:
            assert not answer.done()
            time.sleep(0.02)
        assert answer.result().id in merchant.heard[0][0].decode()


def test_all_events_are_sent_again_on_request(told: RunningSandbox, merchant: Merchant) -> None:
    client_for(told).v1.customers.create({})
    told.settle_webhooks()
    assert told.control("webhooks/resend", times=2) == {"scheduled": 2}
    told.settle_webhooks()
    assert len(merchant.heard) == 3


def test_an_endpoint_made_by_the_api_gets_only_what_it_asked_for(
    sandbox: RunningSandbox, client: Client, merchant: Merchant
) -> None:
    endpoint = client.v1.webhook_endpoints.create(
        {"url": merchant.url, "enabled_events": ["setup_intent.succeeded"]}
    )
    walks.save_card(client)
    sandbox.settle_webhooks()
    assert len(merchant.heard) == 1
    body, signature = merchant.heard[0]
    assert endpoint.secret
    assert client.construct_event(body, signature, endpoint.secret).type == "setup_intent.succeeded"
    assert "secret" not in client.v1.webhook_endpoints.retrieve(endpoint.id)


def test_restarting_does_not_double_the_endpoint(told: RunningSandbox) -> None:
    told.restart()
    assert len(client_for(told).v1.webhook_endpoints.list().data) == 1


def test_one_payment_is_told_in_full(told: RunningSandbox, merchant: Merchant) -> None:
    client = client_for(told)
    walks.collect(client, walks.save_card(client))
    told.settle_webhooks()
    assert sorted(json.loads(body)["type"] for body, _ in merchant.heard) == [
        "charge.succeeded",
        "charge.updated",
        "checkout.session.completed",
        "customer.created",
        "payment_intent.created",
        "payment_intent.succeeded",
        "payment_method.attached",
        "setup_intent.created",
        "setup_intent.succeeded",
    ]

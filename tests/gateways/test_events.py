"""Which events the gateway believes: signed by a secret of ours, a moment ago, of our mode."""

import json
import time
from typing import Any

import pytest
import stripe

from donations.gateways.port import EventNotice, Forged
from donations.gateways.stripe import StripeGateway
from tests.gateways.conftest import SECRETS

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def gateway() -> StripeGateway:
    return StripeGateway(NOWHERE, "sk_test_gateway", SECRETS)


def body_of(kind: str = "payment_intent.succeeded", *, live: bool = False, **about: Any) -> bytes:
    thing = {"object": "payment_intent", "id": "pi_1", **about}
    event = {"id": "evt_1", "object": "event", "type": kind, "livemode": live}
    return json.dumps({**event, "data": {"object": thing}}).encode()


def signed(body: bytes, secret: str = SECRETS[-1], *, age: int = 0) -> str:
    moment = int(time.time()) - age
    text = f"{moment}.{body.decode()}"
    made = stripe.WebhookSignature._compute_signature(text, secret)
    return f"t={moment},v1={made}"


@pytest.mark.parametrize("secret", SECRETS)
def test_while_a_secret_is_changed_both_are_believed(gateway: StripeGateway, secret: str) -> None:
    notice = gateway.read_event(body_of(), signed(body_of(), secret))
    assert notice == EventNotice("evt_1", "payment_intent.succeeded", "pi_1")


def test_an_event_about_a_charge_is_about_its_intent(gateway: StripeGateway) -> None:
    body = body_of("charge.updated", id="ch_1", payment_intent="pi_1")
    assert gateway.read_event(body, signed(body)).object_id == "pi_1"
    body = body_of("charge.updated", id="ch_1", payment_intent=None)
    assert gateway.read_event(body, signed(body)).object_id == ""


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (body_of(), signed(body_of(), "whsec_of_a_stranger")),
        (body_of(), signed(body_of(), age=301)),
        (body_of(id="pi_2"), signed(body_of())),
        (body_of(), ""),
        (body_of(), "t=1,v1=0"),
        (body_of(), "nonsense"),
        (body_of(live=True), signed(body_of(live=True))),
        (b"not JSON", signed(b"not JSON")),
        (b"[]", signed(b"[]")),
        (b"{}", signed(b"{}")),
    ],
    ids=[
        *("forged", "stale", "changed", "unsigned", "short", "nonsense"),
        *("other mode", "text", "list", "empty"),
    ],
)
def test_anything_else_is_not_believed(gateway: StripeGateway, body: bytes, signature: str) -> None:
    with pytest.raises(Forged):
        gateway.read_event(body, signature)


def test_with_a_live_key_only_live_events_are_believed() -> None:
    gateway = StripeGateway(NOWHERE, "sk_live_gateway", SECRETS)
    live = body_of(live=True)
    assert gateway.read_event(live, signed(live)).event_id == "evt_1"
    with pytest.raises(Forged):
        gateway.read_event(body_of(), signed(body_of()))


def test_without_a_secret_nothing_is_believed() -> None:
    gateway = StripeGateway(NOWHERE, "sk_test_gateway", ())
    with pytest.raises(Forged):
        gateway.read_event(body_of(), signed(body_of()))

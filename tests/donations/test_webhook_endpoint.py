"""The address to which the provider sends events: what it believes, and that it believes once."""

import json
import time
from typing import Any

import pytest
import stripe
from django.test import Client

from donations.models import ProviderEvent
from donations.webhooks import BODY_BYTES_AT_MOST, apply_events

pytestmark = pytest.mark.django_db
ADDRESS = "/webhooks/stripe/"
SECRET = "whsec_of_the_endpoint"


@pytest.fixture(autouse=True)
def our_secret(settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_of_before", SECRET]


def an_event(**changes: Any) -> bytes:
    event = {
        "id": "evt_1",
        "object": "event",
        "type": "checkout.session.completed",
        "livemode": False,
        "created": 1_790_000_000,
        "data": {"object": {"id": "cs_1", "object": "checkout.session"}},
    }
    return json.dumps(event | changes).encode()


def signed(body: bytes, *, secret: str = SECRET, age: int = 0) -> str:
    """As Stripe signs: HMAC-SHA256 over the time and the body."""
    moment = int(time.time()) - age
    payload = f"{moment}.{body.decode()}"
    return f"t={moment},v1={stripe.WebhookSignature._compute_signature(payload, secret)}"


def deliver(client: Client, body: bytes, signature: str | None) -> Any:
    headers = {} if signature is None else {"Stripe-Signature": signature}
    return client.post(ADDRESS, body, content_type="application/json", headers=headers)


def assert_refused(answer: Any, status: int, error: str) -> None:
    assert (answer.status_code, answer.json()) == (status, {"error": error})
    assert not ProviderEvent.objects.exists()


def test_a_signed_event_is_stored_and_waits_for_a_worker(client: Client) -> None:
    body = an_event()
    answer = deliver(client, body, signed(body))
    event = ProviderEvent.objects.get()
    assert answer.status_code == 200
    assert (event.event_id, event.kind) == ("evt_1", "checkout.session.completed")
    assert (event.object_id, event.applied_at) == ("cs_1", None)


def test_the_secret_of_before_still_holds_while_it_is_exchanged(client: Client) -> None:
    body = an_event()
    assert deliver(client, body, signed(body, secret="whsec_of_before")).status_code == 200


def test_the_same_event_again_is_stored_once(client: Client) -> None:
    body = an_event()
    for _ in range(3):
        assert deliver(client, body, signed(body)).status_code == 200
    assert ProviderEvent.objects.count() == 1


def test_an_unknown_kind_is_kept_and_changes_nothing(client: Client) -> None:
    body = an_event(type="issuing.card.created", data={"object": {"object": "issuing.card"}})
    assert deliver(client, body, signed(body)).status_code == 200
    assert apply_events() == 1
    assert ProviderEvent.objects.get().object_id == ""


@pytest.mark.parametrize(
    "signature", [None, "", "nonsense", "t=1,v1=00", "v1=" + "0" * 64, "t=x,v1=" + "0" * 64]
)
def test_without_a_signature_of_ours_nothing_is_written(
    client: Client, signature: str | None
) -> None:
    assert_refused(deliver(client, an_event(), signature), 400, "forged")


def test_another_secret_is_refused(client: Client) -> None:
    body = an_event()
    assert_refused(deliver(client, body, signed(body, secret="whsec_other")), 400, "forged")


def test_a_body_changed_after_signing_is_refused(client: Client) -> None:
    signature = signed(an_event())
    assert_refused(deliver(client, an_event(id="evt_2"), signature), 400, "forged")


def test_a_delivery_recorded_long_ago_is_refused(client: Client) -> None:
    body = an_event()
    assert_refused(deliver(client, body, signed(body, age=600)), 400, "forged")


def test_an_event_of_the_other_mode_is_refused(client: Client) -> None:
    body = an_event(livemode=True)
    assert_refused(deliver(client, body, signed(body)), 400, "forged")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"{}", b"\xff\xfe"])
def test_a_signed_body_that_is_no_event_is_refused(client: Client, body: bytes) -> None:
    moment = int(time.time())
    payload = f"{moment}.{body.decode(errors='replace')}"
    signature = stripe.WebhookSignature._compute_signature(payload, SECRET)
    assert_refused(deliver(client, body, f"t={moment},v1={signature}"), 400, "forged")


def test_a_huge_body_is_refused_unread(client: Client) -> None:
    body = an_event(padding="x" * BODY_BYTES_AT_MOST)
    assert_refused(deliver(client, body, signed(body)), 413, "too_large")


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_it_takes_only_post(client: Client, method: str) -> None:
    assert getattr(client, method)(ADDRESS).status_code == 405


def test_it_needs_no_form_token_and_has_no_language() -> None:
    body = an_event()
    strict = Client(enforce_csrf_checks=True)
    assert deliver(strict, body, signed(body)).status_code == 200
    assert strict.post(f"/en{ADDRESS}").status_code == 404

"""The one road to Stripe: every act, held against Stripe's own description of its API."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from activity.clock import database_now
from donations.gateways.port import (
    CheckoutLine,
    CheckoutRequest,
    CheckoutSnapshot,
    CollectionRequest,
    Misused,
    NoAnswer,
)
from donations.gateways.stripe import API_VERSION, StripeGateway
from tests.donations.giving import ASKS_WHEN_CHARGED, DECLINES_WHEN_CHARGED, SUCCEEDS
from tests.donations.rivals import at_once
from tests.stripe_sandbox import contract
from tests.stripe_sandbox.running import RunningSandbox, complete_checkout

pytestmark = pytest.mark.django_db
CONFIRM = "confirm_payment_intent"


def checkout_of(gateway: StripeGateway, *, saves_only: bool = True) -> tuple[str, str, str]:
    """A checkout at its card page: customer, session, address."""
    customer = gateway.create_customer("ona@example.org", reference="7", key="customer:7")
    opened = gateway.open_checkout(
        CheckoutRequest(
            reference="token",
            customer_id=customer,
            saves_only=saves_only,
            lines=(CheckoutLine("An open atlas of springs", 2_500),),
            currency="EUR",
            language="ca",
            expires_at=database_now() + timedelta(hours=2),
            success_url="http://127.0.0.1:8000/back",
            cancel_url="http://127.0.0.1:8000/back",
        ),
        key=f"checkout:{customer}:open",
    )
    return customer, opened.session_id, opened.url


def a_payment(gateway: StripeGateway, card: str = SUCCEEDS) -> tuple[str, str, str]:
    """Unconfirmed, for a saved card: customer, method, intent."""
    customer, session_id, url = checkout_of(gateway)
    complete_checkout(url, card)
    method = gateway.fetch_checkout(session_id).method
    assert method is not None
    request = CollectionRequest("41", customer, method.method_id, "card", 10_000, "EUR", "Springs")
    return customer, method.method_id, gateway.create_payment(request, key="payment:41:create")


def assert_as_described(record: Path) -> None:
    lines = record.read_text().splitlines()
    assert lines
    assert contract.unknown_problems(contract.record_problems(lines)) == []


def test_the_version_is_the_one_of_the_description() -> None:
    assert contract.version() == API_VERSION


def test_a_card_is_saved_then_charged(gateway: StripeGateway, record: Path) -> None:
    customer, method_id, intent_id = a_payment(gateway)
    assert gateway.fetch_payment(intent_id).state == "unconfirmed"
    assert gateway.find_payment(customer, "41") == intent_id
    assert gateway.find_payment(customer, "42") is None
    paid = gateway.confirm_payment(intent_id, method_id=method_id, key="attempt:1:confirm")
    assert (paid.state, paid.amount_cents, paid.currency) == ("succeeded", 10_000, "EUR")
    booked = gateway.fetch_payment(intent_id).balance
    assert booked is not None
    assert (booked.gross_cents, booked.fee_cents) == (10_000, 175)
    assert gateway.balance_cents("EUR") == 9_825
    assert_as_described(record)


def test_a_checkout_that_charges_at_once(gateway: StripeGateway, record: Path) -> None:
    _, session_id, url = checkout_of(gateway, saves_only=False)
    assert gateway.fetch_checkout(session_id).state == "open"
    complete_checkout(url, SUCCEEDS)
    ended = gateway.expire_checkout(session_id)
    assert ended.state == "complete", "what is complete does not expire"
    assert ended.intent is not None
    assert (ended.intent.state, ended.intent.amount_cents) == ("succeeded", 2_500)
    assert_as_described(record)


def test_a_checkout_expires_once(gateway: StripeGateway, record: Path) -> None:
    _, session_id, _ = checkout_of(gateway)
    expired = CheckoutSnapshot(session_id, "expired")
    assert gateway.expire_checkout(session_id) == expired
    assert gateway.expire_checkout(session_id) == expired
    assert_as_described(record)


@pytest.mark.parametrize(
    ("card", "code"),
    [(DECLINES_WHEN_CHARGED, "card_declined"), (ASKS_WHEN_CHARGED, "authentication_required")],
)
def test_a_decline_is_an_answer(gateway: StripeGateway, record: Path, card: str, code: str) -> None:
    _, method_id, intent_id = a_payment(gateway, card)
    refused = gateway.confirm_payment(intent_id, method_id=method_id, key="attempt:1:confirm")
    assert refused.state == "declined"
    assert refused.decline is not None
    assert refused.decline.code == code
    assert gateway.fetch_payment(intent_id) == refused
    assert_as_described(record)


def test_a_payment_is_cancelled_unless_it_was_taken(gateway: StripeGateway, record: Path) -> None:
    _, method_id, intent_id = a_payment(gateway)
    assert gateway.cancel_payment(intent_id).state == "cancelled"
    late = gateway.confirm_payment(intent_id, method_id=method_id, key="attempt:1:confirm")
    assert late.state == "cancelled"
    assert_as_described(record)


def test_what_was_taken_is_not_cancelled(gateway: StripeGateway, record: Path) -> None:
    _, method_id, intent_id = a_payment(gateway)
    for number in range(2):
        key = f"attempt:{number}:confirm"
        paid = gateway.confirm_payment(intent_id, method_id=method_id, key=key)
        assert paid.state == "succeeded"
    assert gateway.cancel_payment(intent_id).state == "succeeded"
    assert gateway.balance_cents("EUR") == 9_825
    assert_as_described(record)


@pytest.mark.parametrize("fault", ["answer_429", "store_500"])
def test_trouble_is_silence_and_never_a_decline(
    gateway: StripeGateway, recording_sandbox: RunningSandbox, fault: str
) -> None:
    _, method_id, intent_id = a_payment(gateway)
    recording_sandbox.control("faults", kind=fault, operation=CONFIRM)
    with pytest.raises(NoAnswer):
        gateway.confirm_payment(intent_id, method_id=method_id, key="attempt:1:confirm")


def test_a_request_that_is_still_being_answered_is_silence(
    gateway: StripeGateway, recording_sandbox: RunningSandbox
) -> None:
    customer, method_id, intent_id = a_payment(gateway)
    request = CollectionRequest("42", customer, method_id, "card", 500, "EUR", "Springs")
    recording_sandbox.control("faults", kind="delay", operation="create_payment_intent", seconds=4)
    answers = at_once([partial(gateway.create_payment, request, key="k")] * 2)
    assert {type(answer) for answer in answers} == {str, NoAnswer}


def test_nobody_there_is_silence() -> None:
    gateway = StripeGateway("http://127.0.0.1:9", "sk_test_gateway", ())
    with pytest.raises(NoAnswer):
        gateway.fetch_payment("pi_1")


def test_a_mistake_of_ours_says_so(gateway: StripeGateway) -> None:
    with pytest.raises(Misused):
        gateway.fetch_payment("pi_unknown")


def test_the_same_key_gives_the_same_thing(gateway: StripeGateway) -> None:
    customer, method_id, intent_id = a_payment(gateway)
    same = CollectionRequest("41", customer, method_id, "card", 10_000, "EUR", "Springs")
    assert gateway.create_payment(same, key="payment:41:create") == intent_id
    other = CollectionRequest("41", customer, method_id, "card", 10_001, "EUR", "Springs")
    with pytest.raises(Misused):
        gateway.create_payment(other, key="payment:41:create")

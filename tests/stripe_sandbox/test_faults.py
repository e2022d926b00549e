"""Faults on request, and the sandbox's own survival of kill -9."""

from __future__ import annotations

import ast
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
import stripe

from tests.stripe_sandbox import walks
from tests.stripe_sandbox.conftest import client_for
from tests.stripe_sandbox.running import REPOSITORY, RunningSandbox, complete_checkout, free_port
from tests.stripe_sandbox.walks import Client

CONFIRM = "confirm_payment_intent"
KEYED: Any = {"idempotency_key": "k"}


@pytest.fixture
def payment(client: Client) -> str:
    """The id of a payment intent that is ready to be confirmed."""
    return walks.new_payment(client, walks.save_card(client))


def confirm(client: Client, payment: str) -> Any:
    return client.v1.payment_intents.confirm(payment, {"off_session": True}, KEYED)


def test_a_dropped_answer_means_nothing_about_the_payment(
    client: Client, sandbox: RunningSandbox, payment: str
) -> None:
    sandbox.control("faults", kind="drop_answer", operation=CONFIRM)
    with pytest.raises(stripe.APIConnectionError):
        confirm(client, payment)
    assert client.v1.payment_intents.retrieve(payment).status == "succeeded"
    assert confirm(client, payment).status == "succeeded"
    assert len(client.v1.charges.list().data) == 1


@pytest.mark.parametrize(
    ("kind", "status"),
    [("store_500", "requires_confirmation"), ("store_500_after", "succeeded")],
)
def test_a_stored_500_is_given_again_whatever_happened(
    client: Client, sandbox: RunningSandbox, payment: str, kind: str, status: str
) -> None:
    sandbox.control("faults", kind=kind, operation=CONFIRM)
    for _ in range(2):
        with pytest.raises(stripe.APIError) as broken:
            confirm(client, payment)
        assert broken.value.http_status == 500
    assert client.v1.payment_intents.retrieve(payment).status == status


def test_a_429_is_not_stored(client: Client, sandbox: RunningSandbox, payment: str) -> None:
    sandbox.control("faults", kind="answer_429", operation=CONFIRM, times=2)
    for _ in range(2):
        with pytest.raises(stripe.RateLimitError):
            confirm(client, payment)
    assert confirm(client, payment).status == "succeeded"


def test_a_share_of_requests_is_touched(sandbox: RunningSandbox) -> None:
    sandbox.control("faults", kind="answer_429", times=None, share=0.5)
    headers = {"Authorization": "Bearer sk_test_1"}
    statuses = [
        walks.WEB.get(f"{sandbox.url}/v1/balance", headers=headers).status_code for _ in range(60)
    ]
    assert 5 < statuses.count(429) < 55


def test_the_same_requests_are_touched_whatever_their_order(
    client: Client, sandbox: RunningSandbox
) -> None:
    touched = []
    for order in (range(20), reversed(range(20))):
        sandbox.reset(seed=7)
        sandbox.control("faults", kind="answer_429", times=None, share=0.5)
        hit = set()
        for number in order:
            try:
                client.v1.customers.create({}, {"idempotency_key": f"customer:{number}"})
            except stripe.RateLimitError:
                hit.add(number)
        touched.append(hit)
    assert touched[0] == touched[1]
    assert 3 < len(touched[0]) < 17


def test_what_struck_is_counted(client: Client, sandbox: RunningSandbox, payment: str) -> None:
    sandbox.control("faults", kind="answer_500", operation=CONFIRM, times=2, skip=1)
    sandbox.control("bank", answer="do_not_honor")
    for _ in range(3):
        with pytest.raises(stripe.StripeError):
            client.v1.payment_intents.confirm(payment, {"off_session": True})
    looked = sandbox.look("faults")
    assert looked["struck"] == {"answer_500": {CONFIRM: 2}}
    assert looked["data"] == []
    assert looked["seed"] == sandbox.look("health")["seed"]


@pytest.mark.parametrize(("kind", "status"), [("answer_500", 500), ("answer_409", 409)])
def test_an_answer_from_before_the_request_is_not_remembered(
    client: Client, sandbox: RunningSandbox, payment: str, kind: str, status: int
) -> None:
    sandbox.control("faults", kind=kind, operation=CONFIRM)
    with pytest.raises(stripe.StripeError) as refused:
        confirm(client, payment)
    assert refused.value.http_status == status
    assert client.v1.payment_intents.retrieve(payment).status == "requires_confirmation"
    assert confirm(client, payment).status == "succeeded"


def test_a_fault_lasts_as_long_as_it_was_asked_to(client: Client, sandbox: RunningSandbox) -> None:
    sandbox.control("faults", kind="down", lasts=0.5)
    failed = 0
    while True:
        try:
            client.v1.balance.retrieve()
        except stripe.APIConnectionError:
            failed += 1
            time.sleep(0.05)
        else:
            break
    assert failed == sandbox.look("faults")["struck"]["down"]["retrieve_balance"] > 0


def test_being_down_lasts_until_it_is_lifted(
    client: Client, sandbox: RunningSandbox, payment: str
) -> None:
    sandbox.control("faults", kind="down", times=None)
    for _ in range(3):
        with pytest.raises(stripe.APIConnectionError):
            confirm(client, payment)
    sandbox.control("faults", "DELETE")
    assert client.v1.payment_intents.retrieve(payment).status == "requires_confirmation"


def test_the_hosted_page_can_be_down_too(client: Client, sandbox: RunningSandbox) -> None:
    session = walks.open_checkout(client)
    sandbox.control("faults", kind="down", operation="hosted_page")
    with pytest.raises(httpx.TransportError):
        complete_checkout(session.url)
    assert complete_checkout(session.url).status_code == 303


@pytest.mark.parametrize("wish", [{"kind": "rain"}, {"kind": "down", "colour": 1}, {}])
def test_a_fault_that_is_not_known_is_refused(
    sandbox: RunningSandbox, wish: dict[str, Any]
) -> None:
    answer = walks.WEB.post(f"{sandbox.url}/_sandbox/faults", json=wish)
    assert answer.status_code == 400
    assert sandbox.look("faults")["data"] == []


def test_everything_answered_survives_kill_and_restart(tmp_path: Path) -> None:
    with RunningSandbox(free_port(), tmp_path) as sandbox:
        client = client_for(sandbox)
        saved = walks.save_card(client, "4000002500003155")
        name = walks.new_payment(client, saved)
        first = confirm(client, name)
        sandbox.control("clock", advance=1000)
        before = client.v1.events.list({"limit": 100}).data
        now = sandbox.look("clock")["now"]
        sandbox.kill()
        sandbox.restart()
        assert client.v1.events.list({"limit": 100}).data == before
        assert confirm(client, name).id == first.id
        assert len(client.v1.charges.list().data) == 1
        assert sandbox.look("clock")["now"] >= now
        assert walks.collect(client, saved).status == "succeeded"


def test_a_line_cut_short_by_a_crash_is_left_out(tmp_path: Path) -> None:
    with RunningSandbox(free_port(), tmp_path) as sandbox:
        client_for(sandbox).v1.customers.create({"name": "Ada"})
        sandbox.kill()
        journal = tmp_path / "journal.jsonl"
        with journal.open("a") as file:
            file.write('{"put": [{"id": "cus_half", "obj')
        sandbox.restart()
        found = client_for(sandbox).v1.customers.list().data
        assert [customer.name for customer in found] == ["Ada"]


def test_a_seed_makes_the_ids_repeat(client: Client, sandbox: RunningSandbox) -> None:
    ids = []
    for _ in range(2):
        sandbox.reset(seed=7)
        ids.append(client.v1.customers.create({}).id)
    assert ids[0] == ids[1]


def test_after_a_reset_no_id_is_given_out_again(client: Client, sandbox: RunningSandbox) -> None:
    before = client.v1.customers.create({}).id
    sandbox.reset()
    assert client.v1.customers.list().data == []
    assert client.v1.customers.create({}).id != before


def test_it_knows_nothing_of_the_platform() -> None:
    ours = {path.name for path in REPOSITORY.iterdir() if (path / "__init__.py").exists()}
    for path in (REPOSITORY / "stripe_sandbox").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            tops = {name.partition(".")[0] for name in names}
            assert not tops & (ours - {"stripe_sandbox"}), path
            assert not tops & {"django", "stripe"}, path
            assert tops <= set(sys.stdlib_module_names) | {
                "jinja2",
                "starlette",
                "stripe_sandbox",
                "uvicorn",
            }

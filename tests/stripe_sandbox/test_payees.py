"""Payees: accounts of version 2, their hosted page, and the thin events that tell of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stripe

from tests.stripe_sandbox import walks
from tests.stripe_sandbox.conftest import KEY, client_for
from tests.stripe_sandbox.running import SECRET, RunningSandbox, free_port
from tests.stripe_sandbox.test_webhooks import Merchant
from tests.stripe_sandbox.walks import Client

CAPABILITY = "v2.core.account[configuration.recipient].capability_status_updated"


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    listening = Merchant()
    yield listening
    listening.server.shutdown()


def told(client: Client, account: str) -> list[str]:
    """Types of the thin events about an account, oldest first."""
    events = client.v2.core.events.list({"object_id": account, "limit": 100}).data
    return [event.type for event in reversed(events)]


def test_nothing_is_sent_to_a_payee_before_it_is_onboarded(client: Client) -> None:
    account = walks.new_payee(client)
    capability = walks.capability(client, account)
    assert capability.status == "restricted"
    assert [each.resolution for each in capability.status_details] == ["provide_info"]
    walks.fund(client)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.transfers.create({"amount": 100, "currency": "eur", "destination": account})
    assert refused.value.code == "insufficient_capabilities_for_transfer"
    assert client.v1.transfers.list().data == []


def test_the_hosted_page_makes_it_active_and_leads_back(client: Client) -> None:
    account = walks.new_payee(client)
    answer = walks.onboard(client, account)
    assert (answer.status_code, answer.headers["location"]) == (303, "https://merchant.test/return")
    assert walks.capability(client, account).status == "active"
    found = client.v2.core.accounts.retrieve(account, {"include": ["requirements"]})
    assert found.requirements.entries == []
    changed = "v2.core.account[requirements].updated"
    expected = ["v2.core.account.created", changed, CAPABILITY, changed, CAPABILITY]
    assert told(client, account) == expected


def test_leaving_the_page_leaves_the_payee_as_it_was(client: Client) -> None:
    account = walks.new_payee(client)
    assert walks.onboard(client, account, "leave").status_code == 303
    assert walks.capability(client, account).status == "restricted"


def test_a_link_works_once_and_then_leads_to_a_fresh_one(
    client: Client, sandbox: RunningSandbox
) -> None:
    account = walks.new_payee(client)
    link = walks.onboarding_link(client, account)
    assert "/onboarding/form/" in walks.WEB.get(link.url).headers["location"]
    assert walks.WEB.get(link.url).headers["location"] == "https://merchant.test/refresh"
    late = walks.onboarding_link(client, account)
    sandbox.control("clock", advance=601)
    assert walks.WEB.get(late.url).headers["location"] == "https://merchant.test/refresh"
    assert walks.WEB.get(f"{sandbox.url}/onboarding/none").status_code == 404


def test_the_page_speaks_the_language_of_the_account(client: Client) -> None:
    opened = walks.WEB.get(walks.onboarding_link(client, walks.new_payee(client)).url)
    shown = walks.WEB.get(str(opened.url.join(opened.headers["location"])))
    assert 'lang="es"' in shown.text
    assert "Recibir dinero de Goteo" in shown.text


def test_a_payee_is_restricted_again_on_request(client: Client, sandbox: RunningSandbox) -> None:
    account = walks.active_payee(client)
    sandbox.control("accounts/status", account=account, status="restricted")
    assert walks.capability(client, account).status == "restricted"
    walks.onboard(client, account)
    assert walks.capability(client, account).status == "active"


def test_verifying_takes_its_time_when_it_is_told_to(
    client: Client, sandbox: RunningSandbox
) -> None:
    account = walks.new_payee(client)
    sandbox.control("accounts/status", account=account, status="pending")
    assert walks.capability(client, account).status == "pending"
    walks.fund(client)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.transfers.create({"amount": 100, "currency": "eur", "destination": account})
    sandbox.control("accounts/status", account=account, status="active")
    assert walks.capability(client, account).status == "active"


def test_a_closed_account_gets_nothing(client: Client) -> None:
    account = walks.active_payee(client)
    walks.fund(client)
    assert client.v2.core.accounts.close(account).closed
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.transfers.create({"amount": 100, "currency": "eur", "destination": account})
    assert told(client, account)[-1] == "v2.core.account.closed"


@pytest.mark.parametrize(
    "change",
    [
        {"configuration": None},
        {"identity": {"country": "BR", "entity_type": "company"}},
        {"defaults": {"responsibilities": {"losses_collector": "stripe"}}},
        {"colour": "red"},
        {"dashboard": "none of these"},
    ],
)
def test_an_account_that_cannot_take_transfers_is_refused(
    sandbox: RunningSandbox, client: Client, change: dict[str, Any]
) -> None:
    bearing = {"fees_collector": "application", "losses_collector": "application"}
    wish: dict[str, Any] = {
        "identity": {"country": "ES"},
        "configuration": {"recipient": {}},
        "defaults": {"responsibilities": bearing},
    }
    wish = {name: value for name, value in (wish | change).items() if value is not None}
    headers = {"Authorization": f"Bearer {KEY}"}
    answer = walks.WEB.post(f"{sandbox.url}/v2/core/accounts", json=wish, headers=headers)
    assert answer.status_code == 400
    assert set(answer.json()["error"]) == {"code", "message", "type"}
    assert client.v2.core.accounts.list().data == []


def test_accounts_are_listed_page_by_page(client: Client) -> None:
    made = [walks.new_payee(client, str(number)) for number in range(5)]
    first = client.v2.core.accounts.list({"limit": 2})
    assert [account.id for account in first.data] == made[:2:-1]
    walked = first.auto_paging_iter()
    assert [account.id for account in walked] == made[::-1]


def test_the_official_client_reads_a_thin_event(
    client: Client, sandbox: RunningSandbox, merchant: Merchant
) -> None:
    sandbox.control("destinations", url=merchant.url, secret=SECRET)
    account = walks.active_payee(client)
    sandbox.settle_webhooks()
    heard = {json.loads(body)["type"]: (body, signed) for body, signed in merchant.heard}
    body, signed = heard[CAPABILITY]
    assert "data" not in json.loads(body)
    notice = client.parse_event_notification(body, signed, SECRET)
    assert notice.type == CAPABILITY
    assert notice.fetch_related_object().id == account
    assert notice.fetch_event().data.updated_capability == "stripe_balance.stripe_transfers"


def test_thin_events_and_snapshots_go_to_their_own_addresses(
    client: Client, sandbox: RunningSandbox, merchant: Merchant
) -> None:
    client.v1.webhook_endpoints.create({"url": merchant.url, "enabled_events": ["*"]})
    walks.new_payee(client)
    client.v1.customers.create({})
    sandbox.settle_webhooks()
    assert [json.loads(body)["type"] for body, _ in merchant.heard] == ["customer.created"]


def test_a_destination_named_at_start_is_there_once(tmp_path: Path, merchant: Merchant) -> None:
    more = ["--thin-url", merchant.url, "--thin-secret", SECRET]
    with RunningSandbox(free_port(), tmp_path, more=more) as sandbox:
        sandbox.restart()
        walks.new_payee(client_for(sandbox))
        sandbox.settle_webhooks()
    assert [json.loads(body)["type"] for body, _ in merchant.heard] == ["v2.core.account.created"]


def test_version_2_finishes_what_had_failed_under_the_same_key(
    client: Client, sandbox: RunningSandbox
) -> None:
    headers = {"Authorization": f"Bearer {KEY}", "Idempotency-Key": "account:1"}
    bearing = {"fees_collector": "application", "losses_collector": "application"}
    wish = {
        "identity": {"country": "ES"},
        "configuration": {"recipient": {}},
        "defaults": {"responsibilities": bearing},
    }
    sandbox.control("faults", kind="store_500", operation="create_account")
    url = f"{sandbox.url}/v2/core/accounts"
    answers = [walks.WEB.post(url, json=wish, headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [500, 200, 200]
    assert answers[1].json() == answers[2].json()
    assert len(client.v2.core.accounts.list().data) == 1
    sandbox.control("idempotency/age", seconds=29 * 24 * 3600)
    assert walks.WEB.post(url, json=wish, headers=headers).json() == answers[1].json()
    other = walks.WEB.post(url, json=wish | {"display_name": "Other"}, headers=headers)
    assert (other.status_code, other.json()["error"]["code"]) == (400, "idempotency_error")

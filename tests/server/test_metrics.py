"""/metrics: who may read them, and what they say about requests, queues and money."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from activity.clock import database_now
from activity.models import Mail
from donations.models import ProviderEvent
from goteo.metrics import Waiting
from tests import builders

TOKEN = {"Authorization": "Bearer of the operator"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def client(settings: Any) -> Client:
    """A middleware that is not wanted leaves the chain when it is built, so this comes first."""
    settings.METRICS_TOKEN = "of the operator"
    return Client()


def numbers(client: Client) -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics", headers=TOKEN)
    assert answer.status_code == 200
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer wrong"])
def test_strangers_are_refused(client: Client, shown: str) -> None:
    answer = client.get("/metrics", headers={"Authorization": shown})

    assert answer.status_code == 401
    assert b"goteo_" not in answer.content


def test_without_a_token_there_are_none(settings: Any) -> None:
    settings.METRICS_TOKEN = ""

    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_by_view_never_by_address(client: Client) -> None:
    known = ("goteo_requests_total", "GET", "404", "pages:project")
    before = numbers(client).get(known, 0)
    for slug in ("one", "two"):
        client.get(f"/en/projects/{slug}/")
    after = numbers(client)

    assert after[known] == before + 2
    assert after[("goteo_request_seconds_count", "pages:project")] >= 2
    assert not [names for names in after if "/projects/one" in str(names)]


def test_a_method_nobody_knows_makes_no_series_of_its_own(client: Client) -> None:
    client.generic("BREW", "/en/")

    assert not [names for names in numbers(client) if "BREW" in names]


def test_each_queue_says_how_much_waits_and_since_when(client: Client) -> None:
    an_hour_ago = database_now() - timedelta(hours=1)
    later = database_now() + timedelta(hours=1)
    ProviderEvent.objects.create(event_id="evt_1", kind="x", due_at=an_hour_ago)
    ProviderEvent.objects.create(event_id="evt_2", kind="x", due_at=later, attempts=3)
    ProviderEvent.objects.create(event_id="evt_3", kind="x", applied_at=later)
    found = numbers(client)

    assert found[("goteo_queue_due", "provider_events")] == 1
    assert found[("goteo_queue_failing", "provider_events")] == 1
    assert 3600 <= found[("goteo_queue_oldest_seconds", "provider_events")] < 3700
    queues = {names[1] for names in found if names[0] == "goteo_queue_due"}
    assert queues == {
        "attempts_due",
        "attempts_silent",
        "refunds_due",
        "refunds_silent",
        "provider_events",
        "deliveries",
        "mails",
    }
    assert found[("goteo_refunds_to_pay_by_bank",)] == 0


def test_work_that_people_made_is_counted(client: Client) -> None:
    builders.a_project_in_review()
    found = numbers(client)

    assert found[("goteo_queue_due", "deliveries")] > 0
    assert found[("goteo_queue_oldest_seconds", "mails")] == 0


def test_a_mail_that_was_given_up_is_counted(client: Client) -> None:
    Mail.objects.create(key="k", kind="x", recipient="b@example.org", language="en", due_at=None)

    assert numbers(client)[("goteo_mails_given_up",)] == 1


def test_money_in_passing_is_shown_to_the_cent(client: Client) -> None:
    found = numbers(client)

    assert found[("goteo_ledger_balance_cents", "suspense")] == 0
    assert found[("goteo_ledger_balance_cents", "clearing")] == 0


def test_asking_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        list(Waiting().collect())

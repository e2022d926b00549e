"""Donations and payments in the admin: their whole story to read, and nothing of it to change."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from activity.clock import database_now
from activity.models import Event
from donations import collecting
from donations.models import Attempt, Checkout, Donation, Payment, ProviderEvent, Verdict
from projects.models import Project
from tests import builders, cast
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import a_donation, a_gift
from tests.projects.desk import QUEUE, desk_of, page_of
from tests.stripe_sandbox.running import RunningSandbox

pytestmark = pytest.mark.django_db

KINDS = ("checkout", "donation", "payment", "providerevent", "verdict", "customer")
LATER = "2030-01-01T00:00:00Z"


@pytest.fixture
def desk() -> Client:
    return desk_of()


@pytest.fixture
def project() -> Project:
    return builders.a_live_project(
        rounds_planned=1, budget=builders.a_budget(10_000, 20_000), rewards=[builders.a_reward()]
    )


@pytest.fixture
def paid(sandbox: RunningSandbox, project: Project) -> Payment:
    """A round that passed with two gifts, both charged."""
    for cents, email in ((9_000, "biel@example.org"), (3_000, "guest@example.org")):
        a_donation(sandbox, project, a_gift(cents, email=email))
    close_round(project)
    collection_day()
    collecting.book_missing_costs()
    return Payment.objects.get(amount_cents=9_000)


def an_event(number: int, **changes: Any) -> ProviderEvent:
    return ProviderEvent.objects.create(
        event_id=f"evt_{number}", kind="payment_intent.succeeded", object_id="pi_1", **changes
    )


def listed(kind: str) -> str:
    return reverse(f"admin:donations_{kind}_changelist")


def shown(row: Any) -> str:
    return reverse(f"admin:donations_{row._meta.model_name}_change", args=[row.pk])


def text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_whole_story_of_a_payment_is_on_one_page(desk: Client, paid: Payment) -> None:
    story = text(desk, shown(paid))
    assert paid.intent_id is not None
    assert paid.balance_transaction_id is not None
    donation = paid.lines.get().donation
    for told in (
        "Succeeded",
        "€90.00",
        paid.intent_id,
        paid.balance_transaction_id,
        shown(donation),
        page_of(donation.project),
        "attempt.sent",
        "donation.promised",
        "payment.succeeded",
        "collected",  # the two entries of the ledger
        "balance_transaction",
        "clearing",
        f"project:{donation.project_id}",
        "-€90.00",
    ):
        assert told in story


def test_every_page_can_be_read(desk: Client, paid: Payment) -> None:
    donation = paid.lines.get().donation
    event = an_event(1)
    for row in (
        paid,
        donation,
        donation.checkout,
        paid.customer,
        event,
        Verdict.objects.get(),
        *Checkout.objects.all(),
    ):
        assert text(desk, shown(row))
    for kind in KINDS:
        assert text(desk, listed(kind))


def test_no_page_shows_what_would_let_one_act_as_the_backer(desk: Client, paid: Payment) -> None:
    checkout = paid.lines.get().donation.checkout
    pages = [shown(checkout), shown(paid), shown(paid.lines.get().donation), shown(paid.customer)]
    for address in [*pages, *map(listed, KINDS)]:
        page = text(desk, address)
        assert checkout.token not in page
        assert checkout.session_url not in page


def test_the_page_of_a_project_sums_its_donations_and_shows_its_verdict(
    desk: Client, paid: Payment, project: Project
) -> None:
    story = text(desk, page_of(project))
    assert "€120.00" in story
    assert "round.decided" in story
    assert shown(Verdict.objects.get()) in story


def test_the_list_of_projects_shows_what_each_has_raised(
    desk: Client, sandbox: RunningSandbox, project: Project
) -> None:
    a_donation(sandbox, project, a_gift(2_500))
    a_donation(sandbox, project, a_gift(1_000, email="other@example.org"))
    assert "€35" in text(desk, reverse(QUEUE), status="live")


def test_donations_of_one_project_and_state_are_listed_from_its_page(
    desk: Client, sandbox: RunningSandbox, project: Project
) -> None:
    donation = a_donation(sandbox, project)
    other = a_donation(sandbox, builders.a_live_project(cast.didac(), title="Another"))
    found = text(
        desk, listed("donation"), project__id__exact=str(project.pk), status__exact="promised"
    )
    assert shown(donation) in found
    assert shown(other) not in found


@pytest.mark.parametrize("kind", ["customer", "checkout", "payment", "donation"])
def test_an_address_finds_what_its_owner_gave(desk: Client, paid: Payment, kind: str) -> None:
    found = text(desk, listed(kind), q="biel@example.org")
    assert "1 " + {"customer": "customer", "checkout": "checkout"}.get(kind, kind) in found


def test_a_customer_shows_what_they_gave(desk: Client, paid: Payment) -> None:
    story = text(desk, shown(paid.customer))
    for told in ("biel@example.org", shown(paid), shown(paid.lines.get().donation)):
        assert told in story


def test_nothing_is_added_changed_or_deleted_here(desk: Client, paid: Payment) -> None:
    donation = paid.lines.get().donation
    rows = [paid, donation, donation.checkout, paid.customer, Verdict.objects.get(), an_event(1)]
    models = [type(row) for row in rows]
    before = [list(model._default_manager.order_by("pk").values_list()) for model in models]
    for row in rows:
        kind = row._meta.model_name
        typed = {"status": "cancelled", "amount_cents": "1", "post": "yes"}
        addresses = [
            reverse(f"admin:donations_{kind}_add"),
            shown(row),
            reverse(f"admin:donations_{kind}_delete", args=[row.pk]),
        ]
        for address in addresses:
            assert desk.post(address, typed).status_code == 403
        sent = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
        desk.post(listed(str(kind)), sent)
    assert [list(model._default_manager.order_by("pk").values_list()) for model in models] == before


@pytest.mark.parametrize("kind", KINDS)
def test_outsiders_see_none_of_it(client: Client, kind: str) -> None:
    client.force_login(cast.biel())
    answer = client.get(listed(kind))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("admin:login"))


def test_a_troubled_event_is_shown_with_its_error_and_made_due_again(desk: Client) -> None:
    event = an_event(1, error="NoAnswer: silence", attempts=4, due_at=LATER)
    assert "NoAnswer: silence" in text(desk, listed("providerevent"), state="error")
    assert "NoAnswer: silence" in text(desk, shown(event))
    desk.post(listed("providerevent"), {"action": "make_due", "_selected_action": event.pk})
    event.refresh_from_db()
    assert event.due_at <= database_now()
    assert Event.objects.get(verb="provider_event.due_again").actor == cast.carme()


def test_an_event_that_was_applied_stays_as_it_is(desk: Client) -> None:
    event = an_event(1, applied_at=LATER, due_at=LATER)
    sent = {"action": "make_due", "_selected_action": event.pk}
    answer = desk.post(listed("providerevent"), sent, follow=True)
    assert "What was applied already stays as it is." in answer.content.decode()
    event.refresh_from_db()
    assert event.due_at > database_now()
    assert not Event.objects.filter(verb="provider_event.due_again").exists()


def test_the_first_page_counts_troubled_events(desk: Client) -> None:
    an_event(1, error="NoAnswer: silence")
    an_event(2)
    index = text(desk, reverse("admin:index"))
    assert "Provider events with an error</a> <strong>1</strong>" in index


@pytest.mark.parametrize("kind", ["checkout", "donation", "customer"])
def test_longer_lists_ask_the_database_no_more_often(
    desk: Client,
    sandbox: RunningSandbox,
    project: Project,
    kind: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(3):
        a_donation(sandbox, project, a_gift(email=f"a{number}@example.org"))
    with CaptureQueriesContext(connection) as three:
        text(desk, listed(kind))
    for number in range(3, 9):
        a_donation(sandbox, project, a_gift(email=f"a{number}@example.org"))
    assert Donation.objects.count() == 9
    with django_assert_num_queries(len(three)):
        text(desk, listed(kind))


def test_longer_lists_of_payments_ask_the_database_no_more_often(
    desk: Client,
    sandbox: RunningSandbox,
    project: Project,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(3):
        a_donation(sandbox, project, a_gift(5_000, email=f"a{number}@example.org"))
    close_round(project)
    with CaptureQueriesContext(connection) as three:
        text(desk, listed("payment"))
    other = builders.a_live_project(
        cast.didac(), title="Another", rounds_planned=1, budget=builders.a_budget(10_000, 20_000)
    )
    for number in range(6):
        a_donation(sandbox, other, a_gift(5_000, email=f"b{number}@example.org"))
    close_round(other)
    assert Attempt.objects.count() == 9
    with django_assert_num_queries(len(three)):
        text(desk, listed("payment"))

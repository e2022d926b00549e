"""A creator's desk in each state of a project, and who may see it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from activity.clock import database_now
from donations.models import Donation, Payment, PaymentLine, SavedMethod, Verdict
from projects.models import Project, Round
from rewards.claims import free_unit, hold_unit, keep_unit
from tests import builders, cast
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return builders.a_live_project(rewards=[builders.a_reward(2500, units=3)])


@pytest.fixture
def as_alba(client: Client) -> Client:
    client.force_login(cast.alba())
    return client


def seen(client: Client, project: Project) -> str:
    answer = client.get(f"/en/projects/{project.slug}/desk/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def being_collected(project: Project, payment_status: str, **changes: Any) -> Donation:
    """As collecting leaves it after a bank's answer; only the page is tested here."""
    donation = a_promise(project, status="collecting", **changes)
    customer = donation.checkout.customer
    method, _ = SavedMethod.objects.get_or_create(
        customer=customer, provider_id=f"pm_{customer.pk}", kind="card"
    )
    payment = Payment.objects.create(
        kind="collection",
        status=payment_status,
        amount_cents=donation.amount_cents,
        customer=customer,
        method=method,
        created_at=database_now(),
    )
    PaymentLine.objects.create(
        payment=payment, donation=donation, amount_cents=donation.amount_cents
    )
    return donation


def decide(project: Project, *, passed: bool, status: str) -> None:
    round_ = project.rounds.get(number=1)
    Round.objects.filter(pk=round_.pk).update(status="decided")
    Verdict.objects.create(
        round=round_,
        passed=passed,
        raised_cents=900_000 if passed else 799_999,
        minimum_cents=800_000,
        optimum_cents=1_250_000,
        donations=7,
        decided_at=round_.closes_at,
    )
    Project.objects.filter(pk=project.pk).update(status=status)


@pytest.mark.parametrize("viewer", [cast.didac, cast.biel, cast.carme])
def test_it_does_not_exist_for_others(client: Client, project: Project, viewer: Any) -> None:
    client.force_login(viewer())
    assert client.get(f"/en/projects/{project.slug}/desk/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: Client, project: Project) -> None:
    answer: Any = client.get(f"/en/projects/{project.slug}/desk/")
    assert answer.status_code == 302
    unknown: Any = client.get("/en/projects/no-such-project/desk/")
    assert unknown.status_code == 302


def test_a_draft_leads_to_its_editor(as_alba: Client) -> None:
    draft = builders.a_complete_draft()
    page = seen(as_alba, draft)
    assert "Finish the draft and send it to review." in page
    assert f'href="/en/projects/{draft.slug}/edit/basics/"' in page
    assert "The money" not in page


def test_a_live_project_has_its_address_to_share_and_its_time(
    as_alba: Client, project: Project, settings: Any
) -> None:
    page = seen(as_alba, project)
    assert f"{settings.BASE_URL}/en/projects/{project.slug}/" in page
    assert "39 days left" in page or "40 days left" in page


def test_raised_and_its_days_are_there_as_figures(as_alba: Client, project: Project) -> None:
    now = database_now()
    Project.objects.filter(pk=project.pk).update(launched_at=now - timedelta(days=2))
    Round.objects.filter(project=project, number=1).update(opens_at=now - timedelta(days=2))
    a_promise(project, 40_000, email="a@example.org", confirmed_at=now - timedelta(days=1))
    a_promise(project, 2_500, email="b@example.org", confirmed_at=now)
    page = seen(as_alba, project)
    assert "€425" in page
    table = page[page.index("Raised by its end") :]
    assert table.index("€425.00") < table.index("€400.00")
    assert "after 3 days of" in page or "after 3 of" in page


def test_names_appear_only_with_consent(as_alba: Client, project: Project) -> None:
    a_promise(project, 4200, name="Ona Vidal", email="ona@example.org")
    a_promise(project, 700, email="hidden@example.org")
    page = seen(as_alba, project)
    assert "<b>Ona Vidal</b> gave €42" in page
    assert "<b>Someone</b> gave €7" in page
    assert "hidden@example.org" not in page


def test_what_a_bank_declined_is_counted_and_named_by_consent_alone(
    as_alba: Client, project: Project
) -> None:
    being_collected(project, "retrying", name="Ona Vidal", email="ona@example.org")
    being_collected(project, "retrying", email="hidden@example.org")
    being_collected(project, "action_required", name="Pau Serra", email="pau@example.org")
    a_promise(project, 900, status="dropped", email="gone@example.org")
    page = seen(as_alba, project)
    stands = page[page.index("Where the donations stand") : page.index("We write to whoever")]
    declined, waits = stands.index("Declined for now"), stands.index("asks the backer to confirm")
    assert "Ona Vidal" in stands[declined:waits]
    assert '<td class="number">2</td><td class="number">€50.00</td>' in stands[declined:waits]
    assert "Pau Serra" in stands[waits:]
    assert "Could not be collected" in stands
    assert "example.org" not in page


def test_rewards_count_units_that_are_kept(as_alba: Client, project: Project) -> None:
    reward = project.rewards.get()
    for keeps in (True, True, False):
        claim = hold_unit(reward, actor=None)
        keep_unit(claim, actor=None)
        given = a_promise(project, status="promised" if keeps else "cancelled")
        Donation.objects.filter(pk=given.pk).update(claim=claim)
        if not keeps:
            free_unit(claim, actor=None)
    assert "2 of 3" in seen(as_alba, project)


def test_a_funded_project_reads_its_verdict_and_what_comes(
    as_alba: Client, project: Project
) -> None:
    decide(project, passed=True, status="funded")
    page = seen(as_alba, project)
    assert "Round 1 passed" in page
    assert "it had €9,000 from 7 donations, with a minimum of €8,000." in page
    assert "Keeping promises" in page


def test_a_failed_project_shows_what_it_had(as_alba: Client, project: Project) -> None:
    a_promise(project, 799_999, status="released")
    decide(project, passed=False, status="failed")
    page = seen(as_alba, project)
    assert "Round 1 failed" in page
    assert "€7,999.99" in page
    assert "nobody gave" in page


def test_a_permanent_project_has_a_desk(as_alba: Client) -> None:
    permanent = builders.a_live_project(rounds_planned=0)
    a_promise(permanent, 2500, status="paid")
    page = seen(as_alba, permanent)
    assert "It takes donations all the time." in page
    assert "Collected" in page


def test_a_donation_confirmed_after_the_end_belongs_to_the_last_day(
    as_alba: Client, project: Project
) -> None:
    ends = datetime(2026, 4, 9, 22, 0, tzinfo=UTC)
    Project.objects.filter(pk=project.pk).update(launched_at=ends - timedelta(days=2))
    Round.objects.filter(project=project, number=1).update(
        opens_at=ends - timedelta(days=2), closes_at=ends, status="closing"
    )
    a_promise(project, 2500, confirmed_at=ends + timedelta(minutes=20))
    page = seen(as_alba, project)
    assert "<td>9 April 2026</td>" in page


def test_my_projects_lead_to_the_desk_once_launched(as_alba: Client, project: Project) -> None:
    draft = builders.a_draft(title="Another")
    page = as_alba.get("/en/projects/mine/").content.decode()
    assert f"/en/projects/{project.slug}/desk/" in page
    assert f"/en/projects/{draft.slug}/desk/" not in page


def test_queries_do_not_grow_with_rows(
    as_alba: Client, project: Project, django_assert_max_num_queries: Any
) -> None:
    decide(project, passed=True, status="live")
    for number in range(6):
        a_promise(project, name=f"Person {number}", email=f"p{number}@example.org")
        being_collected(project, "retrying", email=f"c{number}@example.org")
    with django_assert_max_num_queries(13):
        seen(as_alba, project)

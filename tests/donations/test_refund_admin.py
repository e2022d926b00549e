"""Giving money back in the admin: shown before, asked with its reason, refused with a sentence."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from donations import collecting
from donations.models import Donation, Reconciliation, Refund
from donations.reconciling import reconcile
from donations.refunding import ask_refund, send_due_refunds
from projects.models import Project
from tests import builders, cast
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import a_donation, a_gift
from tests.donations.promising import a_promise
from tests.projects.desk import desk_of
from tests.stripe_sandbox.running import RunningSandbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return desk_of()


@pytest.fixture
def paid(sandbox: RunningSandbox) -> Donation:
    project: Project = builders.a_live_project(
        rounds_planned=1, budget=builders.a_budget(3_000, 5_000)
    )
    donation = a_donation(sandbox, project, a_gift(9_000))
    close_round(project)
    collection_day()
    collecting.book_missing_costs()
    donation.refresh_from_db()
    return donation


def address(donation: Donation) -> str:
    return reverse("admin:donations_donation_return", args=[donation.pk])


def story_of(kind: str, key: int) -> str:
    return reverse(f"admin:donations_{kind}_change", args=[key])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_donation_leads_there_and_says_what_will_happen(desk: Client, paid: Donation) -> None:
    assert address(paid) in desk.get(story_of("donation", paid.pk)).content.decode()
    shown = text(desk.get(address(paid)))

    assert "At most €90.00 go back" in shown
    assert 'value="90"' in shown
    assert Refund.objects.count() == 0


@pytest.mark.parametrize(
    ("amount", "reason", "says"),
    [
        ("", "why", "Write an amount."),
        ("0", "why", "The least is"),
        ("-5", "why", "cannot be negative"),
        ("90.01", "why", "The most is €90"),
        ("ten", "why", "This is not an amount."),
        ("10.0001", "why", "Cents have two digits at most"),
        ("10.00", "", "This field is required."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    desk: Client, paid: Donation, amount: str, reason: str, says: str
) -> None:
    answer = desk.post(address(paid), {"amount": amount, "reason": reason})

    assert answer.status_code == 422
    assert says in text(answer)
    assert f'value="{amount}"' in text(answer) or amount == ""
    assert Refund.objects.count() == 0


def test_it_is_asked_for_with_who_and_why(desk: Client, paid: Donation) -> None:
    answer = desk.post(address(paid), {"amount": "40.00", "reason": "As we agreed."}, follow=True)
    refund = Refund.objects.get()

    assert (refund.amount_cents, refund.reason) == (4_000, "As we agreed.")
    assert "On its way back." in text(answer)
    assert "As we agreed." in text(desk.get(story_of("refund", refund.pk)))


def test_what_cannot_go_back_leads_away(desk: Client, paid: Donation) -> None:
    promise = a_promise(paid.project)
    answer = desk.get(address(promise), follow=True)

    assert "Only money that was charged can be returned" in text(answer)


def test_one_that_came_back_is_noted_as_paid_by_bank(desk: Client, paid: Donation) -> None:
    refund = ask_refund(paid, 9_000, reason="why", actor=cast.carme())
    Refund.objects.filter(pk=refund.pk).update(status="failed")
    by_bank = reverse("admin:donations_refund_by_bank", args=[refund.pk])
    assert desk.post(by_bank, {"reference": ""}).status_code == 422
    desk.post(by_bank, {"reference": "2026-11-21 no. 7"})
    refund.refresh_from_db()
    assert refund.status == "by_bank"
    # Said once, the way there is closed.
    assert desk.get(by_bank).status_code == 302


def test_nobody_else_comes_in(client: Client, paid: Donation) -> None:
    client.force_login(cast.biel())
    for asked in (client.get, client.post):
        assert asked(address(paid)).status_code in (302, 404)
    assert Refund.objects.count() == 0


def test_comparisons_with_the_provider_are_listed(desk: Client, paid: Donation) -> None:
    send_due_refunds()
    reconcile()
    done = Reconciliation.objects.get()

    assert desk.get(reverse("admin:donations_reconciliation_changelist")).status_code == 200
    assert "€0.00" in text(desk.get(story_of("reconciliation", done.pk)))

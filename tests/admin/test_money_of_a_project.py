"""The money of one project on one page: what was raised, what was charged, what the book says."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from donations import collecting
from donations.models import Payment
from ledger.models import Entry
from projects.models import Project
from tests import builders, cast
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import a_donation, a_gift
from tests.donations.promising import a_promise
from tests.projects.desk import desk_of, page_of
from tests.stripe_sandbox.running import RunningSandbox

pytestmark = pytest.mark.django_db


def money_of(project: Project) -> str:
    return reverse("admin:project_money", args=[project.pk])


def test_a_project_leads_to_its_money_and_back() -> None:
    project = builders.a_live_project()
    desk = desk_of()
    assert money_of(project) in desk.get(page_of(project)).content.decode()
    assert page_of(project) in desk.get(money_of(project)).content.decode()


def test_promises_are_told_apart_from_what_was_collected() -> None:
    project = builders.a_live_project()
    a_promise(project, 2_500)
    page = desk_of().get(money_of(project)).content.decode()
    assert page.count("€25.00") >= 2  # Raised, and promised.
    assert "Promises are charged after the verdict." in page


def test_what_was_charged_stands_beside_the_book(sandbox: RunningSandbox) -> None:
    project = builders.a_live_project(rounds_planned=1, budget=builders.a_budget(10_000, 20_000))
    a_donation(sandbox, project, a_gift(12_000, email="biel@example.org"))
    close_round(project)
    collection_day()
    collecting.book_missing_costs()
    page = desk_of().get(money_of(project)).content.decode()
    payment = Payment.objects.get()
    for told in (
        "Succeeded", "€120.00", "-€120.00", f"project:{project.pk}", f"cost:{project.pk}",
        f"payment:{payment.pk}", "Passed",
    ):  # fmt: skip
        assert told in page, told
    for entry in Entry.objects.filter(postings__account__code=f"project:{project.pk}"):
        assert f"/admin/ledger/entry/{entry.pk}/change/" in page


def test_the_money_of_another_project_is_not_told() -> None:
    project, other = builders.a_live_project(), builders.a_live_project(title="Other")
    a_promise(other, 7_700)
    assert "€77.00" not in desk_of().get(money_of(project)).content.decode()


def test_it_is_read_by_admins_alone_and_never_written() -> None:
    project = builders.a_live_project()
    for client in (Client(), desk_of(cast.biel()), desk_of(cast.alba())):
        assert client.get(money_of(project)).status_code in (302, 403)
    assert desk_of().post(money_of(project)).status_code == 405
    assert desk_of().get("/admin/projects/project/999999/money/").status_code == 404


def test_it_takes_as_many_queries_however_much_was_given() -> None:
    project = builders.a_live_project()
    desk = desk_of()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(money_of(project)).status_code == 200
        return len(captured)

    a_promise(project)
    queries()
    one = queries()
    for giver in range(5):
        a_promise(project, email=f"giver{giver}@example.org")
    assert queries() == one <= 20

"""What an extension and a hold mean for those who promised, and for cards being charged."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from activity.clock import database_now
from activity.dispatch import deliver_due
from activity.models import Mail
from donations import checkout_outcome, collecting
from donations.models import Attempt, Checkout, Donation
from projects.deadlines import last_day
from projects.extending import extend_round
from projects.holding import put_on_hold, resume
from projects.models import Project
from projects.templatetags.dates import day
from tests import builders, cast
from tests.donations.closing import close_round, collection_day, leases_run_out
from tests.donations.giving import a_donation, a_gift, an_open_checkout, stripe_of
from tests.donations.promising import a_promise
from tests.projects.desk import desk_of, page_of, page_to
from tests.stripe_sandbox.running import RunningSandbox, complete_checkout


@pytest.fixture
def project(db: Any) -> Project:
    """One round; its minimum is 100.00."""
    return builders.a_live_project(rounds_planned=1, budget=builders.a_budget(10_000, 20_000))


def mails(kind: str) -> list[Mail]:
    while deliver_due():
        pass
    return list(Mail.objects.filter(kind=kind).order_by("recipient"))


def later(project: Project, **by: Any) -> datetime:
    return project.rounds.get(number=1).closes_at + timedelta(**by)


def paid(sandbox: RunningSandbox) -> list[int]:
    return [charge.amount for charge in stripe_of(sandbox).v1.charges.list().data if charge.paid]


def test_every_promise_is_told_of_each_extension(project: Project) -> None:
    for number in range(2):
        a_promise(project, email=f"backer{number}@example.org")
    a_promise(project, email="gone@example.org", status="cancelled")
    latest = [each.charge_by for each in project.donations.order_by("pk")]
    for days in (1, 2):
        until = later(project, days=1)
        extend_round(project, until, f"Outage {days}", actor=cast.carme())
        told = mails("donation_round_extended")
        assert len(told) == 2 * days
    assert {mail.recipient for mail in told} == {"backer0@example.org", "backer1@example.org"}
    assert any(f"Outage {days}" in mail.text for mail in told)
    with translation.override("en"):
        new_end = day(last_day(until))
    assert sum(new_end in mail.subject for mail in told) == 2
    assert len(mails("project_round_extended")) == 2
    assert [each.charge_by for each in project.donations.order_by("pk")] == latest


def test_whoever_promises_after_an_extension_has_the_same_last_day(
    committed_db: Any, sandbox: RunningSandbox, project: Project
) -> None:
    before = a_donation(sandbox, project)
    extend_round(project, later(project, days=2), "An outage", actor=cast.carme())
    after = a_donation(sandbox, project, a_gift(email="later@example.org"))
    assert after.charge_by == before.charge_by


def test_a_hold_ends_checkouts_at_the_provider_and_takes_no_more(
    committed_db: Any, sandbox: RunningSandbox, project: Project
) -> None:
    left, finished = (an_open_checkout(project, a_gift(email=f"{n}@example.org")) for n in "ab")
    complete_checkout(finished.session_url)
    put_on_hold(project, "A doubt", actor=cast.carme())
    assert checkout_outcome.expire_overdue_checkouts() == 2
    statuses = dict(Donation.objects.values_list("checkout", "status"))
    assert statuses == {left.pk: "expired", finished.pk: "promised"}
    session = stripe_of(sandbox).v1.checkout.sessions.retrieve(left.session_id or "")
    assert session.status == "expired"


def test_nothing_is_collected_on_hold_and_everything_after_it(
    committed_db: Any, sandbox: RunningSandbox
) -> None:
    project = builders.a_live_project(budget=builders.a_budget(10_000, 20_000))
    a_donation(sandbox, project, a_gift(10_000))
    close_round(project)
    put_on_hold(project, "A doubt", actor=cast.carme())
    collection_day()
    assert paid(sandbox) == []
    resume(project, "All is well", actor=cast.carme())
    collection_day()
    assert paid(sandbox) == [10_000]


def test_an_attempt_that_was_taken_just_before_a_hold_is_not_confirmed(
    committed_db: Any, sandbox: RunningSandbox
) -> None:
    project = builders.a_live_project(budget=builders.a_budget(10_000, 20_000))
    a_donation(sandbox, project, a_gift(10_000))
    close_round(project)
    Attempt.objects.update(due_at=database_now())
    (taken,) = collecting._take_due(1)
    put_on_hold(project, "A doubt", actor=cast.carme())
    collecting.collect(taken)
    assert paid(sandbox) == []
    leases_run_out()
    collecting.resolve_silent_attempts()
    assert Attempt.objects.get().status == "due"
    resume(project, "All is well", actor=cast.carme())
    collection_day()
    assert paid(sandbox) == [10_000]


# --- the pages of these decisions ----------------------------------------------------------
TYPED = {
    "hold": {"reason": "We wait for a licence."},
    "end-early": {"reason": "The pictures are not yours."},
}


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("hold", ["2 promises stand, €50.00 together", "fails by itself", "Backers get no mail"]),
        ("end-early", ["2 promises stand", "nobody is charged", "2 mails go to backers"]),
        ("extend", ["at the latest", "2 mails go to backers", "may be charged stays"]),
    ],
)
def test_a_page_says_what_would_happen_and_does_nothing(
    project: Project, decision: str, said: list[str]
) -> None:
    for number in range(2):
        a_promise(project, email=f"backer{number}@example.org")
    page = desk_of().get(page_to(decision, project)).content.decode()
    for sentence in said:
        assert sentence in page
    project.refresh_from_db()
    assert project.status == "live"


@pytest.mark.parametrize(("decision", "becomes"), [("hold", "on_hold"), ("end-early", "failed")])
def test_a_decision_asks_for_a_reason_and_is_taken(
    project: Project, decision: str, becomes: str
) -> None:
    desk = desk_of()
    refused = desk.post(page_to(decision, project), {"reason": " "})
    assert "Write why" in refused.content.decode()
    project.refresh_from_db()
    assert project.status == "live"
    desk.post(page_to(decision, project), TYPED[decision])
    project.refresh_from_db()
    assert project.status == becomes


def test_a_hold_is_resumed_from_its_page(project: Project) -> None:
    put_on_hold(project, "A doubt", actor=cast.carme())
    desk = desk_of()
    assert page_to("resume", project) in desk.get(page_of(project)).content.decode()
    page = desk.get(page_to("resume", project)).content.decode()
    assert "receives donations again" in page
    desk.post(page_to("resume", project), {"reason": "All is well"})
    project.refresh_from_db()
    assert project.status == "live"


def test_an_extension_is_looked_at_then_made_within_its_bound(project: Project) -> None:
    desk: Client = desk_of()
    before = project.rounds.get().closes_at
    wanted = last_day(before + timedelta(days=2)).astimezone().date()
    typed = {"last_day": f"{wanted:%Y-%m-%d}", "reason": "An outage"}
    looked = desk.post(page_to("extend", project), {**typed, "look": ""}).content.decode()
    assert "It will end with" in looked
    assert project.rounds.get().closes_at == before
    for far_day in ("2099-01-01", "9999-12-31"):
        far = desk.post(page_to("extend", project), {**typed, "last_day": far_day})
        assert "at the latest" in far.content.decode()
    assert project.rounds.get().closes_at == before
    desk.post(page_to("extend", project), typed)
    assert project.rounds.get().closes_at > before


def test_after_the_verdict_only_a_hold_and_an_extension_are_offered(committed_db: Any) -> None:
    project = builders.a_live_project(budget=builders.a_budget(10_000, 20_000))
    promise = a_promise(project, 10_000)
    Donation.objects.filter(pk=promise.pk).update(charge_by=database_now())
    close_round(project)
    page = desk_of().get(page_of(project)).content.decode()
    possible = ("hold", "resume", "extend", "end-early")
    offered = {each for each in possible if page_to(each, project) in page}
    assert offered == {"hold", "extend"}
    assert Checkout.objects.count() == 1

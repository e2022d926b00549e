"""Closing a round: the verdict, then each promise collected once or released."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity.clock import database_now
from donations import checkout_outcome, collecting, settlement
from donations.checkout import open_checkout
from donations.errors import NotReceiving
from donations.models import Attempt, Checkout, Donation, Payment, SavedMethod, Verdict
from ledger.book import balances
from ledger.checks import verify
from ledger.models import Entry
from projects.models import Project
from tests import builders, cast
from tests.donations.closing import close_round, collection_day, leases_run_out
from tests.donations.giving import (
    ASKS_WHEN_CHARGED,
    DECLINES_WHEN_CHARGED,
    RETURN_URL,
    SUCCEEDS,
    a_donation,
    a_gift,
    an_open_checkout,
    stripe_of,
)
from tests.donations.promising import a_promise
from tests.stripe_sandbox.running import RunningSandbox, complete_checkout

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def project(committed_db: Any) -> Project:
    """One round; its minimum is 100.00."""
    return builders.a_live_project(rounds_planned=1, budget=builders.a_budget(10_000, 20_000))


def give(sandbox: RunningSandbox, project: Project, amount_cents: int, **more: Any) -> Donation:
    card = more.pop("card", SUCCEEDS)
    return a_donation(sandbox, project, a_gift(amount_cents, **more), card=card)


def charges(sandbox: RunningSandbox) -> list[int]:
    return [charge.amount for charge in stripe_of(sandbox).v1.charges.list().data if charge.paid]


def assert_books_are_right() -> None:
    """Every check of the ledger, the comparison with the provider's balance among them."""
    collecting.book_missing_costs()
    report = verify()
    assert report.is_right, report.wrong


def test_a_cent_below_the_minimum_fails_and_nobody_is_charged(
    sandbox: RunningSandbox, project: Project
) -> None:
    donation = give(sandbox, project, 9_999)
    verdict = close_round(project)
    assert verdict is not None
    assert (verdict.passed, verdict.raised_cents) == (False, 9_999)
    collection_day()
    donation.refresh_from_db()
    assert (donation.status, project.status) == ("released", "failed")
    assert charges(sandbox) == []
    assert Payment.objects.count() == Entry.objects.count() == 0


def test_the_minimum_to_the_cent_passes(sandbox: RunningSandbox, project: Project) -> None:
    give(sandbox, project, 10_000)
    verdict = close_round(project)
    assert verdict is not None
    assert verdict.passed
    assert project.status == "funded"


def test_each_promise_is_charged_once_and_the_books_balance(
    sandbox: RunningSandbox, project: Project
) -> None:
    for number, amount in enumerate([5_000, 4_000, 1_000]):
        give(sandbox, project, amount, email=f"backer{number}@example.org")
    close_round(project)
    assert charges(sandbox) == [], "mails come first: nothing is charged on the day of the verdict"
    collection_day()
    collection_day()
    assert sorted(charges(sandbox)) == [1_000, 4_000, 5_000]
    assert set(Donation.objects.values_list("status", flat=True)) == {"paid"}
    assert_books_are_right()
    assert balances() == {
        "clearing": 0,
        f"cost:{project.pk}": 100 + 85 + 40,
        f"project:{project.pk}": -10_000,
        "provider": 10_000 - 225,
    }


def test_charges_are_planned_for_the_next_ten_in_madrid(
    sandbox: RunningSandbox, project: Project
) -> None:
    give(sandbox, project, 10_000)
    close_round(project)
    due_at = Attempt.objects.get().due_at
    assert due_at > database_now()
    collecting.collect_due()
    assert charges(sandbox) == []


def test_a_declined_card_leaves_the_payment_retrying(
    sandbox: RunningSandbox, project: Project
) -> None:
    give(sandbox, project, 10_000)
    declined = give(sandbox, project, 5_000, card=DECLINES_WHEN_CHARGED, email="poor@example.org")
    close_round(project)
    collection_day()
    declined.refresh_from_db()
    payment = Payment.objects.get(lines__donation=declined)
    attempt = payment.attempts.get(number=1)
    assert (declined.status, payment.status, attempt.status) == (
        "collecting",
        "retrying",
        "declined",
    )
    assert attempt.decline_code
    assert charges(sandbox) == [10_000]
    assert_books_are_right()


def test_a_card_that_wants_its_owner_waits_for_them(
    sandbox: RunningSandbox, project: Project
) -> None:
    donation = give(sandbox, project, 10_000, card=ASKS_WHEN_CHARGED)
    close_round(project)
    collection_day()
    assert Payment.objects.get(lines__donation=donation).status == "action_required"
    assert Entry.objects.count() == 0


def test_no_verdict_while_a_checkout_is_open(sandbox: RunningSandbox, project: Project) -> None:
    checkout = an_open_checkout(project, a_gift(10_000))
    assert close_round(project) is None
    assert project.rounds.get().status == "closing"
    complete_checkout(checkout.session_url)
    checkout_outcome.refresh_checkout(checkout)
    settlement.settle_closing_rounds()
    assert Verdict.objects.get().raised_cents == 10_000


def test_no_checkout_opens_while_a_round_is_closing(
    sandbox: RunningSandbox, project: Project
) -> None:
    checkout = an_open_checkout(project)
    close_round(project)
    with pytest.raises(NotReceiving):
        open_checkout(
            project,
            a_gift(email="late@example.org"),
            form_key=uuid4(),
            return_url=RETURN_URL,
            actor=None,
        )
    assert Donation.objects.get() == checkout.donations.get()


def test_a_verdict_is_given_once(sandbox: RunningSandbox, project: Project) -> None:
    give(sandbox, project, 10_000)
    close_round(project)
    assert settlement.settle_round(project.rounds.get().pk) is None
    assert Verdict.objects.count() == Payment.objects.count() == 1


def test_a_project_on_hold_gets_no_verdict(sandbox: RunningSandbox, project: Project) -> None:
    give(sandbox, project, 10_000)
    Project.objects.filter(pk=project.pk).update(status="on_hold")
    assert close_round(project) is None


def test_the_first_of_two_rounds_opens_the_second(
    sandbox: RunningSandbox, committed_db: Any
) -> None:
    project = builders.a_live_project(cast.didac(), budget=builders.a_budget(10_000, 20_000))
    give(sandbox, project, 10_000)
    close_round(project)
    assert project.status == "live"
    assert [each.status for each in project.rounds.all()] == ["decided", "open"]


def test_a_failed_first_round_calls_the_second_off(
    sandbox: RunningSandbox, committed_db: Any
) -> None:
    project = builders.a_live_project(cast.didac())
    give(sandbox, project, 10_000)
    close_round(project)
    assert project.status == "failed"
    assert [each.status for each in project.rounds.all()] == ["decided", "called_off"]


def test_the_second_round_charges_at_once(sandbox: RunningSandbox, committed_db: Any) -> None:
    project = builders.a_live_project(cast.didac(), budget=builders.a_budget(10_000, 20_000))
    give(sandbox, project, 10_000)
    close_round(project)
    donation = give(sandbox, project, 3_000, email="second@example.org")
    assert donation.status == "paid"
    assert charges(sandbox) == [3_000]
    assert_books_are_right()


def test_a_lost_answer_is_asked_for_and_not_charged_again(
    sandbox: RunningSandbox, project: Project
) -> None:
    give(sandbox, project, 10_000)
    close_round(project)
    sandbox.control("faults", kind="store_500_after", operation="confirm_payment_intent")
    collection_day()
    assert Attempt.objects.get().status == "unknown"
    assert Entry.objects.count() == 0
    leases_run_out()
    collecting.resolve_silent_attempts()
    assert Donation.objects.get().status == "paid"
    assert charges(sandbox) == [10_000]
    assert_books_are_right()


def test_a_provider_that_is_down_declines_nobody(sandbox: RunningSandbox, project: Project) -> None:
    give(sandbox, project, 10_000)
    close_round(project)
    sandbox.kill()
    collection_day()
    sandbox.restart()
    assert Attempt.objects.get().status == "unknown"
    leases_run_out()
    collecting.resolve_silent_attempts()
    collection_day()
    assert Donation.objects.get().status == "paid"
    assert charges(sandbox) == [10_000]


def test_a_verdict_that_comes_too_late_releases_the_promise(
    sandbox: RunningSandbox, project: Project, caplog: Any
) -> None:
    in_time = give(sandbox, project, 10_000)
    late = give(sandbox, project, 5_000, email="late@example.org")
    Donation.objects.filter(pk=late.pk).update(charge_by=database_now() + timedelta(hours=1))
    close_round(project)
    collection_day()
    in_time.refresh_from_db()
    late.refresh_from_db()
    assert (in_time.status, late.status) == ("paid", "released")
    assert charges(sandbox) == [10_000]
    assert "too late" in caplog.text


@pytest.mark.parametrize(("minimum_cents", "ended"), [(3_000, "collecting"), (900_000, "released")])
def test_a_verdict_asks_the_database_no_more_for_thirty_than_for_three(
    committed_db: Any, minimum_cents: int, ended: str
) -> None:
    asked = []
    for owner, gifts in [(cast.alba(), 3), (cast.didac(), 30)]:
        budget = builders.a_budget(minimum_cents, 1_000_000)
        project = builders.a_live_project(owner, rounds_planned=1, budget=budget)
        asked.append(queries_of_verdict(project, gifts))
        assert project.donations.filter(status=ended).count() == gifts
    assert asked[1] <= asked[0]


def queries_of_verdict(project: Project, gifts: int) -> int:
    for number in range(gifts):
        promise = a_promise(project, 3_000, email=f"backer{number}@example.org")
        saved = SavedMethod.objects.create(
            customer=promise.checkout.customer, kind="card", provider_id=f"pm_{promise.pk}"
        )
        Checkout.objects.filter(pk=promise.checkout_id).update(method=saved)
    builders.bring_to_its_end(project)
    settlement.close_due_rounds()
    with CaptureQueriesContext(connection) as queries:
        settlement.settle_closing_rounds()
    return len(queries)

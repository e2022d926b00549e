"""Whatever breaks around a charge: one intent for each payment, and one success on it at most."""

from datetime import timedelta
from typing import Any

import pytest

from activity.clock import database_now
from donations import cancelling, collecting
from donations.attempts import plan_attempt
from donations.models import Attempt, Donation, Payment
from donations.payments import store_intent
from ledger.checks import verify
from ledger.models import Entry
from projects.models import Project
from tests import builders
from tests.donations.closing import close_round, collection_day, leases_run_out
from tests.donations.giving import a_donation, a_gift, stripe_of
from tests.stripe_sandbox.running import RunningSandbox

pytestmark = pytest.mark.usefixtures("committed_db")
CREATE, CONFIRM = "create_payment_intent", "confirm_payment_intent"
# The client sends a request three times before it says that nobody answered.
TRIES = 3


@pytest.fixture
def project(committed_db: Any) -> Project:
    """One round; its minimum is 100.00; one unit of its reward."""
    return builders.a_live_project(
        rounds_planned=1,
        budget=builders.a_budget(10_000, 20_000),
        rewards=[builders.a_reward(2500, units=1)],
    )


@pytest.fixture
def donation(sandbox: RunningSandbox, project: Project) -> Donation:
    """A promise of 100.00 with the reward, its round passed: to be charged tomorrow."""
    gift = a_gift(10_000, reward=project.rewards.get())
    donation = a_donation(sandbox, project, gift)
    close_round(project)
    return donation


def the_provider_is_asked() -> None:
    leases_run_out()
    collecting.resolve_silent_attempts()


def date_is_over() -> None:
    Donation.objects.update(charge_by=database_now())


def intents(sandbox: RunningSandbox) -> list[str]:
    return [intent.status for intent in stripe_of(sandbox).v1.payment_intents.list().data]


def charges(sandbox: RunningSandbox) -> list[int]:
    return [charge.amount for charge in stripe_of(sandbox).v1.charges.list().data if charge.paid]


def assert_charged_once(sandbox: RunningSandbox, donation: Donation) -> None:
    donation.refresh_from_db()
    assert donation.status == "paid"
    assert charges(sandbox) == [10_000]
    assert intents(sandbox) == ["succeeded"]
    assert not Attempt.objects.exclude(status="succeeded").exists()
    collecting.book_missing_costs()
    report = verify()
    assert report.is_right, report.wrong


def assert_dropped(sandbox: RunningSandbox, donation: Donation) -> None:
    donation.refresh_from_db()
    assert donation.status == "dropped"
    assert Payment.objects.get().status == "cancelled"
    assert not Attempt.objects.exclude(status="declined").exists()
    assert donation.project.rewards.get().units_left == 1
    assert charges(sandbox) == []
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("operation", [CREATE, CONFIRM])
@pytest.mark.parametrize(
    ("kind", "times"),
    [
        ("down", TRIES),
        ("drop_answer", 1),
        ("store_500", 1),
        ("store_500_after", 1),
        ("answer_429", 1),
    ],
)
def test_trouble_at_the_provider_costs_minutes_and_no_money(
    sandbox: RunningSandbox, donation: Donation, operation: str, kind: str, times: int
) -> None:
    sandbox.control("faults", kind=kind, operation=operation, times=times)
    collection_day()
    assert Attempt.objects.get().status in ("unknown", "succeeded")
    the_provider_is_asked()
    collecting.collect_due()
    assert_charged_once(sandbox, donation)


def test_a_charge_on_hold_whose_date_is_over_is_dropped(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    """Its answer was lost, so it is still being confirmed; on hold nobody tries again."""
    sandbox.control("faults", kind="down", operation=CONFIRM, times=TRIES)
    collection_day()
    Project.objects.update(status="on_hold")
    the_provider_is_asked()
    assert (Payment.objects.get().status, collecting.collect_due()) == ("confirming", 0)
    date_is_over()
    cancelling.stop_late_payments()

    assert_dropped(sandbox, donation)


def test_a_payment_that_waits_for_its_last_try_holds_up_no_other(
    sandbox: RunningSandbox, donation: Donation, project: Project
) -> None:
    sandbox.control("bank", answer="expired_card", times=1)
    collection_day()
    waits = Payment.objects.get()
    plan_attempt(waits, database_now())
    other = Payment.objects.create(
        kind="collection",
        status="retrying",
        amount_cents=500,
        customer=waits.customer,
        method=waits.method,
        created_at=waits.created_at,
        first_declined_at=waits.created_at,
        give_up_at=database_now(),
    )
    Payment.objects.filter(pk=waits.pk).update(give_up_at=database_now())

    assert cancelling.stop_late_payments(limit=1) == 1
    other.refresh_from_db()
    assert other.status == "cancelled"


def test_what_is_with_the_bank_is_asked_about_until_it_ends(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    sandbox.control("bank", answer="processing", seconds=600, then="succeeded")
    collection_day()
    assert Attempt.objects.get().status == "processing"
    sandbox.control("clock", advance=601)
    the_provider_is_asked()

    assert_charged_once(sandbox, donation)


def test_a_provider_that_dies_and_comes_back_has_lost_nothing(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    sandbox.control("faults", kind="store_500_after", operation=CONFIRM)
    collection_day()
    sandbox.kill()
    sandbox.restart()
    the_provider_is_asked()
    assert_charged_once(sandbox, donation)


def test_a_worker_that_dies_with_an_attempt_in_hand_loses_nothing(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    Attempt.objects.update(due_at=database_now())
    collecting._take_due(1)
    assert collecting.collect_due() == 0, "its lease runs: nobody else takes it"
    assert collecting.resolve_silent_attempts() == 0
    the_provider_is_asked()
    collecting.collect_due()
    assert_charged_once(sandbox, donation)


def test_when_the_key_is_forgotten_the_list_finds_the_intent(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    sandbox.control("faults", kind="store_500_after", operation=CREATE)
    collection_day()
    sandbox.control("idempotency/age", seconds=25 * 3600)
    the_provider_is_asked()
    collecting.collect_due()
    assert_charged_once(sandbox, donation)


def test_a_worker_paused_past_its_lease_changes_nothing(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    Attempt.objects.update(due_at=database_now())
    (paused,) = collecting._take_due(1)
    the_provider_is_asked()
    collecting.collect_due()
    collecting.collect(paused)
    assert_charged_once(sandbox, donation)


def test_two_workers_with_an_intent_each_confirm_the_one_stored_first(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    first, second = Payment.objects.get(), Payment.objects.get()
    store_intent(first, "pi_first")
    store_intent(second, "pi_second")
    assert second.intent_id == "pi_first"


def test_nothing_is_charged_after_the_date_agreed_to(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    date_is_over()
    collection_day()
    assert Donation.objects.get().status == "collecting"
    assert cancelling.stop_late_payments() == 1
    assert_dropped(sandbox, donation)
    the_provider_is_asked()
    assert collecting.collect_due() == 0


def test_nothing_is_charged_while_the_project_is_on_hold(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    Project.objects.update(status="on_hold")
    collection_day()
    assert Attempt.objects.get().status == "due"
    assert intents(sandbox) == []
    Project.objects.update(status="live")
    collection_day()
    assert_charged_once(sandbox, donation)


def test_a_silent_attempt_is_not_sent_again_after_the_date(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    sandbox.control("faults", kind="store_500", operation=CONFIRM)
    collection_day()
    date_is_over()
    the_provider_is_asked()
    cancelling.stop_late_payments()
    assert_dropped(sandbox, donation)
    assert intents(sandbox) == ["canceled"]


def test_only_the_providers_word_drops_a_donation(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    sandbox.control("faults", kind="store_500", operation=CONFIRM)
    collection_day()
    date_is_over()
    the_provider_is_asked()
    sandbox.kill()
    assert cancelling.stop_late_payments() == 0
    sandbox.restart()
    assert Payment.objects.get().status == "cancelling"
    assert Donation.objects.get().status == "collecting"
    assert cancelling.stop_late_payments() == 1
    assert_dropped(sandbox, donation)


def test_money_that_was_taken_before_the_date_stays_taken(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    sandbox.control("faults", kind="store_500_after", operation=CONFIRM)
    collection_day()
    date_is_over()
    the_provider_is_asked()
    cancelling.stop_late_payments()
    assert_charged_once(sandbox, donation)


def test_an_intent_cancelled_at_the_provider_drops_its_donation(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    sandbox.control("faults", kind="store_500", operation=CONFIRM)
    collection_day()
    intent_id = Payment.objects.get().intent_id
    assert intent_id
    stripe_of(sandbox).v1.payment_intents.cancel(intent_id)
    the_provider_is_asked()
    assert_dropped(sandbox, donation)


def test_an_amount_that_differs_rings_and_holds_up_nobody(
    sandbox: RunningSandbox, project: Project, caplog: Any
) -> None:
    for number in range(3):
        a_donation(sandbox, project, a_gift(5_000, email=f"backer{number}@example.org"))
    close_round(project)
    sandbox.control("faults", kind="store_500_after", operation=CONFIRM, times=2)
    collection_day()
    wrong, lost, fine = Payment.objects.order_by("pk")
    assert [each.status for each in (wrong, lost, fine)] == [
        "confirming",
        "confirming",
        "succeeded",
    ]
    Payment.objects.filter(pk=wrong.pk).update(amount_cents=4_999)
    the_provider_is_asked()
    lost.refresh_from_db()
    wrong.refresh_from_db()
    assert (wrong.status, lost.status) == ("confirming", "succeeded")
    assert "AmountDiffers" in caplog.text
    assert Entry.objects.filter(kind="collected").count() == 2


def test_an_attempt_about_which_nobody_answers_lets_others_pass(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    sandbox.control("faults", kind="store_500", operation=CONFIRM)
    collection_day()
    sandbox.kill()
    the_provider_is_asked()
    sandbox.restart()
    lease = Attempt.objects.get().lease_until
    assert lease is not None
    assert lease > database_now() + timedelta(minutes=1)

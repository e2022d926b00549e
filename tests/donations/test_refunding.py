"""Money that goes back: whole or in part, to the card, or by bank when that fails."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from accounts.models import User
from activity.dispatch import deliver_due
from activity.errors import NotAllowed
from activity.models import Mail
from donations import collecting, refunding, webhooks
from donations.errors import NotReturnable, ReturnsTooMuch, ReturnUnderWay
from donations.gateways.registry import gateway
from donations.models import Donation, Payment, Refund
from donations.queries import totals_of
from donations.reconciling import hear_missed_events, reconcile
from donations.refunding import ask_refund, note_paid_by_bank, send_due_refunds
from ledger import chart
from ledger.book import balances
from ledger.checks import verify
from projects.models import Project
from tests import builders, cast
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import SUCCEEDS, a_donation, a_gift, stripe_of
from tests.donations.promising import a_promise
from tests.donations.standing_still import refused
from tests.stripe_sandbox.running import RunningSandbox

pytestmark = pytest.mark.usefixtures("committed_db")
PENDING_REFUND, FAILING_REFUND = "4000000000007726", "4000000000005126"
WHY = "The project cannot go ahead as promised."


@pytest.fixture
def project(committed_db: Any) -> Project:
    return builders.a_live_project(
        rounds_planned=1,
        budget=builders.a_budget(3_000, 5_000),
        rewards=[builders.a_reward(2_500, units=1)],
    )


@pytest.fixture
def admin(committed_db: Any) -> User:
    return cast.carme()


def paid(sandbox: RunningSandbox, project: Project, card: str = SUCCEEDS) -> Donation:
    """100.00 with a reward, charged and booked."""
    gift = a_gift(10_000, reward=project.rewards.get())
    donation = a_donation(sandbox, project, gift, card=card)
    close_round(project)
    collection_day()
    collecting.book_missing_costs()
    donation.refresh_from_db()
    assert donation.status == "paid"
    return donation


def returned(sandbox: RunningSandbox) -> list[int]:
    return [each.amount for each in stripe_of(sandbox).v1.refunds.list().data]


def tell_all() -> None:
    """What the provider has to say, and the mails that follow."""
    hear_missed_events()
    webhooks.apply_events()
    deliver_due()


def test_all_of_it_goes_back(sandbox: RunningSandbox, project: Project, admin: User) -> None:
    donation = paid(sandbox, project)
    cost = balances()[chart.cost(project.pk)]
    ask_refund(donation, 10_000, reason=WHY, actor=admin)
    donation.refresh_from_db()
    assert (donation.status, totals_of([project.pk])[project.pk].raised_cents) == ("returning", 0)
    assert balances()[chart.RETURNING] == -10_000
    send_due_refunds()
    donation.refresh_from_db()

    assert (donation.status, Refund.objects.get().status) == ("refunded", "succeeded")
    assert returned(sandbox) == [10_000]
    assert balances() == {
        chart.CLEARING: 0,
        chart.cost(project.pk): cost,
        chart.project(project.pk): 0,
        chart.PROVIDER: -cost,
        chart.RETURNING: 0,
    }
    assert project.rewards.get().taken == 0


def test_a_part_goes_back_and_the_rest_still_counts(
    sandbox: RunningSandbox, project: Project, admin: User
) -> None:
    donation = paid(sandbox, project)
    ask_refund(donation, 4_000, reason=WHY, actor=admin)
    send_due_refunds()
    donation.refresh_from_db()
    totals = totals_of([project.pk])[project.pk]

    assert (donation.status, donation.returned_cents) == ("paid", 4_000)
    assert (totals.raised_cents, totals.collected_cents) == (6_000, 6_000)
    assert verify().is_right
    # The rest may follow, and no cent more.
    with refused(ReturnsTooMuch):
        ask_refund(donation, 6_001, reason=WHY, actor=admin)
    ask_refund(donation, 6_000, reason=WHY, actor=admin)
    send_due_refunds()
    donation.refresh_from_db()
    assert donation.status == "refunded"
    assert sorted(returned(sandbox)) == [4_000, 6_000]


@pytest.mark.parametrize("cents", [0, -1, 10_001])
def test_nothing_less_than_nothing_nor_more_than_all(
    sandbox: RunningSandbox, project: Project, admin: User, cents: int
) -> None:
    donation = paid(sandbox, project)
    with refused(ReturnsTooMuch):
        ask_refund(donation, cents, reason=WHY, actor=admin)


def test_one_refund_at_a_time(sandbox: RunningSandbox, project: Project, admin: User) -> None:
    donation = paid(sandbox, project)
    ask_refund(donation, 1_000, reason=WHY, actor=admin)
    with refused(ReturnUnderWay):
        ask_refund(donation, 1_000, reason=WHY, actor=admin)


def test_what_was_not_charged_is_not_returned(
    sandbox: RunningSandbox, project: Project, admin: User
) -> None:
    promise = a_promise(project)
    with refused(NotReturnable):
        ask_refund(promise, 1_000, reason=WHY, actor=admin)


def test_what_went_back_does_not_go_back_again(
    sandbox: RunningSandbox, project: Project, admin: User
) -> None:
    donation = paid(sandbox, project)
    ask_refund(donation, 10_000, reason=WHY, actor=admin)
    send_due_refunds()
    with refused(NotReturnable):
        ask_refund(donation, 1, reason=WHY, actor=admin)


def sent_again() -> None:
    Refund.objects.filter(lease_until__isnull=False).update(lease_until=F("asked_at"))
    refunding.follow_refunds()
    send_due_refunds()


def test_a_lost_answer_is_asked_for_and_nothing_goes_back_twice(
    sandbox: RunningSandbox, project: Project, admin: User
) -> None:
    donation = paid(sandbox, project)
    ask_refund(donation, 4_000, reason=WHY, actor=admin)
    sandbox.control("faults", kind="store_500_after", operation="create_refund")
    send_due_refunds()
    assert Refund.objects.get().status == "sent"
    for _ in range(3):
        sent_again()

    assert Refund.objects.get().status == "succeeded"
    assert returned(sandbox) == [4_000]


def test_an_error_that_the_provider_repeats_delays_a_refund_by_a_day(
    sandbox: RunningSandbox, project: Project, admin: User
) -> None:
    donation = paid(sandbox, project)
    ask_refund(donation, 4_000, reason=WHY, actor=admin)
    sandbox.control("faults", kind="store_500", operation="create_refund")
    send_due_refunds()
    sent_again()
    assert (Refund.objects.get().status, returned(sandbox)) == ("sent", [])
    Refund.objects.update(sent_at=F("sent_at") - timedelta(days=1))
    sent_again()

    assert Refund.objects.get().status == "succeeded"
    assert returned(sandbox) == [4_000]


def test_two_workers_at_one_refund_send_it_once(
    sandbox: RunningSandbox, project: Project, admin: User
) -> None:
    donation = paid(sandbox, project)
    ask_refund(donation, 4_000, reason=WHY, actor=admin)
    [paused] = refunding._take_due(1)
    sent_again()
    assert Refund.objects.get().status == "succeeded"
    refunding._send(paused)
    # Also when it was paused between looking at its lease and sending.
    gateway().refund(
        paused.payment.intent_id or "", 4_000, reference=str(paused.pk), key=refunding._key(paused)
    )

    assert returned(sandbox) == [4_000]


def test_one_that_takes_days_is_followed(
    sandbox: RunningSandbox, project: Project, admin: User
) -> None:
    donation = paid(sandbox, project, PENDING_REFUND)
    ask_refund(donation, 10_000, reason=WHY, actor=admin)
    send_due_refunds()
    donation.refresh_from_db()
    assert (donation.status, Refund.objects.get().status) == ("returning", "pending")
    sandbox.control("clock", advance=15 * 86_400)
    tell_all()
    donation.refresh_from_db()

    assert (donation.status, Refund.objects.get().status) == ("refunded", "succeeded")


def test_one_that_comes_back_is_paid_by_bank(
    sandbox: RunningSandbox, project: Project, admin: User
) -> None:
    donation = paid(sandbox, project, FAILING_REFUND)
    ask_refund(donation, 10_000, reason=WHY, actor=admin)
    send_due_refunds()
    sandbox.control("clock", advance=15 * 86_400)
    tell_all()
    donation.refresh_from_db()
    refund = Refund.objects.get()
    assert (donation.status, refund.status) == ("returning", "failed")
    assert balances()[chart.RETURNING] == -10_000
    assert Mail.objects.filter(kind="donation_refund_came_back").count() == 1

    note_paid_by_bank(refund, reference="2026-11-21 REF 7", actor=admin)
    donation.refresh_from_db()
    assert (donation.status, balances()[chart.RETURNING]) == ("refunded", 0)
    with refused(NotAllowed):
        note_paid_by_bank(refund, reference="again", actor=admin)


def test_a_refund_that_the_provider_refuses_asks_the_backer_for_nothing(
    sandbox: RunningSandbox, project: Project, admin: User
) -> None:
    """It was returned at the provider's own pages: an IBAN would have it paid twice."""
    donation = paid(sandbox, project)
    gateway().refund(
        Payment.objects.get().intent_id or "", 10_000, reference="", key="by somebody else"
    )
    ask_refund(donation, 10_000, reason=WHY, actor=admin)
    send_due_refunds()
    deliver_due()

    assert Refund.objects.get().status == "failed"
    assert not Mail.objects.filter(kind="donation_refund_came_back").exists()


def test_a_donation_came_back_only_when_every_part_of_it_did(
    sandbox: RunningSandbox, project: Project, admin: User
) -> None:
    donation = paid(sandbox, project)
    first = ask_refund(donation, 4_000, reason=WHY, actor=admin)
    refunding._take_due(1)
    refunding._give_up(first)
    ask_refund(donation, 6_000, reason=WHY, actor=admin)
    send_due_refunds()
    donation.refresh_from_db()
    assert donation.status == "returning"
    first.refresh_from_db()
    note_paid_by_bank(first, reference="2026-11-21 REF 7", actor=admin)
    donation.refresh_from_db()

    assert (donation.status, balances()[chart.RETURNING]) == ("refunded", 0)


def test_a_key_that_is_not_accepted_delays_a_refund_and_fails_none(
    sandbox: RunningSandbox, project: Project, admin: User, settings: Any
) -> None:
    donation = paid(sandbox, project)
    ask_refund(donation, 4_000, reason=WHY, actor=admin)
    good, settings.STRIPE_SECRET_KEY = settings.STRIPE_SECRET_KEY, "of another age"
    send_due_refunds()
    assert Refund.objects.get().status == "sent"
    settings.STRIPE_SECRET_KEY = good
    sent_again()

    assert Refund.objects.get().status == "succeeded"


def test_the_backer_is_told_once_with_the_reason(
    sandbox: RunningSandbox, project: Project, admin: User
) -> None:
    donation = paid(sandbox, project)
    ask_refund(donation, 4_000, reason=WHY, actor=admin)
    send_due_refunds()
    tell_all()
    tell_all()
    mail = Mail.objects.get(kind="donation_refunded")

    assert WHY in mail.text
    assert "€40.00 of the €100.00" in mail.text


def test_money_after_the_end_goes_back_by_itself(
    sandbox: RunningSandbox, project: Project, admin: User
) -> None:
    donation = paid(sandbox, project)
    payment = Payment.objects.get()
    refund = refunding.return_money_after_the_end(payment)
    assert refunding.return_money_after_the_end(payment) == refund
    send_due_refunds()

    assert returned(sandbox) == [donation.amount_cents]


def test_after_a_refund_provider_and_book_agree(
    sandbox: RunningSandbox, project: Project, admin: User
) -> None:
    donation = paid(sandbox, project)
    ask_refund(donation, 4_000, reason=WHY, actor=admin)
    send_due_refunds()

    assert reconcile().is_right

"""A card that says no: tried again by the calendar, asked for by mail, paid by its backer."""

from typing import Any

import httpx
import pytest

from activity.dispatch import deliver_due
from activity.models import Mail
from donations import cancelling, changing_card, collecting, declining, recovering
from donations.errors import BankSilent, BeingCollected, NothingToPay, TriedTooOften
from donations.models import Attempt, Donation, Payment, PaymentLine, Recovery
from donations.payments import refresh_payment
from donations.recovering import ATTEMPTS_AT_MOST, keep_lines, note_page_opened, pay_now
from projects.models import Project
from tests import builders
from tests.donations.closing import close_round, collection_day, time_passes
from tests.donations.giving import ASKS_WHEN_CHARGED, SUCCEEDS, a_donation, a_gift, stripe_of
from tests.donations.standing_still import refused
from tests.stripe_sandbox.running import NO_CERTIFICATES, RunningSandbox, complete_checkout

pytestmark = pytest.mark.usefixtures("committed_db")
BACK = "http://127.0.0.1:8000/en/back/"


@pytest.fixture
def project(committed_db: Any) -> Project:
    """One round; its minimum is 100.00."""
    return builders.a_live_project(rounds_planned=1, budget=builders.a_budget(10_000, 20_000))


@pytest.fixture
def donation(sandbox: RunningSandbox, project: Project) -> Donation:
    """Of 120.00 with a good card, in the morning of the charge."""
    given = a_donation(sandbox, project, a_gift(12_000))
    close_round(project)
    return given


def bank_says(sandbox: RunningSandbox, answer: str, times: int = 1) -> None:
    sandbox.control("bank", answer=answer, times=times)


def declined(sandbox: RunningSandbox, answer: str) -> Payment:
    bank_says(sandbox, answer)
    collection_day()
    return Payment.objects.get()


def at_the_bank(address: str, answer: str = "complete") -> None:
    httpx.post(address, data={"answer": answer}, verify=NO_CERTIFICATES, timeout=30)


def hours_until_retry(payment: Payment) -> float | None:
    planned = declining.planned_retry(payment)
    if planned is None or payment.first_declined_at is None:
        return None
    return round((planned - payment.first_declined_at).total_seconds() / 3600, 2)


def charged(sandbox: RunningSandbox) -> list[int]:
    return [each.amount for each in stripe_of(sandbox).v1.charges.list().data if each.paid]


@pytest.mark.parametrize(
    ("answer", "status", "again_after"),
    [
        ("insufficient_funds", "retrying", 24),
        ("do_not_honor", "retrying", 72),
        ("expired_card", "retrying", None),
        ("stolen_card", "retrying", None),
        ("authentication_required", "action_required", None),
    ],
)
def test_what_the_bank_says_decides_whether_the_card_is_tried_again(
    sandbox: RunningSandbox, donation: Donation, answer: str, status: str, again_after: float | None
) -> None:
    payment = declined(sandbox, answer)

    assert (payment.status, hours_until_retry(payment)) == (status, again_after)
    assert payment.attempts.get(number=1).decline_code == answer
    assert charged(sandbox) == []


def test_a_soft_decline_is_tried_three_times_more_and_then_given_up(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    bank_says(sandbox, "insufficient_funds", times=9)
    collection_day()
    for passed in (24, 48, 96):
        time_passes(passed)
        assert cancelling.stop_late_payments() == 0  # The last one is waited for.
        assert collecting.collect_due() == 1
    cancelling.stop_late_payments()
    donation.refresh_from_db()
    payment = Payment.objects.get()

    assert [each.status for each in payment.attempts.all()] == ["declined"] * 4
    assert (payment.status, donation.status) == ("cancelled", "dropped")
    intent = stripe_of(sandbox).v1.payment_intents.retrieve(payment.intent_id or "")
    assert intent.status == "canceled"
    assert charged(sandbox) == []


def test_a_retry_that_succeeds_pays_the_donation(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    declined(sandbox, "insufficient_funds")
    time_passes(24)
    collecting.collect_due()
    donation.refresh_from_db()

    assert donation.status == "paid"
    assert charged(sandbox) == [12_000]


def test_the_backer_is_written_to_four_times_and_not_once_more(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    declined(sandbox, "expired_card")
    for _ in range(4):
        declining.remind_backers()
        declining.remind_backers()
        time_passes(48)
    deliver_due()

    assert Mail.objects.filter(kind="donation_declined").count() == 4


def test_nobody_is_asked_to_pay_for_a_project_on_hold_nor_can(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    payment = declined(sandbox, "expired_card")
    Project.objects.update(status="on_hold")
    time_passes(48)
    assert declining.remind_backers() == 0
    with refused(NothingToPay):
        pay_now(payment, return_url=BACK, actor=None)
    assert payment.attempts.count() == 1
    Project.objects.update(status="funded")

    assert declining.remind_backers() == 1


def test_whoever_was_not_written_to_for_days_gets_one_reminder(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    payment = declined(sandbox, "expired_card")
    time_passes(100)

    assert [declining.remind_backers(), declining.remind_backers()] == [1, 0]
    payment.refresh_from_db()
    assert payment.reminders == 2


def test_after_it_is_paid_nobody_is_reminded(sandbox: RunningSandbox, donation: Donation) -> None:
    payment = declined(sandbox, "insufficient_funds")
    pay_now(payment, return_url=BACK, actor=None)
    time_passes(100)

    assert declining.remind_backers() == 0


def test_the_backer_pays_with_the_same_card_at_once(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    payment = declined(sandbox, "insufficient_funds")
    paid = pay_now(payment, return_url=BACK, actor=None)
    donation.refresh_from_db()

    assert (paid.status, paid.bank_url, donation.status) == ("succeeded", "", "paid")
    # The retry that was planned became the backer's own: none is left to charge again.
    assert [(each.by_backer, each.status) for each in payment.attempts.all()] == [
        (False, "declined"),
        (True, "succeeded"),
    ]
    assert charged(sandbox) == [12_000]


def test_a_card_that_wants_its_owner_is_paid_at_the_bank(
    sandbox: RunningSandbox, project: Project
) -> None:
    donation = a_donation(sandbox, project, a_gift(12_000), card=ASKS_WHEN_CHARGED)
    close_round(project)
    collection_day()
    payment = Payment.objects.get()
    paid = pay_now(payment, return_url=BACK, actor=None)
    assert (paid.status, bool(paid.bank_url)) == ("action_required", True)
    # Asked again, the visit goes on instead of beginning anew.
    assert pay_now(payment, return_url=BACK, actor=None).bank_url == paid.bank_url
    at_the_bank(paid.bank_url)
    refresh_payment(payment)
    donation.refresh_from_db()

    assert donation.status == "paid"
    assert payment.attempts.order_by("number").last().status == "succeeded"  # type: ignore[union-attr]
    assert charged(sandbox) == [12_000]


def test_whoever_says_no_at_the_bank_may_try_again(
    sandbox: RunningSandbox, project: Project
) -> None:
    a_donation(sandbox, project, a_gift(12_000), card=ASKS_WHEN_CHARGED)
    close_round(project)
    collection_day()
    payment = Payment.objects.get()
    at_the_bank(pay_now(payment, return_url=BACK, actor=None).bank_url, "fail")
    refresh_payment(payment)
    payment.refresh_from_db()
    assert payment.status == "action_required"
    assert payment.attempts.get(by_backer=True).status == "declined"

    at_the_bank(pay_now(payment, return_url=BACK, actor=None).bank_url)
    refresh_payment(payment)
    assert charged(sandbox) == [12_000]


def test_another_card_takes_its_place_on_the_same_intent(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    payment = declined(sandbox, "expired_card")
    page = changing_card.open_card_page(payment, language="en", return_url=BACK, actor=None)
    again = changing_card.open_card_page(payment, language="en", return_url=BACK, actor=None)
    assert page == again
    complete_checkout(page, card=SUCCEEDS)
    assert changing_card.refresh_recovery(Recovery.objects.get())
    intent_id = payment.intent_id
    payment.refresh_from_db()
    paid = pay_now(payment, return_url=BACK, actor=None, resume=False)
    donation.refresh_from_db()

    assert (paid.status, donation.status) == ("succeeded", "paid")
    assert payment.intent_id == intent_id
    assert payment.method != donation.checkout.method
    assert charged(sandbox) == [12_000]


def test_whoever_does_not_come_back_from_the_card_page_is_charged_by_a_worker(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    payment = declined(sandbox, "do_not_honor")  # To be tried again in three days.
    note_page_opened(payment)
    page = changing_card.open_card_page(payment, language="en", return_url=BACK, actor=None)
    complete_checkout(page, card=SUCCEEDS)
    changing_card.refresh_recovery(Recovery.objects.get())
    # For a quarter of an hour the backer may still be there.
    assert collecting.collect_due() == 0
    time_passes(0.3)
    collecting.collect_due()
    donation.refresh_from_db()

    assert donation.status == "paid"
    assert charged(sandbox) == [12_000]


def test_a_card_page_that_nobody_finished_ends(sandbox: RunningSandbox, donation: Donation) -> None:
    payment = declined(sandbox, "expired_card")
    changing_card.open_card_page(payment, language="en", return_url=BACK, actor=None)
    Recovery.objects.update(expires_at=payment.created_at)
    changing_card.end_overdue_recoveries()

    assert Recovery.objects.get().status == "expired"
    assert payment.attempts.count() == 1


def test_while_the_bank_is_asked_nobody_asks_again(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    payment = declined(sandbox, "expired_card")
    sandbox.control("faults", kind="store_500_after", operation="confirm_payment_intent")
    with pytest.raises(BankSilent):
        pay_now(payment, return_url=BACK, actor=None)
    payment.refresh_from_db()
    assert payment.attempts.get(number=2).status == "unknown"

    with refused(NothingToPay):
        pay_now(payment, return_url=BACK, actor=None)


def test_a_silent_bank_is_asked_until_it_is_known(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    payment = declined(sandbox, "expired_card")
    sandbox.control("faults", kind="store_500_after", operation="confirm_payment_intent")
    with pytest.raises(BankSilent):
        pay_now(payment, return_url=BACK, actor=None)
    Attempt.objects.filter(status="unknown").update(lease_until=payment.created_at)
    collecting.resolve_silent_attempts()
    donation.refresh_from_db()

    assert donation.status == "paid"
    assert charged(sandbox) == [12_000]


def test_an_old_refusal_is_not_taken_for_the_answer_to_the_next_attempt(
    sandbox: RunningSandbox, donation: Donation
) -> None:
    """Its event may come late, while the next attempt is on its way."""
    payment = declined(sandbox, "insufficient_funds")
    time_passes(24)
    Attempt.objects.filter(status="due").update(status="sent")
    Payment.objects.update(status="confirming")
    refresh_payment(payment)
    payment.refresh_from_db()

    assert payment.status == "confirming"
    assert payment.attempts.get(number=2).status == "sent"


def test_cards_are_not_tried_without_end(sandbox: RunningSandbox, donation: Donation) -> None:
    payment = declined(sandbox, "expired_card")
    bank_says(sandbox, "expired_card", times=ATTEMPTS_AT_MOST)
    for _ in range(ATTEMPTS_AT_MOST - 1):
        pay_now(payment, return_url=BACK, actor=None)

    with refused(TriedTooOften):
        pay_now(payment, return_url=BACK, actor=None)


def test_another_card_is_no_way_around_that(sandbox: RunningSandbox, donation: Donation) -> None:
    payment = declined(sandbox, "expired_card")
    Attempt.objects.filter(payment=payment).update(number=ATTEMPTS_AT_MOST)
    Attempt.objects.bulk_create(
        Attempt(payment=payment, number=each, due_at=payment.created_at, status="declined")
        for each in range(1, ATTEMPTS_AT_MOST)
    )

    with refused(TriedTooOften):
        changing_card.open_card_page(payment, language="en", return_url=BACK, actor=None)


def test_an_attempt_that_died_before_it_began_is_made_by_a_worker(
    sandbox: RunningSandbox, project: Project
) -> None:
    """The bank's earlier no, which came without a charge, is not its answer."""
    a_donation(sandbox, project, a_gift(12_000), card=ASKS_WHEN_CHARGED)
    close_round(project)
    collection_day()
    payment = Payment.objects.get()
    at_the_bank(pay_now(payment, return_url=BACK, actor=None).bank_url, "fail")
    refresh_payment(payment)
    died = recovering._begin(payment.pk, None)
    Attempt.objects.filter(pk=died.pk).update(lease_until=payment.created_at)
    collecting.resolve_silent_attempts()
    died.refresh_from_db()

    assert died.status == "due"
    assert collecting.collect_due() == 1


def shared(sandbox: RunningSandbox, project: Project) -> Payment:
    """5.00 and 10.00 and 2.00 of one person, on one card (C4, C5), declined."""
    first = a_donation(sandbox, project, a_gift(500))
    for cents in (1_000, 200):
        other = a_donation(sandbox, project, a_gift(cents))
        other.checkout.method = first.checkout.method
        other.checkout.save()
    a_donation(sandbox, project, a_gift(12_000, email="other@example.org"))
    close_round(project)
    bank_says(sandbox, "insufficient_funds", times=2)
    collection_day()
    return Payment.objects.get(amount_cents=1_700)


def test_a_line_leaves_and_the_rest_is_charged(sandbox: RunningSandbox, project: Project) -> None:
    """money-rules.md, C5: 17.00 declined, B unticked, 7.00 collected."""
    payment = shared(sandbox, project)
    left = PaymentLine.objects.get(payment=payment, amount_cents=1_000)
    kept = [line.pk for line in payment.standing_lines() if line != left]
    keep_lines(payment, kept, actor=None)
    left.donation.refresh_from_db()
    assert left.donation.status == "dropped"
    payment.refresh_from_db()
    pay_now(payment, return_url=BACK, actor=None)

    assert sorted(charged(sandbox)) == [700]
    statuses = Donation.objects.filter(payment_lines__payment=payment).order_by("amount_cents")
    assert [each.status for each in statuses] == ["paid", "paid", "dropped"]


@pytest.mark.parametrize("kept", [[], [987_654_321]])
def test_not_every_line_may_leave_nor_one_of_others_stay(
    sandbox: RunningSandbox, project: Project, kept: list[int]
) -> None:
    payment = shared(sandbox, project)
    with refused(NothingToPay):
        keep_lines(payment, kept, actor=None)


def test_no_line_leaves_while_the_bank_is_asked(sandbox: RunningSandbox, project: Project) -> None:
    payment = shared(sandbox, project)
    Attempt.objects.filter(payment=payment, status="due").update(status="sent")
    lines = [line.pk for line in payment.standing_lines()][:1]
    with refused(BeingCollected):
        keep_lines(payment, lines, actor=None)

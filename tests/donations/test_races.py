"""Whoever comes at the same instant: one of them wins, nobody is charged twice, nothing is lost."""

import time
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from activity.clock import database_now
from activity.models import Event
from donations import checkout_outcome, collecting, settlement, webhooks
from donations.checkout import open_checkout
from donations.errors import NotReceiving, TooLateToCancel
from donations.models import Attempt, Donation, ProviderEvent, Verdict
from donations.promises import cancel_promise
from ledger.models import Entry
from projects.models import Project, Round
from rewards.errors import SoldOut
from tests import builders, cast
from tests.donations.closing import close_round
from tests.donations.giving import RETURN_URL, a_donation, a_gift, an_open_checkout, stripe_of
from tests.donations.promising import a_promise
from tests.donations.rivals import at_once
from tests.stripe_sandbox.running import RunningSandbox, complete_checkout

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def project(committed_db: Any) -> Project:
    """One round; its minimum is 100.00; the last unit of its reward is left."""
    return builders.a_live_project(
        rounds_planned=1,
        budget=builders.a_budget(10_000, 20_000),
        rewards=[builders.a_reward(2500, units=1)],
    )


def give(project: Project, number: int, **changes: Any) -> str:
    gift = a_gift(email=f"rival{number}@example.org", **changes)
    return open_checkout(project, gift, form_key=uuid4(), return_url=RETURN_URL, actor=None)


def end_soon(project: Project, seconds: float) -> None:
    ends = database_now() + timedelta(seconds=seconds)
    Round.objects.filter(project=project).update(closes_at=ends)


def close_when_due() -> None:
    for _ in range(600):
        if settlement.close_due_rounds():
            return
        time.sleep(0.01)


def test_the_last_unit_goes_to_one_of_twenty(sandbox: RunningSandbox, project: Project) -> None:
    reward = project.rewards.get()
    outcomes = at_once([partial(give, project, number, reward=reward) for number in range(20)])
    assert sum(isinstance(each, str) for each in outcomes) == 1
    assert sum(isinstance(each, SoldOut) for each in outcomes) == 19
    reward.refresh_from_db()
    assert (reward.taken, Donation.objects.count()) == (1, 1)


def test_twenty_donors_at_the_end_count_if_they_came_before_it(
    sandbox: RunningSandbox, project: Project
) -> None:
    def arrive(number: int) -> str:
        time.sleep(number * 0.03)
        return give(project, number)

    end_soon(project, 0.4)
    outcomes = at_once([close_when_due, *[partial(arrive, number) for number in range(20)]])[1:]
    opened = Donation.objects.all()
    assert {type(each) for each in outcomes} <= {str, NotReceiving}
    assert sum(isinstance(each, str) for each in outcomes) == len(opened)
    round_ = project.rounds.get()
    assert all(each.opened_at < round_.closes_at for each in opened)
    assert round_.status == "closing"
    closed = Event.objects.get(verb="round.closing").pk
    assert not Event.objects.filter(verb="checkout.opened", pk__gt=closed).exists()


def test_a_cancellation_at_the_end_counts_or_is_refused(
    sandbox: RunningSandbox, project: Project
) -> None:
    donation = a_donation(sandbox, project, a_gift(10_000))
    end_soon(project, 0.1)

    def cancel() -> None:
        time.sleep(0.1)
        cancel_promise(donation, actor=None)

    cancelled, _ = at_once([cancel, close_when_due])
    settlement.settle_closing_rounds()
    donation.refresh_from_db()
    ended = (donation.status, Verdict.objects.get().passed, type(cancelled))
    assert ended in [
        ("cancelled", False, type(None)),
        ("collecting", True, TooLateToCancel),
    ]


def test_two_workers_charge_each_promise_once(sandbox: RunningSandbox, project: Project) -> None:
    for number in range(4):
        gift = a_gift(2_500 + number, email=f"backer{number}@example.org")
        a_donation(sandbox, project, gift)
    close_round(project)
    Attempt.objects.update(due_at=database_now())
    collected = at_once([collecting.collect_due, collecting.collect_due])
    assert sum(collected) == 4
    charges = stripe_of(sandbox).v1.charges.list().data
    assert sorted(charge.amount for charge in charges) == [2_500, 2_501, 2_502, 2_503]
    assert set(Attempt.objects.values_list("status", flat=True)) == {"succeeded"}
    assert Entry.objects.filter(kind="collected").count() == 4


def test_webhook_and_return_page_book_a_payment_once(sandbox: RunningSandbox) -> None:
    project = builders.a_live_project(cast.didac(), rounds_planned=0)
    checkout = an_open_checkout(project)
    complete_checkout(checkout.session_url)
    for number in range(2):
        ProviderEvent.objects.create(
            event_id=f"evt_{number}",
            kind="checkout.session.completed",
            object_id=checkout.session_id or "",
        )
    outcomes = at_once(
        [partial(checkout_outcome.refresh_checkout, checkout), webhooks.apply_events] * 3
    )
    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert Donation.objects.get().status == "paid"
    assert Entry.objects.filter(kind="collected").count() == 1
    assert Event.objects.filter(verb="checkout.completed").count() == 1


def test_rival_ticks_give_one_verdict(project: Project) -> None:
    for number in range(3):
        a_promise(project, 1_000, email=f"backer{number}@example.org")
    round_ = builders.bring_to_its_end(project)
    settlement.close_due_rounds()
    given = at_once([partial(settlement.settle_round, round_.pk)] * 4)
    assert [each for each in given if each is not None] == [Verdict.objects.get()]
    assert Event.objects.filter(verb="donation.released").count() == 3

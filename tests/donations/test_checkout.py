"""Opening a checkout: what is accepted, what is refused, and that a refusal moves nothing."""

import time
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from activity.clock import database_now
from activity.errors import Refused
from activity.models import Event
from donations import checkout_outcome, webhooks
from donations.checkout import open_checkout
from donations.errors import (
    AlreadyConfirmed,
    AmountTooLarge,
    AmountTooSmall,
    BelowReward,
    CardPageUnreachable,
    ConsentMissing,
    NotReceiving,
    OwnDonation,
    UnitAlreadyHeld,
    WrongReward,
)
from donations.models import Checkout, Customer, Donation
from donations.reconciling import hear_missed_events
from ledger.models import Entry
from projects.models import Project, Round
from rewards.errors import SoldOut
from rewards.models import Claim, Reward
from tests import builders, cast
from tests.donations.closing import close_round
from tests.donations.giving import RETURN_URL, a_donation, a_gift, an_open_checkout, stripe_of
from tests.donations.rivals import at_once
from tests.stripe_sandbox.running import RunningSandbox, complete_checkout

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def project(committed_db: Any) -> Project:
    return builders.a_live_project(rewards=[builders.a_reward(2500, units=1)])


@pytest.fixture
def reward(project: Project) -> Reward:
    return project.rewards.get()


def everything() -> dict[str, int]:
    kept = (Checkout, Donation, Claim, Customer, Event, Entry)
    return {model.__name__: model.objects.count() for model in kept}


def assert_refused(refusal: type[Refused], project: Project, gift: Any, actor: Any = None) -> None:
    before = everything()
    with pytest.raises(refusal) as raised:
        open_checkout(project, gift, form_key=uuid4(), return_url=RETURN_URL, actor=actor)
    assert str(raised.value)
    assert everything() == before


def test_a_guest_promises_and_nothing_is_charged(sandbox: RunningSandbox, project: Project) -> None:
    donation = a_donation(sandbox, project, a_gift(2500))
    assert donation.status == "promised"
    assert donation.round == project.rounds.get(number=1)
    assert Entry.objects.count() == 0
    assert stripe_of(sandbox).v1.payment_intents.list().data == []


def test_the_card_is_kept_for_the_charge(sandbox: RunningSandbox, project: Project) -> None:
    donation = a_donation(sandbox, project)
    assert str(donation.checkout.method) == "Visa ···· 0007"
    assert donation.checkout.consent["amount_cents"] == 2500


def test_charge_by_is_eleven_days_after_the_round(
    sandbox: RunningSandbox, project: Project
) -> None:
    donation = a_donation(sandbox, project)
    assert donation.round is not None
    assert donation.charge_by is not None
    days = (donation.charge_by - donation.round.closes_at).total_seconds() / 86_400
    assert 10.9 < days < 11.1


def test_a_reward_unit_is_held_then_kept(
    sandbox: RunningSandbox, project: Project, reward: Reward
) -> None:
    checkout = an_open_checkout(project, a_gift(2500, reward=reward))
    assert Claim.objects.get().status == "held"
    complete_checkout(checkout.session_url)
    checkout_outcome.refresh_checkout(checkout)
    assert Claim.objects.get().status == "kept"
    reward.refresh_from_db()
    assert reward.units_left == 0


@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        (AmountTooSmall, {"amount_cents": 199}),
        (AmountTooLarge, {"amount_cents": 1_000_001}),
        (ConsentMissing, {"agrees_to_charge": False}),
    ],
)
def test_what_a_guest_may_not_do(
    refusal: type[Refused], changes: dict[str, Any], project: Project
) -> None:
    assert_refused(refusal, project, a_gift(**changes))


def test_signed_in_a_gift_may_be_one_euro(sandbox: RunningSandbox, project: Project) -> None:
    biel = cast.biel()
    assert a_donation(sandbox, project, a_gift(100), actor=biel).backer == biel
    assert_refused(AmountTooSmall, project, a_gift(99), actor=biel)


def test_a_reward_asks_for_its_price(project: Project, reward: Reward) -> None:
    assert_refused(BelowReward, project, a_gift(2499, reward=reward))


def test_a_reward_of_another_project_is_refused(project: Project) -> None:
    other = builders.a_live_project(cast.didac(), title="Another")
    assert_refused(WrongReward, project, a_gift(2500, reward=other.rewards.get()))


def test_creators_do_not_give_to_themselves(project: Project) -> None:
    assert_refused(OwnDonation, project, a_gift(), actor=project.owner)


def test_a_sold_out_reward_is_refused(
    sandbox: RunningSandbox, project: Project, reward: Reward
) -> None:
    a_donation(sandbox, project, a_gift(2500, reward=reward))
    assert_refused(SoldOut, project, a_gift(2500, reward=reward, email="late@example.org"))


def test_one_person_holds_one_unit_in_open_checkouts(
    sandbox: RunningSandbox, project: Project, reward: Reward
) -> None:
    Reward.objects.filter(pk=reward.pk).update(units=5)
    an_open_checkout(project, a_gift(2500, reward=reward))
    assert_refused(UnitAlreadyHeld, project, a_gift(2500, reward=reward, email="GUEST@example.org"))


def test_nothing_opens_after_the_instant(project: Project) -> None:
    Round.objects.filter(project=project, number=1).update(closes_at=database_now())
    assert_refused(NotReceiving, project, a_gift())


def test_nothing_opens_on_a_draft() -> None:
    assert_refused(NotReceiving, builders.a_complete_draft(cast.didac()), a_gift())


def test_a_form_sent_twice_opens_one_checkout(sandbox: RunningSandbox, project: Project) -> None:
    key = uuid4()
    urls = {
        open_checkout(project, a_gift(), form_key=key, return_url=RETURN_URL, actor=None)
        for _ in range(2)
    }
    assert len(urls) == 1
    assert Donation.objects.count() == 1


def send_again(project: Project, former: Checkout, gift: Any) -> str:
    """The same browser's form, with other contents."""
    return open_checkout(project, gift, form_key=former.form_key, return_url=RETURN_URL, actor=None)


def test_a_form_with_other_contents_takes_the_place_of_the_former(
    sandbox: RunningSandbox, project: Project
) -> None:
    former = an_open_checkout(project, a_gift(2500))
    page = send_again(project, former, a_gift(5000))
    assert page == send_again(project, former, a_gift(5000))
    ended, opened = Donation.objects.order_by("pk")
    assert (ended.status, opened.status) == ("expired", "open")
    assert (opened.amount_cents, opened.checkout.session_url) == (5000, page)
    session = stripe_of(sandbox).v1.checkout.sessions.retrieve(former.session_id or "")
    assert session.status == "expired"


def test_the_last_unit_goes_along_when_its_taker_changes_the_amount(
    sandbox: RunningSandbox, project: Project, reward: Reward
) -> None:
    Reward.objects.filter(pk=reward.pk).update(units=1)
    former = an_open_checkout(project, a_gift(2500, reward=reward))
    send_again(project, former, a_gift(4000, reward=reward))
    reward.refresh_from_db()
    assert reward.taken == 1
    assert Donation.objects.get(status="open").amount_cents == 4000


def test_a_changed_form_sent_twice_at_once_opens_one(
    sandbox: RunningSandbox, project: Project
) -> None:
    former = an_open_checkout(project, a_gift(2500))
    sent = partial(send_again, project, former, a_gift(5000))
    pages = at_once([sent, sent, sent])
    assert len(set(pages)) == 1
    assert Donation.objects.get(status="open").amount_cents == 5000
    assert Checkout.objects.count() == 2


def test_changing_back_opens_a_third(sandbox: RunningSandbox, project: Project) -> None:
    former = an_open_checkout(project, a_gift(2500))
    for cents in (5000, 2500):
        send_again(project, former, a_gift(cents))
    amounts = Donation.objects.order_by("pk").values_list("amount_cents", "status")
    assert list(amounts) == [(2500, "expired"), (5000, "expired"), (2500, "open")]


def test_what_was_confirmed_before_stands_whatever_the_form_says_now(
    sandbox: RunningSandbox, project: Project
) -> None:
    former = an_open_checkout(project, a_gift(2500))
    complete_checkout(former.session_url)
    with pytest.raises(AlreadyConfirmed) as refusal:
        send_again(project, former, a_gift(5000))
    assert refusal.value.token == former.token
    donation = Donation.objects.get()
    assert (donation.amount_cents, donation.status) == (2500, "promised")


def test_a_silent_provider_ends_nothing_and_opens_nothing(
    sandbox: RunningSandbox, project: Project
) -> None:
    former = an_open_checkout(project, a_gift(2500))
    sandbox.kill()
    with pytest.raises(CardPageUnreachable):
        send_again(project, former, a_gift(5000))
    assert Donation.objects.get().status == "open"


def test_a_silent_provider_loses_nothing(sandbox: RunningSandbox, project: Project) -> None:
    key = uuid4()
    sandbox.kill()
    with pytest.raises(CardPageUnreachable):
        open_checkout(project, a_gift(), form_key=key, return_url=RETURN_URL, actor=None)
    sandbox.restart()
    assert open_checkout(project, a_gift(), form_key=key, return_url=RETURN_URL, actor=None)
    assert Donation.objects.count() == 1


def test_an_error_that_the_provider_remembers_shuts_nobody_out(
    sandbox: RunningSandbox, project: Project
) -> None:
    sandbox.control("faults", kind="store_500", operation="create_customer")
    with pytest.raises(CardPageUnreachable):
        an_open_checkout(project)
    assert an_open_checkout(project).session_url


def test_a_checkout_that_ended_while_its_page_was_asked_for_leads_nowhere(
    sandbox: RunningSandbox, project: Project
) -> None:
    def end_it() -> None:
        time.sleep(0.7)
        let_half_an_hour_pass(Checkout.objects.get())
        checkout_outcome.expire_overdue_checkouts()

    sandbox.control("faults", kind="delay", operation="create_checkout_session", seconds=2)
    sandbox.control("faults", kind="down", operation="expire_checkout_session", times=3)
    opened, _ = at_once([partial(an_open_checkout, project), end_it])
    assert isinstance(opened, CardPageUnreachable)
    assert Donation.objects.get().status == "expired"


@pytest.mark.parametrize(
    ("then", "status", "units"), [("insufficient_funds", "expired", 0), ("succeeded", "paid", 1)]
)
def test_a_bank_that_takes_its_time_ends_a_donation_either_way(
    sandbox: RunningSandbox, then: str, status: str, units: int
) -> None:
    project = builders.a_live_project(
        budget=builders.a_budget(3_000, 9_000), rewards=[builders.a_reward(2500, units=1)]
    )
    a_donation(sandbox, project, a_gift(4_000))
    close_round(project)
    sandbox.control("bank", answer="processing", seconds=600, then=then)
    donation = a_donation(sandbox, project, a_gift(2_500, reward=project.rewards.get()))
    assert (donation.status, donation.checkout.payment.status) == ("open", "processing")
    sandbox.control("clock", advance=601)
    hear_missed_events()
    webhooks.apply_events()
    donation.refresh_from_db()

    assert (donation.status, project.rewards.get().taken) == (status, units)


def test_an_abandoned_checkout_expires_and_frees_its_unit(
    sandbox: RunningSandbox, project: Project, reward: Reward
) -> None:
    checkout = an_open_checkout(project, a_gift(2500, reward=reward))
    let_half_an_hour_pass(checkout)
    assert checkout_outcome.expire_overdue_checkouts() == 1
    checkout.refresh_from_db()
    reward.refresh_from_db()
    assert (checkout.status, checkout.donations.get().status) == ("expired", "expired")
    assert reward.units_left == 1
    assert complete_checkout(checkout.session_url).status_code != 303


def test_a_checkout_completed_in_a_closed_tab_is_kept(
    sandbox: RunningSandbox, project: Project
) -> None:
    checkout = an_open_checkout(project)
    complete_checkout(checkout.session_url)
    let_half_an_hour_pass(checkout)
    checkout_outcome.expire_overdue_checkouts()
    assert checkout.donations.get().status == "promised"


def test_a_silent_provider_leaves_a_checkout_open(
    sandbox: RunningSandbox, project: Project
) -> None:
    checkout = an_open_checkout(project)
    let_half_an_hour_pass(checkout)
    sandbox.kill()
    assert checkout_outcome.expire_overdue_checkouts() == 0
    sandbox.restart()
    assert checkout.donations.get().status == "open"


def let_half_an_hour_pass(checkout: Checkout) -> None:
    Checkout.objects.filter(pk=checkout.pk).update(expires_at=database_now() - timedelta(seconds=1))

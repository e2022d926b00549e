"""The inbox: however events come, the provider is asked what is true, and the end is the same."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from activity.clock import database_now
from activity.models import Event
from donations import checkout_outcome, collecting
from donations.gateways.port import CheckoutSnapshot
from donations.models import Checkout, Donation, Payment, ProviderEvent
from donations.webhooks import apply_again, apply_events
from ledger.book import balances
from ledger.checks import verify
from projects.models import Project
from tests import builders, cast
from tests.donations.giving import SUCCEEDS, a_gift, an_open_checkout, stripe_of
from tests.donations.telling import SECRET, send, sent_events
from tests.stripe_sandbox.running import RunningSandbox, complete_checkout

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture(autouse=True)
def our_secret(settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = [SECRET]


@pytest.fixture
def permanent(committed_db: Any) -> Project:
    """Charges at once."""
    return builders.a_live_project(cast.didac(), rounds_planned=0)


def completed(project: Project, cents: int = 2500, *, email: str = "guest@example.org") -> Checkout:
    """The card was typed in and accepted, and the tab closed at once."""
    checkout = an_open_checkout(project, a_gift(cents, email=email))
    complete_checkout(checkout.session_url, SUCCEEDS)
    return checkout


def send_completions(sandbox: RunningSandbox) -> None:
    for event in sent_events(sandbox):
        if event.type == "checkout.session.completed":
            send(event)


def half_an_hour_passes() -> None:
    Checkout.objects.filter(status="open").update(expires_at=database_now() - timedelta(seconds=1))
    checkout_outcome.expire_overdue_checkouts()
    collecting.book_missing_costs()


def pauses_run_out() -> None:
    ProviderEvent.objects.filter(applied_at=None).update(due_at=database_now())


def in_order(sandbox: RunningSandbox) -> None:
    for event in sent_events(sandbox):
        send(event)
        apply_events()


def tripled(sandbox: RunningSandbox) -> None:
    for event in sent_events(sandbox) * 3:
        send(event)
    apply_events()
    for event in sent_events(sandbox):
        send(event)
    assert apply_events() == 0


def shuffled(sandbox: RunningSandbox) -> None:
    events = sent_events(sandbox)
    random.Random(7).shuffle(events)  # noqa: S311 - repeatable, not secret
    for event in events:
        send(event)
        apply_events()


def late(sandbox: RunningSandbox) -> None:
    half_an_hour_passes()
    in_order(sandbox)


def absent(sandbox: RunningSandbox) -> None:
    pass


@pytest.mark.parametrize("come", [in_order, tripled, shuffled, late, absent])
def test_however_events_come_the_end_is_the_same(
    sandbox: RunningSandbox, permanent: Project, come: Callable[[RunningSandbox], None]
) -> None:
    paid = completed(permanent, 10_000)
    promised = completed(builders.a_live_project(), 5_000)
    come(sandbox)
    half_an_hour_passes()
    assert paid.donations.get().status == "paid"
    assert promised.donations.get().status == "promised"
    assert Event.objects.filter(verb="checkout.completed").count() == 2
    assert balances() == {
        "clearing": 0,
        f"cost:{permanent.pk}": 175,
        f"project:{permanent.pk}": -10_000,
        "provider": 9_825,
    }
    assert not ProviderEvent.objects.filter(applied_at=None).exists()


def test_what_we_do_not_follow_is_noted_and_done(sandbox: RunningSandbox) -> None:
    stripe_of(sandbox).v1.customers.create({"email": "stranger@example.org"})
    event = json.loads(str(sent_events(sandbox)[0]))
    for number, kind in enumerate(["payment_intent.succeeded", "charge.updated", "moon.rises"]):
        send(json.dumps(event | {"id": f"evt_{number}", "type": kind}))
    assert apply_events() == 3


def test_an_event_that_fails_waits_and_blocks_nobody(
    sandbox: RunningSandbox, permanent: Project, caplog: Any
) -> None:
    wrong = completed(permanent, 2_500)
    right = completed(permanent, 3_000, email="right@example.org")
    Payment.objects.filter(checkout=wrong).update(amount_cents=2_499)
    send_completions(sandbox)
    assert apply_events() == 1
    assert right.donations.get().status == "paid"
    assert wrong.donations.get().status == "open"
    failed = ProviderEvent.objects.get(applied_at=None)
    assert (failed.attempts, failed.due_at > database_now()) == (1, True)
    assert "AmountDiffers" in failed.error
    assert "AmountDiffers" in caplog.text, "it rings"
    assert apply_events() == 0, "it waits"
    Payment.objects.filter(checkout=wrong).update(amount_cents=2_500)
    assert apply_again(failed, actor=cast.carme())
    assert apply_events() == 1
    assert wrong.donations.get().status == "paid"


def test_pauses_grow_while_an_event_fails(sandbox: RunningSandbox, permanent: Project) -> None:
    checkout = completed(permanent)
    Payment.objects.filter(checkout=checkout).update(amount_cents=2_499)
    send_completions(sandbox)
    pauses = []
    for _ in range(3):
        pauses_run_out()
        began = database_now()
        apply_events()
        pauses.append((ProviderEvent.objects.get().due_at - began).total_seconds())
    assert pauses[0] < pauses[1] < pauses[2]


def test_a_silent_provider_leaves_events_for_later(
    sandbox: RunningSandbox, permanent: Project
) -> None:
    checkout = completed(permanent)
    send_completions(sandbox)
    sandbox.kill()
    assert apply_events() == 0
    sandbox.restart()
    pauses_run_out()
    assert apply_events() == 1
    assert checkout.donations.get().status == "paid"


def test_an_overdue_checkout_in_trouble_holds_up_no_other(
    sandbox: RunningSandbox, permanent: Project
) -> None:
    wrong = completed(permanent, 2_500)
    Payment.objects.filter(checkout=wrong).update(amount_cents=2_499)
    abandoned = an_open_checkout(permanent, a_gift(email="away@example.org"))
    half_an_hour_passes()
    assert wrong.donations.get().status == "open"
    assert abandoned.donations.get().status == "expired"


def test_a_checkout_that_never_had_a_card_page_leaves_nothing_open(
    sandbox: RunningSandbox, permanent: Project
) -> None:
    checkout = an_open_checkout(permanent)
    Checkout.objects.filter(pk=checkout.pk).update(session_id=None)
    Payment.objects.update(status="created")
    half_an_hour_passes()
    assert checkout.donations.get().status == "expired"
    assert Payment.objects.get().status == "cancelled"


def test_money_after_the_end_is_kept_apart_and_rings(
    sandbox: RunningSandbox, permanent: Project, caplog: Any
) -> None:
    checkout = completed(permanent, 10_000)
    assert checkout.session_id
    # The provider says expired and then complete: it must not, but money would have come.
    checkout_outcome.apply_checkout(checkout.pk, CheckoutSnapshot(checkout.session_id, "expired"))
    in_order(sandbox)
    in_order(sandbox)
    half_an_hour_passes()
    assert checkout.donations.get().status == "expired"
    assert balances() == {
        "clearing": 0,
        "cost:platform": 175,
        "provider": 9_825,
        "returning": -10_000,
    }
    event = Event.objects.get(verb="payment.money_after_the_end")
    assert event.facts == {"cents": 10_000}
    assert "must go back" in caplog.text
    assert not verify(book_only=True).wrong["every entry balances"]


@pytest.mark.parametrize("permanently", [False, True], ids=["promise", "payment"])
def test_complete_without_a_card_counts_for_nothing(
    sandbox: RunningSandbox, permanent: Project, permanently: bool, caplog: Any
) -> None:
    checkout = an_open_checkout(permanent if permanently else builders.a_live_project())
    snapshot = CheckoutSnapshot(checkout.session_id or "", "complete")
    with pytest.raises(checkout_outcome.CardMissing):
        checkout_outcome.apply_checkout(checkout.pk, snapshot)
    assert Donation.objects.get().status == "open"
    Checkout.objects.update(expires_at=database_now())
    checkout_outcome.apply_checkout(checkout.pk, snapshot)
    assert Donation.objects.get().status == "expired"
    assert "complete without a card" in caplog.text

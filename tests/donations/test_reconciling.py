"""Our records against the provider's: what no webhook told, what nobody can place."""

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from donations import collecting, refunding, webhooks
from donations.gateways.registry import gateway
from donations.models import Donation, Payment, ProviderEvent, Reconciliation, Refund
from donations.reconciling import hear_missed_events, reconcile
from donations.refunding import ask_refund
from ledger import chart
from ledger.book import balances
from ledger.models import Entry
from projects.models import Project
from tests import builders, cast
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import SUCCEEDS, a_donation, a_gift, an_open_checkout, stripe_of
from tests.stripe_sandbox.running import RunningSandbox, complete_checkout
from tests.stripe_sandbox.walks import collect, save_card

pytestmark = pytest.mark.usefixtures("committed_db")

FAILING_REFUND = "4000000000005126"


@pytest.fixture
def project(committed_db: Any) -> Project:
    return builders.a_live_project(rounds_planned=1, budget=builders.a_budget(3_000, 5_000))


def money_of_a_stranger(sandbox: RunningSandbox) -> None:
    """Charged at the provider by somebody who is not us: 25.00, of which 1.06 is its cost."""
    client = stripe_of(sandbox)
    collect(client, save_card(client))


def test_what_no_webhook_told_is_heard_of_within_the_hour(
    sandbox: RunningSandbox, project: Project
) -> None:
    checkout = an_open_checkout(project, a_gift(4_000))
    complete_checkout(checkout.session_url, card=SUCCEEDS)
    heard = hear_missed_events()
    assert heard.missing == ProviderEvent.objects.count() > 0
    webhooks.apply_events()

    assert Donation.objects.get().status == "promised"


def test_what_was_heard_is_not_heard_again(sandbox: RunningSandbox, project: Project) -> None:
    an_open_checkout(project)
    first, second = hear_missed_events(), hear_missed_events()

    assert second.missing == 0
    assert second.seen <= first.seen


def test_when_all_is_booked_the_two_agree(sandbox: RunningSandbox, project: Project) -> None:
    a_donation(sandbox, project, a_gift(4_000))
    close_round(project)
    collection_day()
    collecting.book_missing_costs()
    before = Entry.objects.count()
    done = reconcile()

    assert (done.is_right, done.seen, done.missing, done.difference_cents) == (True, 1, 0, 0)
    assert Entry.objects.count() == before


def test_a_charge_whose_booking_we_missed_is_booked_by_its_payment(
    sandbox: RunningSandbox, project: Project
) -> None:
    a_donation(sandbox, project, a_gift(4_000))
    close_round(project)
    collection_day()
    assert Payment.objects.get().balance_transaction_id is None
    done = reconcile()

    assert (done.is_right, done.missing, done.in_suspense) == (True, 1, 0)
    assert balances()[chart.CLEARING] == 0


def test_money_that_nobody_knows_is_in_suspense_and_rings(
    sandbox: RunningSandbox, caplog: pytest.LogCaptureFixture
) -> None:
    money_of_a_stranger(sandbox)
    done = reconcile()

    assert (done.is_right, done.in_suspense, done.difference_cents) == (False, 1, 0)
    cents = balances()[chart.PROVIDER]
    assert balances() == {chart.PROVIDER: cents, chart.SUSPENSE: -cents}
    assert "is in suspense" in caplog.text
    # Looked at again, it is there already.
    assert reconcile().missing == 0


def test_money_in_another_currency_is_in_no_book_and_rings(
    sandbox: RunningSandbox, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    money_of_a_stranger(sandbox)
    settings.CURRENCY = "USD"
    done = reconcile()

    assert (done.is_right, done.in_suspense, balances()) == (False, 1, {})
    assert "of EUR: it is in no book" in caplog.text


def test_money_is_booked_once_though_we_hear_what_it_is_for_only_later(
    sandbox: RunningSandbox, project: Project
) -> None:
    a_donation(sandbox, project, a_gift(4_000))
    close_round(project)
    collection_day()
    payment = Payment.objects.get()
    Payment.objects.update(intent_id="pi_of_which_we_have_not_heard")
    assert reconcile().in_suspense == 1
    Payment.objects.update(intent_id=payment.intent_id)
    collecting.book_missing_costs()

    assert (balances()[chart.SUSPENSE], balances()[chart.CLEARING]) == (0, 0)
    assert reconcile().is_right


def test_a_payment_of_another_amount_is_in_suspense_and_holds_up_no_line(
    sandbox: RunningSandbox, project: Project
) -> None:
    a_donation(sandbox, project, a_gift(4_000))
    close_round(project)
    collection_day()
    Payment.objects.update(amount_cents=3_900)
    money_of_a_stranger(sandbox)

    assert reconcile().in_suspense == 2


def test_events_that_we_do_not_follow_are_not_missed(
    sandbox: RunningSandbox, project: Project
) -> None:
    an_open_checkout(project)
    hear_missed_events()

    assert "customer.created" in [each.type for each in stripe_of(sandbox).v1.events.list().data]
    assert not ProviderEvent.objects.filter(kind__startswith="customer.").exists()


def test_a_refund_whose_booking_we_missed_is_booked_by_its_refund(
    sandbox: RunningSandbox, project: Project
) -> None:
    donation = a_donation(sandbox, project, a_gift(4_000), card=FAILING_REFUND)
    close_round(project)
    collection_day()
    collecting.book_missing_costs()
    ask_refund(donation, 4_000, reason="Sorry", actor=cast.carme())
    [refund] = refunding._take_due(1)
    made = gateway().refund(
        Payment.objects.get().intent_id or "", 4_000, reference=str(refund.pk), key="lost"
    )
    refunding.apply_refund(refund.pk, replace(made, balance=None))
    assert (reconcile().is_right, balances()[chart.RETURNING]) == (True, 0)

    # It comes back, and the provider says so before it has booked that.
    sandbox.control("clock", advance=15 * 86_400)
    failed = gateway().fetch_refund(made.refund_id)
    refunding.apply_refund(refund.pk, replace(failed, came_back=None))
    assert Refund.objects.get().status == "failed"
    assert (reconcile().is_right, balances()[chart.RETURNING]) == (True, -4_000)


def test_the_command_says_what_it_found(sandbox: RunningSandbox, project: Project) -> None:
    said = StringIO()
    call_command("reconcile", stdout=said)
    assert "The provider and the book agree." in said.getvalue()

    money_of_a_stranger(sandbox)
    with pytest.raises(CommandError, match="1 lines in suspense"):
        call_command("reconcile", stdout=said)


def test_a_silent_provider_leaves_no_verdict(sandbox: RunningSandbox) -> None:
    sandbox.control("faults", kind="down", operation="*", times=None)
    with pytest.raises(CommandError, match="does not answer"):
        call_command("reconcile", stdout=StringIO())

    assert Reconciliation.objects.count() == 0


def test_settle_due_does_what_the_ticks_do(sandbox: RunningSandbox, project: Project) -> None:
    a_donation(sandbox, project, a_gift(4_000))
    builders.bring_to_its_end(project, 1)
    said = StringIO()
    call_command("settle_due", stdout=said)

    assert "1 rounds closed, 1 settled" in said.getvalue()
    assert Donation.objects.get().status == "collecting"

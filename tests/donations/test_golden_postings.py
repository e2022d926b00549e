"""The rows of the table of postings, as real gifts write them: a table for each story."""

from typing import Any

import pytest

from activity.dispatch import deliver_due
from donations import changing_card, checkout_outcome, collecting, refunding, webhooks
from donations.gateways.port import CheckoutSnapshot, IntentSnapshot
from donations.models import Checkout, Donation, Payment, Recovery, Refund
from donations.payments import apply_intent, refresh_payment
from donations.reconciling import hear_missed_events, reconcile
from donations.recovering import keep_lines, pay_now
from ledger.checks import verify
from ledger.models import Entry
from projects.models import Project
from tests import builders, cast
from tests.builders import a_draft
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import SUCCEEDS, a_donation, a_gift, an_open_checkout, stripe_of
from tests.stripe_sandbox.running import RunningSandbox, complete_checkout
from tests.stripe_sandbox.walks import collect, save_card

pytestmark = pytest.mark.usefixtures("committed_db")
BACK = "http://127.0.0.1:8000/en/back/"
WHY = "The project cannot go ahead as promised."
# What rings: the provider's cost of a gift that went back (docs/adr/0005), and unknown money.
UNCOVERED = "what is at hand covers what is owed"
OPEN = "accounts in passing return to zero"


@pytest.fixture
def project(committed_db: Any) -> Project:
    """The minimum of its one round is 10.00."""
    return builders.a_live_project(rounds_planned=1, budget=builders.a_budget(1_000, 2_000))


def book(*projects: Project, rings: str = "") -> str:
    """The whole book as a table: fact, account, cents; A, B, C stand for the projects. Nothing
    is wrong with it, but for the one check that `rings`."""
    collecting.book_missing_costs()
    names = {
        f"{family}:{project.pk}": f"{family}:{letter}"
        for letter, project in zip("ABC", projects, strict=False)
        for family in ("project", "cost")
    }
    rows = []
    for entry in Entry.objects.order_by("pk"):
        for posting in entry.postings.select_related("account").order_by("pk"):
            code = posting.account.code
            rows.append(f"{entry.kind} | {names.get(code, code)} | {posting.amount_cents:+}")
    report = verify()
    assert [name for name, wrong in report.wrong.items() if wrong] == [rings] * bool(rings)
    return "\n".join(rows)


def on_one_card(gifts: list[Donation]) -> None:
    """As one consent for all of them has it; each checkout here saves a card of its own."""
    checkouts = Checkout.objects.filter(donations__in=gifts)
    checkouts.update(method=gifts[0].checkout.method)


def paid_and_returned(sandbox: RunningSandbox, project: Project, cents: int) -> Refund:
    """Of 100.00, paid in the round; its cost is booked before anything goes back."""
    donation = a_donation(sandbox, project, a_gift(10_000))
    close_round(project)
    collection_day()
    collecting.book_missing_costs()
    donation.refresh_from_db()
    refund = refunding.ask_refund(donation, cents, reason=WHY, actor=cast.carme())
    refunding.send_due_refunds()
    return refund


def declined(sandbox: RunningSandbox, project: Project) -> Payment:
    close_round(project)
    sandbox.control("bank", answer="expired_card")
    collection_day()
    return Payment.objects.get()


def everything_is_heard() -> None:
    """Events, what follows from them, and what is sent by that."""
    hear_missed_events()
    webhooks.apply_events()
    collecting.book_missing_costs()
    deliver_due()
    refunding.send_due_refunds()


PAID_ALONE = """
    collected | clearing | +10000
    collected | project:A | -10000
    balance_transaction | provider | +9825
    balance_transaction | cost:A | +175
    balance_transaction | clearing | -10000
"""
WHOLE_REFUND = """
    refund_before_payout | project:A | +10000
    refund_before_payout | returning | -10000
    refund_balance_transaction | returning | +10000
    refund_balance_transaction | provider | -10000
"""
GONE_BACK_AFTER_THE_END = """
    money_after_the_end | clearing | +10000
    money_after_the_end | returning | -10000
    balance_transaction | provider | +9825
    balance_transaction | cost:platform | +175
    balance_transaction | clearing | -10000
    refund_balance_transaction | returning | +10000
    refund_balance_transaction | provider | -10000
"""


def table(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def test_a_promise_collected_alone(sandbox: RunningSandbox, project: Project) -> None:
    a_donation(sandbox, project, a_gift(10_000))
    close_round(project)
    assert book(project) == "", "a promise and a verdict move no money"
    collection_day()
    assert book(project) == table("""
        collected | clearing | +10000
        collected | project:A | -10000
        balance_transaction | provider | +9825
        balance_transaction | cost:A | +175
        balance_transaction | clearing | -10000
    """)


def test_three_small_gifts_on_one_card_share_a_payment(
    sandbox: RunningSandbox, project: Project
) -> None:
    gifts = [a_donation(sandbox, project, a_gift(500)) for _ in range(3)]
    on_one_card(gifts)
    close_round(project)
    collection_day()
    assert book(project) == table("""
        collected | clearing | +1500
        collected | project:A | -500
        collected | project:A | -500
        collected | project:A | -500
        balance_transaction | provider | +1452
        balance_transaction | cost:A | +48
        balance_transaction | clearing | -1500
    """)


def test_the_cost_of_a_shared_payment_goes_by_largest_remainder(
    sandbox: RunningSandbox, project: Project
) -> None:
    """C5 with a third project in the place of the tip: 51 for 17.00 → 15, 30, 6."""
    cents = [500, 1_000, 200]
    gifts = [a_donation(sandbox, project, a_gift(each)) for each in cents]
    on_one_card(gifts)
    close_round(project)
    # As a basket for several projects has it; a checkout here is for one.
    others = [a_draft(cast.didac(), title=title) for title in ("Second", "Third")]
    for gift, other in zip(gifts[1:], others, strict=True):
        Donation.objects.filter(pk=gift.pk).update(project=other)
    collection_day()
    assert book(project, *others) == table("""
        collected | clearing | +1700
        collected | project:A | -500
        collected | project:B | -1000
        collected | project:C | -200
        balance_transaction | provider | +1649
        balance_transaction | cost:A | +15
        balance_transaction | cost:B | +30
        balance_transaction | cost:C | +6
        balance_transaction | clearing | -1700
    """)


def test_the_second_round_is_charged_at_once(sandbox: RunningSandbox, committed_db: Any) -> None:
    project = builders.a_live_project(budget=builders.a_budget(1_000, 2_000))
    a_donation(sandbox, project, a_gift(1_000))
    close_round(project)
    a_donation(sandbox, project, a_gift(3_000, email="second@example.org"), card=SUCCEEDS)
    assert book(project) == table("""
        collected | clearing | +3000
        collected | project:A | -3000
        balance_transaction | provider | +2930
        balance_transaction | cost:A | +70
        balance_transaction | clearing | -3000
    """)


def test_a_failed_round_moves_nothing(sandbox: RunningSandbox, project: Project) -> None:
    a_donation(sandbox, project, a_gift(999))
    close_round(project)
    collection_day()
    assert Donation.objects.get().status == "released"
    assert book(project) == ""


def test_a_part_goes_back(sandbox: RunningSandbox, project: Project) -> None:
    paid_and_returned(sandbox, project, 4_000)
    assert book(project) == table(
        PAID_ALONE
        + """
        refund_before_payout | project:A | +4000
        refund_before_payout | returning | -4000
        refund_balance_transaction | returning | +4000
        refund_balance_transaction | provider | -4000
        """
    )


def test_all_of_it_goes_back_and_its_cost_of_175_rings(
    sandbox: RunningSandbox, project: Project
) -> None:
    paid_and_returned(sandbox, project, 10_000)
    assert book(project, rings=UNCOVERED) == table(PAID_ALONE + WHOLE_REFUND)
    assert verify().wrong[UNCOVERED] == ("175 cents EUR are owed beyond what is at hand.",)


def test_a_refund_that_came_back_is_paid_by_bank(sandbox: RunningSandbox, project: Project) -> None:
    refund = paid_and_returned(sandbox, project, 10_000)
    refund.refresh_from_db()
    sandbox.control("refunds/fail", refund=refund.provider_id)
    everything_is_heard()
    refund.refresh_from_db()
    refunding.note_paid_by_bank(refund, reference="2026-11-21 7", actor=cast.carme())
    assert book(project, rings=UNCOVERED) == table(
        PAID_ALONE
        + WHOLE_REFUND
        + """
        refund_failed | provider | +10000
        refund_failed | returning | -10000
        refund_paid_by_bank | returning | +10000
        refund_paid_by_bank | bank | -10000
        """
    )


def test_a_declined_charge_moves_nothing_until_another_card_pays_it(
    sandbox: RunningSandbox, project: Project
) -> None:
    a_donation(sandbox, project, a_gift(10_000))
    payment = declined(sandbox, project)
    assert book(project) == ""
    page = changing_card.open_card_page(payment, language="en", return_url=BACK, actor=None)
    complete_checkout(page, card=SUCCEEDS)
    changing_card.refresh_recovery(Recovery.objects.get())
    pay_now(payment, return_url=BACK, actor=None, resume=False)
    assert book(project) == table(PAID_ALONE)


def test_a_gift_that_leaves_a_shared_payment_is_in_no_book(
    sandbox: RunningSandbox, project: Project
) -> None:
    """C5 when B is unticked, a third project in the place of the tip: 36 for 7.00 → 26, 10."""
    gifts = [a_donation(sandbox, project, a_gift(cents)) for cents in (500, 1_000, 200)]
    on_one_card(gifts)
    payment = declined(sandbox, project)
    other = a_draft(cast.didac(), title="Second")
    Donation.objects.filter(pk=gifts[2].pk).update(project=other)
    kept = [line.pk for line in payment.standing_lines() if line.donation_id != gifts[1].pk]
    keep_lines(payment, kept, actor=None)
    pay_now(payment, return_url=BACK, actor=None)
    assert book(project, other) == table("""
        collected | clearing | +700
        collected | project:A | -500
        collected | project:B | -200
        balance_transaction | provider | +664
        balance_transaction | cost:A | +26
        balance_transaction | cost:B | +10
        balance_transaction | clearing | -700
    """)


def test_money_for_a_gift_that_was_dropped_goes_back_by_itself(
    sandbox: RunningSandbox, project: Project
) -> None:
    a_donation(sandbox, project, a_gift(10_000))
    payment = declined(sandbox, project)
    assert payment.intent_id
    # The provider says cancelled, and then takes it: it must not, but money would have come.
    apply_intent(payment.pk, IntentSnapshot(payment.intent_id, "cancelled", 10_000, "EUR"))
    assert payment.method
    stripe_of(sandbox).v1.payment_intents.confirm(
        payment.intent_id, {"payment_method": payment.method.provider_id, "off_session": True}
    )
    refresh_payment(payment)
    everything_is_heard()
    assert Donation.objects.get().status == "dropped"
    assert book(project, rings=UNCOVERED) == table(GONE_BACK_AFTER_THE_END)


def test_money_for_a_checkout_that_had_ended_goes_back_though_its_project_succeeded(
    sandbox: RunningSandbox, committed_db: Any
) -> None:
    project = builders.a_live_project(rounds_planned=0)
    checkout = an_open_checkout(project, a_gift(10_000))
    complete_checkout(checkout.session_url, card=SUCCEEDS)
    # As above: expired, and then complete after all.
    gone = CheckoutSnapshot(checkout.session_id or "", "expired")
    checkout_outcome.apply_checkout(checkout.pk, gone)
    everything_is_heard()
    assert Donation.objects.get().status == "expired"
    assert book(project, rings=UNCOVERED) == table(GONE_BACK_AFTER_THE_END)


def test_money_that_nobody_knows_is_in_suspense_and_rings(sandbox: RunningSandbox) -> None:
    client = stripe_of(sandbox)
    collect(client, save_card(client, SUCCEEDS), 10_000)
    reconcile()
    assert book(rings=OPEN) == table("""
        unknown_provider_money | provider | +9825
        unknown_provider_money | suspense | -9825
    """)


def test_what_the_provider_charges_the_platform_is_its_own_cost(
    sandbox: RunningSandbox, project: Project
) -> None:
    sandbox.control("charges", amount=500)
    assert reconcile().is_right
    assert book(rings=UNCOVERED) == table("""
        provider_charge | cost:platform | +500
        provider_charge | provider | -500
    """)

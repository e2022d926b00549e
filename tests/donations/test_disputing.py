"""Money that a bank takes back: asked about, withdrawn, given back or lost, and whose it was."""

from typing import Any

import pytest
from django.urls import reverse

from donations import collecting, webhooks
from donations.disputing import refresh_dispute
from donations.errors import NotReturnable
from donations.models import Dispute, Donation, Payment
from donations.queries import totals_of
from donations.reconciling import hear_missed_events, reconcile
from donations.refunding import ask_refund
from ledger import chart
from ledger.book import balances
from projects.models import Project
from tests import builders, cast
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import SUCCEEDS, a_donation, a_gift
from tests.donations.standing_still import refused
from tests.projects.desk import desk_of
from tests.stripe_sandbox.running import RunningSandbox

pytestmark = pytest.mark.usefixtures("committed_db")
FEE = 2_000


@pytest.fixture
def project(committed_db: Any) -> Project:
    return builders.a_live_project(rounds_planned=1, budget=builders.a_budget(1_000, 5_000))


def paid(sandbox: RunningSandbox, project: Project, *amounts: int) -> Payment:
    """One payment for gifts of one card, charged and booked."""
    donations = [a_donation(sandbox, project, a_gift(cents), card=SUCCEEDS) for cents in amounts]
    for other in donations[1:]:
        other.checkout.method = donations[0].checkout.method
        other.checkout.save()
    close_round(project)
    collection_day()
    collecting.book_missing_costs()
    return Payment.objects.get()


def disputed(sandbox: RunningSandbox, payment: Payment, **more: Any) -> Dispute:
    sandbox.control("disputes", payment_intent=payment.intent_id, **more)
    tell_all()
    return Dispute.objects.get()


def closed(sandbox: RunningSandbox, dispute: Dispute, *, won: bool) -> None:
    sandbox.control("disputes/close", dispute=dispute.provider_id, won=won)
    tell_all()
    dispute.refresh_from_db()


def tell_all() -> None:
    hear_missed_events()
    webhooks.apply_events()


def raised(project: Project) -> int:
    return totals_of([project.pk])[project.pk].raised_cents


def test_while_disputed_a_gift_does_not_count(sandbox: RunningSandbox, project: Project) -> None:
    payment = paid(sandbox, project, 10_000)
    before = balances()
    dispute = disputed(sandbox, payment, reason="fraudulent")

    assert (dispute.status, dispute.reason) == ("open", "fraudulent")
    assert dispute.respond_by is not None
    assert Donation.objects.get().status == "disputed"
    assert raised(project) == 0
    assert balances() == before | {
        chart.IN_DISPUTE: 10_000,
        chart.DISPUTE_COST: FEE,
        chart.PROVIDER: before[chart.PROVIDER] - 10_000 - FEE,
    }


def test_won_it_counts_again_and_the_fee_is_gone(sandbox: RunningSandbox, project: Project) -> None:
    payment = paid(sandbox, project, 10_000)
    before = balances()
    dispute = disputed(sandbox, payment)
    closed(sandbox, dispute, won=True)

    assert (dispute.status, Donation.objects.get().status) == ("won", "paid")
    assert raised(project) == 10_000
    assert balances() == before | {
        chart.IN_DISPUTE: 0,
        chart.DISPUTE_COST: FEE,
        chart.PROVIDER: before[chart.PROVIDER] - FEE,
    }


def test_lost_it_is_taken_from_the_project(sandbox: RunningSandbox, project: Project) -> None:
    payment = paid(sandbox, project, 10_000)
    before = balances()
    dispute = disputed(sandbox, payment)
    closed(sandbox, dispute, won=False)

    assert (dispute.status, Donation.objects.get().status) == ("lost", "dispute_lost")
    assert balances() == before | {
        chart.IN_DISPUTE: 0,
        chart.DISPUTE_COST: FEE,
        chart.PROVIDER: before[chart.PROVIDER] - 10_000 - FEE,
        chart.project(project.pk): 0,
    }


def test_a_part_is_shared_over_the_lines(sandbox: RunningSandbox, project: Project) -> None:
    """money-rules.md, C7: 9.00 over 5.00, 10.00 and 2.00 are 2.65, 5.29 and 1.06."""
    payment = paid(sandbox, project, 500, 1_000, 200)
    dispute = disputed(sandbox, payment, amount=900)
    shares = dict(dispute.lines.values_list("donation__amount_cents", "amount_cents"))
    assert shares == {500: 265, 1_000: 529, 200: 106}
    closed(sandbox, dispute, won=False)

    # What the bank did not take still counts.
    assert {each.status for each in Donation.objects.all()} == {"paid"}
    assert raised(project) == 1_700 - 900
    assert balances()[chart.project(project.pk)] == -800


def test_what_another_dispute_has_taken_bears_no_share(
    sandbox: RunningSandbox, project: Project
) -> None:
    payment = paid(sandbox, project, 500, 1_000)
    Donation.objects.filter(amount_cents=500).update(status="dispute_lost")
    dispute = disputed(sandbox, payment, amount=900)
    shares = dict(dispute.lines.values_list("donation__amount_cents", "amount_cents"))
    assert shares == {1_000: 900}
    closed(sandbox, dispute, won=False)

    assert balances()[chart.IN_DISPUTE] == 0


def test_an_inquiry_takes_nothing(sandbox: RunningSandbox, project: Project) -> None:
    payment = paid(sandbox, project, 10_000)
    before = balances()
    dispute = disputed(sandbox, payment, inquiry=True)

    assert (dispute.status, Donation.objects.get().status) == ("inquiry", "paid")
    assert balances() == before


def test_an_inquiry_may_become_a_dispute(sandbox: RunningSandbox, project: Project) -> None:
    payment = paid(sandbox, project, 10_000)
    dispute = disputed(sandbox, payment, inquiry=True)
    sandbox.control("disputes/escalate", dispute=dispute.provider_id)
    tell_all()
    dispute.refresh_from_db()

    assert (dispute.status, Donation.objects.get().status) == ("open", "disputed")


def test_told_again_nothing_moves(sandbox: RunningSandbox, project: Project) -> None:
    payment = paid(sandbox, project, 10_000)
    dispute = disputed(sandbox, payment)
    closed(sandbox, dispute, won=False)
    before = balances(), list(Donation.objects.values()), list(Dispute.objects.values())
    for _ in range(2):
        refresh_dispute(dispute.provider_id)

    assert (balances(), list(Donation.objects.values()), list(Dispute.objects.values())) == before


def test_what_is_disputed_is_not_returned_by_us(sandbox: RunningSandbox, project: Project) -> None:
    payment = paid(sandbox, project, 10_000)
    disputed(sandbox, payment)
    donation = Donation.objects.get()
    carme = cast.carme()
    with refused(NotReturnable):
        ask_refund(donation, 10_000, reason="why", actor=carme)


def test_a_dispute_that_no_event_told_is_found_by_its_booking(
    sandbox: RunningSandbox, project: Project
) -> None:
    payment = paid(sandbox, project, 10_000)
    sandbox.control("disputes", payment_intent=payment.intent_id)
    done = reconcile()

    assert (done.is_right, Dispute.objects.get().status) == (True, "open")


def test_an_admin_sees_the_deadline_and_notes_what_was_sent(
    sandbox: RunningSandbox, project: Project
) -> None:
    dispute = disputed(sandbox, paid(sandbox, project, 10_000))
    desk = desk_of()
    page = reverse("admin:donations_dispute_change", args=[dispute.pk])
    assert desk.get(reverse("admin:donations_dispute_changelist")).status_code == 200
    assert "to be answered by" in desk.get(page).content.decode().lower()
    evidence = reverse("admin:donations_dispute_evidence", args=[dispute.pk])
    assert desk.post(evidence, {"text": ""}).status_code == 422
    assert desk.post(evidence, {"text": "The receipt of 3 May."}).status_code == 302
    dispute.refresh_from_db()
    assert dispute.evidence == "The receipt of 3 May."

"""Closing a round: no new checkouts, then the verdict, then every promise collected or released."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum

from activity.clock import database_now
from activity.recording import record
from activity.ticks import one_by_one
from donations.lifecycle import DONATION, DonationStatus
from donations.models import Attempt, Donation, Payment, PaymentLine, Verdict
from donations.models.donation import STANDING_CENTS
from donations.releasing import Why, release
from donations.rules.charging import DuePromise, PlannedPayment, plan_payments
from donations.rules.outcome import RoundFacts, passes
from donations.verbs import Verb
from projects.campaigns import begin_closing, lock_for_closing, mark_decided, platform_zone
from projects.lifecycle import ProjectStatus, RoundStatus
from projects.models import Round
from projects.queries import goals_of_project
from projects.rules.calendar import collection_start

logger = logging.getLogger(__name__)


def close_due_rounds() -> list[int]:
    """Open → closing for every round whose instant has passed by the database's clock."""
    due = Round.objects.filter(status=RoundStatus.OPEN, closes_at__lte=database_now())
    closed = one_by_one(
        due.order_by("closes_at", "pk"), begin_closing, trouble="Round %s could not be closed"
    )
    return [each.pk for each in closed]


def settle_closing_rounds() -> list[int]:
    """Gives a verdict to every closing round that waits for no checkout any more."""
    closing = Round.objects.filter(
        status=RoundStatus.CLOSING, project__status=ProjectStatus.LIVE
    ).exclude(donations__status__in=[DonationStatus.OPEN, DonationStatus.WAITING])
    ids = closing.order_by("closes_at", "pk").values_list("pk", flat=True)
    return one_by_one(ids, settle_round, trouble="Round %s could not be settled")


@transaction.atomic
def settle_round(round_id: int) -> Verdict | None:
    """The verdict and everything it decides, in one transaction; None if it is not time yet.

    Promises become payments that are due at the fixed hour of the next day, or are released
    without a charge. Locks: donations by id, then the project (money-rules.md, States). A round
    whose checkouts are not all ended gets no verdict (C8)."""
    if not Round.objects.filter(pk=round_id, status=RoundStatus.CLOSING).exists():
        return None  # While it is open, donations may still come that we would not see below.
    donations = list(
        Donation.objects.filter(round_id=round_id)
        .order_by("pk")
        .select_related("checkout", "claim")
        .select_for_update(of=("self",), no_key=True)
    )
    round_ = Round.objects.select_related("project").get(pk=round_id)
    round_.project = lock_for_closing(round_.project_id)
    round_.refresh_from_db(fields=["status"])
    undecided = {DonationStatus.OPEN, DonationStatus.WAITING}
    if round_.status != RoundStatus.CLOSING or round_.project.status != ProjectStatus.LIVE:
        return None
    if any(donation.status in undecided for donation in donations):
        return None
    verdict = _decide(round_)
    promises = [each for each in donations if each.status == DonationStatus.PROMISED]
    if verdict.passed:
        due_at = collection_start(verdict.decided_at, settings.COLLECTION_HOUR, platform_zone())
        _collect(_still_in_time(promises, due_at), verdict, due_at)
    else:
        release(promises, Why.MINIMUM_MISSED)
    mark_decided(round_, passed=verdict.passed, raised_cents=verdict.raised_cents)
    record(Verb.ROUND_SETTLED, round_, actor=None, verdict=verdict.pk)
    return verdict


def _decide(round_: Round) -> Verdict:
    goals = goals_of_project(round_.project)
    counted = Donation.objects.filter(project=round_.project).counting()
    figures = counted.aggregate(raised=Sum(STANDING_CENTS), donations=Count("pk"))
    raised_cents = figures["raised"] or 0
    passed = passes(RoundFacts(round_.number, raised_cents, goals.minimum_cents))
    return Verdict.objects.create(
        round=round_,
        passed=passed,
        raised_cents=raised_cents,
        minimum_cents=goals.minimum_cents,
        optimum_cents=goals.optimum_cents,
        donations=figures["donations"],
        decided_at=database_now(),
    )


def _still_in_time(promises: list[Donation], due_at: datetime) -> list[Donation]:
    """Those that may be charged at `due_at`. A verdict that comes too late for a promise releases
    it: nobody is charged beyond the date they agreed to."""
    late = [each for each in promises if each.charge_by is None or each.charge_by <= due_at]
    if late:
        logger.error("%s promises are released, the verdict came too late for them", len(late))
        release(late, Why.TOO_LATE)
    return [each for each in promises if each.status == DonationStatus.PROMISED]


def _collect(promises: list[Donation], verdict: Verdict, due_at: datetime) -> None:
    by_id = {donation.pk: donation for donation in promises}
    planned = plan_payments(
        [_due_promise(donation) for donation in promises],
        shared_below_cents=settings.SHARED_PAYMENT_BELOW_CENTS,
    )
    payments = Payment.objects.bulk_create(
        _collection(plan, by_id[plan.lines[0][0]], verdict) for plan in planned
    )
    PaymentLine.objects.bulk_create(
        PaymentLine(payment=payment, donation_id=donation_id, amount_cents=cents)
        for payment, plan in zip(payments, planned, strict=True)
        for donation_id, cents in plan.lines
    )
    Attempt.objects.bulk_create(
        Attempt(payment=payment, number=1, due_at=due_at) for payment in payments
    )
    DONATION.move_all(
        promises, DonationStatus.COLLECTING, verb=Verb.DONATION_COLLECTING, actor=None
    )


def _due_promise(donation: Donation) -> DuePromise:
    method_id = donation.checkout.method_id
    if method_id is None:
        raise ValueError(f"Donation {donation.pk} is promised without a saved method.")
    return DuePromise(donation.pk, method_id, donation.amount_cents)


def _collection(plan: PlannedPayment, first: Donation, verdict: Verdict) -> Payment:
    return Payment(
        kind=Payment.Kind.COLLECTION,
        amount_cents=plan.amount_cents,
        currency=first.currency,
        customer_id=first.checkout.customer_id,
        method_id=plan.saved_method,
        created_at=verdict.decided_at,
    )

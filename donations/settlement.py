"""Closing a round: no new checkouts, then the verdict, then every promise collected or released."""

import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum

from activity.clock import database_now
from activity.recording import record
from donations.lifecycle import DONATION, DonationStatus
from donations.models import Attempt, Donation, Payment, PaymentLine, Verdict
from donations.rules.charging import DuePromise, PlannedPayment, plan_payments
from donations.rules.outcome import RoundFacts, passes
from donations.verbs import Verb
from projects.campaigns import begin_closing, lock_for_closing, mark_decided, platform_zone
from projects.lifecycle import ProjectStatus, RoundStatus
from projects.models import Round
from projects.queries import goals_of_project
from projects.rules.calendar import collection_start
from rewards.claims import free_unit

logger = logging.getLogger(__name__)


def close_due_rounds() -> list[int]:
    """Open → closing for every round whose instant has passed by the database's clock."""
    due = Round.objects.filter(status=RoundStatus.OPEN, closes_at__lte=database_now())
    return [each.pk for each in due.order_by("closes_at", "pk") if begin_closing(each)]


def settle_closing_rounds() -> list[int]:
    """Gives a verdict to every closing round that waits for no checkout any more."""
    closing = Round.objects.filter(
        status=RoundStatus.CLOSING, project__status=ProjectStatus.LIVE
    ).exclude(donations__status__in=[DonationStatus.OPEN, DonationStatus.WAITING])
    return [each.pk for each in closing.order_by("closes_at", "pk") if _settle_or_log(each.pk)]


def _settle_or_log(round_id: int) -> Verdict | None:
    """One round's trouble must not hold up the others; it rings in the log at every tick."""
    try:
        return settle_round(round_id)
    except Exception:
        logger.exception("Round %s could not be settled", round_id)
        return None


@transaction.atomic
def settle_round(round_id: int) -> Verdict | None:
    """The verdict and everything it decides, in one transaction; None if it is not time yet.

    Promises become payments that are due at the fixed hour of the next day, or are released
    without a charge. Locks: donations by id, then the project (money-rules.md, States). A round
    whose checkouts are not all ended gets no verdict (C8)."""
    donations = list(
        Donation.objects.filter(round_id=round_id)
        .order_by("pk")
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
        _plan_collection(promises, verdict)
    else:
        _release(promises)
    mark_decided(round_, passed=verdict.passed, raised_cents=verdict.raised_cents)
    record(Verb.ROUND_SETTLED, round_, actor=None, verdict=verdict.pk)
    return verdict


def _decide(round_: Round) -> Verdict:
    goals = goals_of_project(round_.project)
    counted = Donation.objects.filter(project=round_.project).counting()
    figures = counted.aggregate(raised=Sum("amount_cents"), donations=Count("pk"))
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


def _plan_collection(promises: list[Donation], verdict: Verdict) -> None:
    due_at = collection_start(verdict.decided_at, settings.COLLECTION_HOUR, platform_zone())
    by_id = {donation.pk: donation for donation in promises}
    methods = dict(Donation.objects.filter(pk__in=by_id).values_list("pk", "checkout__method_id"))
    planned = plan_payments(
        [DuePromise(pk, methods[pk], each.amount_cents) for pk, each in by_id.items()],
        shared_below_cents=settings.SHARED_PAYMENT_BELOW_CENTS,
    )
    for plan in planned:
        payment = _write_collection(plan, by_id, verdict)
        Attempt.objects.create(payment=payment, number=1, due_at=due_at)
    for donation in promises:
        DONATION.move(
            donation, DonationStatus.COLLECTING, verb=Verb.DONATION_COLLECTING, actor=None
        )


def _write_collection(
    plan: PlannedPayment, donations: dict[int, Donation], verdict: Verdict
) -> Payment:
    first = donations[plan.lines[0][0]]
    payment = Payment.objects.create(
        kind=Payment.Kind.COLLECTION,
        amount_cents=plan.amount_cents,
        currency=first.currency,
        customer_id=first.checkout.customer_id,
        method_id=plan.saved_method,
        created_at=verdict.decided_at,
    )
    PaymentLine.objects.bulk_create(
        PaymentLine(payment=payment, donation_id=donation_id, amount_cents=cents)
        for donation_id, cents in plan.lines
    )
    return payment


def _release(promises: list[Donation]) -> None:
    """Nobody is charged; the units of their rewards are free again."""
    for donation in promises:
        DONATION.move(donation, DonationStatus.RELEASED, verb=Verb.DONATION_RELEASED, actor=None)
        if donation.claim is not None:
            free_unit(donation.claim, actor=None)

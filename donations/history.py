"""Reads for one person: what they gave, what will be charged and when, what comes of it.

Amounts are cents. All of it is for showing; what may still be changed is decided by `promises`.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, Sum

from accounts.models import User
from donations.lifecycle import DonationStatus
from donations.models import Donation
from donations.models.donation import STANDING_CENTS, DonationQuerySet
from projects.campaigns import platform_zone
from projects.lifecycle import RoundStatus
from projects.rules.calendar import collection_start
from rewards.lifecycle import ClaimStatus
from rewards.models import CollectiveReturn

COMING = (DonationStatus.PROMISED, DonationStatus.COLLECTING)


@dataclass(frozen=True)
class Sums:
    """`given` was charged and not returned, `coming` is promised and not charged yet; in cents.
    `donations` counts everything, whatever became of it."""

    given_cents: int
    coming_cents: int
    coming: int
    projects: int
    donations: int


@dataclass(frozen=True)
class HistoryLine:
    """A donation with what its line tells. `may_cancel` shows the link, no more than that."""

    donation: Donation
    payment_status: str
    paid_at: datetime | None
    collected_on: datetime | None
    may_cancel: bool


@dataclass(frozen=True)
class HistoryPage:
    """Some lines, newest first; cursors to newer and older ones, None where there are none."""

    lines: list[HistoryLine]
    newer: UUID | None
    older: UUID | None


def sums_of(person: User) -> Sums:
    in_hand = Q(status__in=(DonationStatus.PAID, DonationStatus.HELD))
    coming = Q(status__in=COMING)
    found = _given_by(person).aggregate(
        given=Sum(STANDING_CENTS, filter=in_hand),
        coming_cents=Sum("amount_cents", filter=coming),
        coming=Count("pk", filter=coming),
        projects=Count("project", filter=in_hand | coming, distinct=True),
        donations=Count("pk"),
    )
    return Sums(
        given_cents=found["given"] or 0,
        coming_cents=found["coming_cents"] or 0,
        coming=found["coming"],
        projects=found["projects"],
        donations=found["donations"],
    )


def page_of(
    person: User,
    now: datetime,
    *,
    limit: int,
    before: UUID | None = None,
    after: UUID | None = None,
) -> HistoryPage:
    """`limit` lines older than the donation `before`, or newer than `after`, or the newest ones.

    A cursor that is not one of this person's donations gives the newest."""
    own = _given_by(person)
    cursor = before or after
    at = own.filter(public_id=cursor).first() if cursor else None
    if at is not None and after is not None:
        rows = list(_for_lines(own.filter(pk__gt=at.pk)).order_by("pk")[: limit + 1])
        shown = rows[:limit][::-1]
        return _page(shown, now, newer=len(rows) > limit, older=True)
    older = own.filter(pk__lt=at.pk) if at is not None else own
    rows = list(_for_lines(older).order_by("-pk")[: limit + 1])
    return _page(rows[:limit], now, newer=at is not None, older=len(rows) > limit)


def coming_charges(person: User, now: datetime, *, limit: int) -> list[HistoryLine]:
    """Promises and what is being collected, the one with the nearest latest date first."""
    coming = _given_by(person).filter(status__in=COMING)
    return [_line(each, now) for each in _for_lines(coming).order_by("charge_by", "pk")[:limit]]


def rewards_of(person: User, *, limit: int) -> QuerySet[Donation]:
    """The donations that count and keep a unit of a reward, the next delivery first."""
    kept = _given_by(person).counting().filter(claim__status=ClaimStatus.KEPT)
    return kept.select_related("project", "claim__reward").order_by(
        "claim__reward__delivery_month", "pk"
    )[:limit]


def returns_of(person: User, *, limit: int) -> QuerySet[CollectiveReturn]:
    """What the projects they gave to have promised to everyone, the next date first."""
    projects = _given_by(person).counting().order_by().values("project")
    promised = CollectiveReturn.objects.filter(project__in=projects)
    return promised.select_related("project", "licence").order_by(
        F("due_on").asc(nulls_last=True), "pk"
    )[:limit]


def collected_on(donation: Donation) -> datetime | None:
    """When a promise is collected at the earliest: by its verdict, or as foreseen before it."""
    if donation.round is None:
        return None
    verdict = getattr(donation.round, "verdict", None)
    decided = verdict.decided_at if verdict else donation.round.closes_at + settings.CHECKOUT_GRACE
    return collection_start(decided, settings.COLLECTION_HOUR, platform_zone())


def _given_by(person: User) -> DonationQuerySet:
    return Donation.objects.filter(backer=person).exclude(status=DonationStatus.DRAFT)


def _for_lines(donations: QuerySet[Donation]) -> QuerySet[Donation]:
    # A donation is in one payment for ever (donation_in_one_payment), so no row comes twice.
    return donations.select_related(
        "project", "round__verdict", "checkout", "claim__reward"
    ).annotate(
        payment_status=F("payment_lines__payment__status"),
        paid_at=F("payment_lines__payment__succeeded_at"),
    )


def _line(donation: Donation, now: datetime) -> HistoryLine:
    round_ = donation.round
    return HistoryLine(
        donation=donation,
        payment_status=getattr(donation, "payment_status", None) or "",
        paid_at=getattr(donation, "paid_at", None),
        collected_on=collected_on(donation),
        may_cancel=donation.status == DonationStatus.PROMISED
        and round_ is not None
        and round_.status == RoundStatus.OPEN
        and now < round_.closes_at,
    )


def _page(rows: list[Donation], now: datetime, *, newer: bool, older: bool) -> HistoryPage:
    return HistoryPage(
        lines=[_line(each, now) for each in rows],
        newer=rows[0].public_id if newer and rows else None,
        older=rows[-1].public_id if older and rows else None,
    )

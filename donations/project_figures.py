"""Reads for a project's creator: how it filled, how collecting goes, which rewards are to be sent.

Amounts are cents. Names come from consent alone; everything else is counted and summed.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from donations.lifecycle import DonationStatus, PaymentStatus, counting_statuses
from donations.models import Donation
from donations.models.donation import STANDING_CENTS
from projects.campaigns import platform_zone
from projects.lifecycle import ProjectStatus
from projects.models import Project
from rewards.lifecycle import ClaimStatus
from rewards.models import Reward


class Part(StrEnum):
    """What has become of the donations of a project, in the order a creator asks for it."""

    COLLECTED = "collected"
    HELD = "held"
    PROMISED = "promised"
    CHARGING = "charging"
    DECLINED = "declined"
    WAITS_FOR_BACKER = "waits_for_backer"
    NOT_COLLECTED = "not_collected"
    RETURNED = "returned"
    DISPUTED = "disputed"


_D = DonationStatus
_PARTS = {
    _D.PAID: Part.COLLECTED,
    _D.HELD: Part.HELD,
    _D.PROMISED: Part.PROMISED,
    _D.COLLECTING: Part.CHARGING,
    _D.DROPPED: Part.NOT_COLLECTED,
    _D.RETURNING: Part.RETURNED,
    _D.REFUNDED: Part.RETURNED,
    _D.CREDITED: Part.RETURNED,
    _D.DISPUTED: Part.DISPUTED,
    _D.DISPUTE_LOST: Part.DISPUTED,
}
_IN_TROUBLE = {
    PaymentStatus.RETRYING: Part.DECLINED,
    PaymentStatus.ACTION_REQUIRED: Part.WAITS_FOR_BACKER,
}


@dataclass
class Share:
    """Donations of one part. `names`: of those in trouble whose backers let theirs be shown."""

    part: Part
    donations: int = 0
    cents: int = 0
    names: list[str] = field(default_factory=list)


def raised_by_day(project: Project) -> list[tuple[date, int]]:
    """Days with a donation that still counts, and its cents; of a failed project, what it had.

    Public pages show the running total all the time, so its course tells nothing of a person."""
    counted: list[DonationStatus] = [*counting_statuses()]
    if project.status == ProjectStatus.FAILED:
        counted.append(_D.RELEASED)
    days = (
        project.donations.filter(status__in=counted)
        .order_by()
        .values(day=TruncDate("confirmed_at", tzinfo=platform_zone()))
        .annotate(cents=Sum(STANDING_CENTS))
        .order_by("day")
    )
    return [(row["day"], row["cents"]) for row in days]


def collection_of(project: Project) -> list[Share]:
    """Each part that has donations, in order. One query, however many gave."""
    troubled = Q(status=_D.DROPPED) | Q(
        status=_D.COLLECTING, payment_lines__payment__status__in=list(_IN_TROUBLE)
    )
    rows = (
        Donation.objects.filter(project=project, status__in=list(_PARTS))
        .order_by()
        .values("status", payment=F("payment_lines__payment__status"))
        .annotate(
            gifts=Count("pk"),
            cents=Sum(STANDING_CENTS),
            given=Sum("amount_cents"),
            names=ArrayAgg(
                "public_name",
                filter=troubled & Q(show_name=True) & ~Q(public_name=""),
                default=[],
            ),
        )
    )
    shares = {part: Share(part) for part in Part}
    for row in rows:
        share = shares[_part(row["status"], row["payment"])]
        share.donations += row["gifts"]
        # Of what went back nothing stands: it is told as it was given.
        share.cents += row["given"] if share.part == Part.RETURNED else row["cents"]
        share.names = sorted([*share.names, *row["names"]])
    return [share for share in shares.values() if share.donations]


def rewards_to_send(project: Project) -> QuerySet[Reward]:
    """Its rewards, each with `kept`: units that a donation which counts has kept."""
    kept = Q(
        claims__status=ClaimStatus.KEPT, claims__donation__status__in=list(counting_statuses())
    )
    return project.rewards.annotate(kept=Count("claims", filter=kept))


def _part(status: str, payment_status: str | None) -> Part:
    if status == _D.COLLECTING and payment_status in _IN_TROUBLE:
        return _IN_TROUBLE[PaymentStatus(payment_status)]
    return _PARTS[DonationStatus(status)]

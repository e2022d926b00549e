"""Reads of what was given: two figures per project, who gave, and the figures of the home page.

Amounts are cents. Public lines tell the date only, a name only by consent, and never set an
anonymous gift apart from others (money-rules.md, C20).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import BigIntegerField, Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate

from donations.models import Donation
from donations.models.donation import STANDING_CENTS
from ledger import chart
from ledger.models import Posting
from projects.campaigns import platform_zone
from projects.models import Project

ANONYMOUS_GROUP_AT_LEAST = 3
# Between creator and platform: they change whose the money is, not how much was collected.
_NOT_COLLECTING = (
    "payout_charges",
    "paid_out",
    "payout_bounced",
    "transfer_reversed",
    "creator_debt_written_off",
)


@dataclass(frozen=True)
class Totals:
    """Raised: what counts, promised or in hand. Collected: what the ledger holds.

    `backers` are people, one per e-mail address; `donations` what they gave."""

    raised_cents: int = 0
    collected_cents: int = 0
    backers: int = 0
    donations: int = 0


@dataclass(frozen=True)
class Given:
    """A public line. Without a name it stands for `gifts` people's gifts between two days; days
    are None where even a week would set somebody apart."""

    name: str
    gifts: int
    amount_cents: int
    first_day: date | None
    last_day: date | None


def totals_of(project_ids: Iterable[int]) -> dict[int, Totals]:
    """The totals of each project, in two queries however many they are."""
    ids = list(project_ids)
    counted = (
        Donation.objects.filter(project__in=ids)
        .counting()
        .order_by()
        .values("project_id")
        .annotate(
            raised=Sum(STANDING_CENTS),
            people=Count("customer", distinct=True),
            gifts=Count("pk"),
        )
    )
    given: dict[int, dict[str, Any]] = {row["project_id"]: dict(row) for row in counted}
    collected = _collected_by_account(ids)
    totals = {}
    for project_id in ids:
        row = given.get(project_id, {})
        accounts = (chart.project(project_id), chart.held(project_id))
        totals[project_id] = Totals(
            raised_cents=row.get("raised", 0),
            collected_cents=sum(collected.get(code, 0) for code in accounts),
            backers=row.get("people", 0),
            donations=row.get("gifts", 0),
        )
    return totals


def raised_of_each() -> Coalesce:
    """Cents, to annotate projects with: what counts, promised or in hand."""
    return _of_each(Sum(STANDING_CENTS))


def backers_of_each() -> Coalesce:
    """People, to annotate projects with: one per e-mail address."""
    return _of_each(Count("customer", distinct=True))


def collected_in_all() -> int:
    """What the ledger took in for all projects together, less what went back."""
    postings = _collecting_postings(
        Q(account__code__startswith="project:") | Q(account__code__startswith="held:")
    )
    return -int(postings.aggregate(cents=Sum("amount_cents"))["cents"] or 0)


def people_in_all() -> int:
    """People whose donation counts somewhere, one per e-mail address."""
    # Not count(DISTINCT …), which would sort all of them.
    return Donation.objects.counting().order_by().values("customer").distinct().count()


def who_gave(project: Project, limit: int) -> list[Given]:
    """The latest `limit` public lines: names by consent, all others summed as “someone”."""
    days = TruncDate("confirmed_at", tzinfo=platform_zone())
    counting = project.donations.counting()
    named = (
        counting.filter(show_name=True)
        .exclude(public_name="")
        .annotate(day=days, cents=STANDING_CENTS)
        .order_by("-day", "public_name", "-cents")
        .values_list("public_name", "cents", "day")[:limit]
    )
    anonymous = (
        counting.filter(Q(show_name=False) | Q(public_name=""))
        .order_by()
        .values(day=days)
        .annotate(gifts=Count("pk"), cents=Sum(STANDING_CENTS))
        .order_by("day")
        .values_list("day", "gifts", "cents")
    )
    lines = [Given(name, 1, cents, day, day) for name, cents, day in named]
    lines += _summed([Given("", gifts, cents, day, day) for day, gifts, cents in anonymous])
    lines.sort(key=lambda line: (line.last_day or date.min, line.name != ""), reverse=True)
    return lines[:limit]


def _of_each(figure: Sum | Count) -> Coalesce:
    counting = Donation.objects.filter(project=OuterRef("pk")).counting().order_by()
    figures = counting.values("project").annotate(figure=figure).values("figure")
    return Coalesce(Subquery(figures), 0, output_field=BigIntegerField())


def _collected_by_account(project_ids: list[int]) -> dict[str, int]:
    codes = [code(pk) for pk in project_ids for code in (chart.project, chart.held)]
    sums = (
        _collecting_postings(Q(account__code__in=codes))
        .order_by()
        .values_list("account__code")
        .annotate(cents=Sum("amount_cents"))
    )
    return {code: -cents for code, cents in sums}


def _collecting_postings(accounts: Q) -> QuerySet[Posting]:
    return Posting.objects.filter(accounts).exclude(
        Q(entry__kind__in=_NOT_COLLECTING) | Q(entry__reverses__kind__in=_NOT_COLLECTING)
    )


def _summed(days: list[Given]) -> list[Given]:
    """Anonymous gifts per day if there are three or more, else per week, else all in one."""
    summed = [day for day in days if day.gifts >= ANONYMOUS_GROUP_AT_LEAST]
    few = [day for day in days if day.gifts < ANONYMOUS_GROUP_AT_LEAST]
    rest = []
    for monday, group in groupby(few, key=_monday):
        week = list(group)
        if sum(day.gifts for day in week) >= ANONYMOUS_GROUP_AT_LEAST:
            summed.append(_together(week, monday, monday + timedelta(days=6)))
        else:
            rest += week
    return [*summed, _together(rest, None, None)] if rest else summed


def _monday(line: Given) -> date:
    assert line.first_day is not None
    return line.first_day - timedelta(days=line.first_day.weekday())


def _together(lines: list[Given], first_day: date | None, last_day: date | None) -> Given:
    gifts = sum(line.gifts for line in lines)
    return Given("", gifts, sum(line.amount_cents for line in lines), first_day, last_day)

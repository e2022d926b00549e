"""One page of campaigns for what somebody wants: in an order, from a place on.

Amounts are cents, shares of the minimum are counted in millionths.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    DateTimeField,
    F,
    OuterRef,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Least, NullIf

from activity.keyset import Keyset, UnknownPlace
from pages.facets import chosen, explored
from pages.queries import Card, cards_of, with_what_cards_show
from pages.wanted import Sort, Wanted
from projects.lifecycle import RoundStatus
from projects.models import Project, Round
from projects.search import Found

# Later than every deadline: campaigns without one come after all others.
NO_END = datetime(9000, 1, 1, tzinfo=UTC)
ASCENDING = {Sort.ENDING}
ALL = 1_000_000


@dataclass(frozen=True)
class Page:
    """`before` and `after` are places for the addresses of its neighbours, empty at the ends.
    `lost`: the address asked for a place that is none of this list, and this is the first page."""

    cards: list[Card]
    before: str = ""
    after: str = ""
    past_the_end: bool = False
    lost: bool = False


def page_of(
    wanted: Wanted, found: Found | None, now: datetime, *, limit: int, after: str, before: str
) -> Page:
    """A place that this list did not give out gives the first page, and is told of."""
    projects = chosen(explored(wanted, found, now), wanted)
    projects = projects.annotate(key=sort_key(wanted.sort, found, now))
    projects = with_what_cards_show(projects)
    keyset = keyset_of(wanted.sort)
    try:
        page = keyset.page(projects, limit=limit, after=after or None, before=before or None)
    except UnknownPlace:
        first = page_of(wanted, found, now, limit=limit, after="", before="")
        return replace(first, lost=True)
    return Page(
        cards=cards_of(page.rows, now),
        before=page.before,
        after=page.after,
        past_the_end=not page.rows and bool(after or before),
    )


def open_cards(now: datetime, *, limit: int) -> tuple[list[Card], bool]:
    """Open campaigns, those that end soonest first, and whether there are more."""
    page = page_of(Wanted(), None, now, limit=limit, after="", before="")
    return page.cards, bool(page.after)


def cards_by_id(ids: list[int], now: datetime) -> list[Card]:
    """In the order of the ids."""
    projects = with_what_cards_show(Project.objects.public().filter(pk__in=ids))
    return cards_of(sorted(projects, key=lambda project: ids.index(project.pk)), now)


def keyset_of(sort: Sort) -> Keyset:
    """For projects with their `sort_key` as `key`."""
    return Keyset(f"projects {sort}", ("key" if sort in ASCENDING else "-key", "-pk"))


def sort_key(sort: Sort, found: Found | None, now: datetime) -> Any:
    if sort == Sort.BEST and found is not None:
        return found.rank
    if sort == Sort.SUPPORTED:
        return F("raised_cents")
    if sort == Sort.NEAREST:
        return _nearness()
    return F("launched_at") if sort == Sort.NEWEST else _end(now)


def _end(now: datetime) -> Coalesce:
    still_open = Round.objects.filter(
        project=OuterRef("pk"), status=RoundStatus.OPEN, closes_at__gt=now
    )
    ends = Subquery(still_open.values("closes_at")[:1])
    return Coalesce(ends, Value(NO_END), output_field=DateTimeField())


def _nearness() -> Coalesce:
    """The share of the minimum that came; those that have it already come after all others.

    Written so that what came and the minimum are added up once for each project, not twice."""
    came = Cast(F("raised_cents"), BigIntegerField())
    minimum = NullIf(Cast(F("minimum_cents"), BigIntegerField()), Value(0))
    short_of_all = NullIf(Least(came * ALL / minimum, Value(ALL)), Value(ALL))
    return Coalesce(short_of_all, Value(-1), output_field=BigIntegerField())

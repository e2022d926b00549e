"""One page of campaigns for what somebody wants: in an order, from a cursor on.

Amounts are cents, shares of the minimum are counted in millionths.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from pages import cursors
from pages.cursors import Cursor
from pages.facets import chosen, explored
from pages.queries import Card, cards_of, with_what_cards_show
from pages.wanted import Sort, Wanted
from projects.lifecycle import RoundStatus
from projects.models import Project, Round
from projects.search import Found

# Later than every deadline: campaigns without one come after all others.
NO_END = datetime(9000, 1, 1, tzinfo=UTC)
ASCENDING = {Sort.ENDING}
INSTANTS = {Sort.ENDING, Sort.NEWEST}


@dataclass(frozen=True)
class Page:
    """`before` and `after` are cursors for the addresses of its neighbours, empty at the ends."""

    cards: list[Card]
    before: str = ""
    after: str = ""
    past_the_end: bool = False


def page_of(
    wanted: Wanted, found: Found | None, now: datetime, *, limit: int, after: str, before: str
) -> Page:
    """A cursor that is none gives the first page."""
    start, stop = _read(wanted.sort, after), _read(wanted.sort, before)
    back = stop is not None and start is None
    rows = list(_keyed(wanted, found, now, start, stop if back else None)[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    if back:
        rows.reverse()
    has_before = more if back else start is not None
    has_after = True if back else more
    return Page(
        cards=cards_of(rows, now),
        before=_cursor(wanted.sort, rows[0]) if rows and has_before else "",
        after=_cursor(wanted.sort, rows[-1]) if rows and has_after else "",
        past_the_end=not rows and (start or stop) is not None,
    )


def open_cards(now: datetime, *, limit: int) -> tuple[list[Card], bool]:
    """Open campaigns, those that end soonest first, and whether there are more."""
    page = page_of(Wanted(), None, now, limit=limit, after="", before="")
    return page.cards, bool(page.after)


def cards_by_id(ids: list[int], now: datetime) -> list[Card]:
    """In the order of the ids."""
    projects = with_what_cards_show(Project.objects.public().filter(pk__in=ids))
    return cards_of(sorted(projects, key=lambda project: ids.index(project.pk)), now)


def keyed(
    projects: QuerySet[Project],
    sort: Sort,
    key: Any,
    start: Cursor | None = None,
    stop: Cursor | None = None,
) -> QuerySet[Project]:
    """In the order of `key`, after `start` or, read backwards, before `stop`."""
    ascending = (sort in ASCENDING) != (stop is not None)
    projects = projects.annotate(key=key)
    cursor = start or stop
    if cursor is not None:
        further = "gt" if ascending else "lt"
        newer = "gt" if stop is not None else "lt"
        tie = Q(key=cursor.key) & Q(**{f"pk__{newer}": cursor.pk})
        # The first condition follows from the second; it is what an index can begin with.
        projects = projects.filter(
            Q(**{f"key__{further}e": cursor.key}), Q(**{f"key__{further}": cursor.key}) | tie
        )
    return projects.order_by("key" if ascending else "-key", "pk" if stop else "-pk")


def _keyed(
    wanted: Wanted,
    found: Found | None,
    now: datetime,
    start: Cursor | None,
    stop: Cursor | None,
) -> QuerySet[Project]:
    projects = chosen(explored(wanted, found, now), wanted)
    return with_what_cards_show(
        keyed(projects, wanted.sort, _key(wanted.sort, found, now), start, stop)
    )


def _key(sort: Sort, found: Found | None, now: datetime) -> Any:
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


def _nearness() -> Case:
    """The share of the minimum that came; those that have it already come after all others."""
    return Case(
        When(raised_cents__gte=F("minimum_cents"), then=Value(-1)),
        default=F("raised_cents") * 1_000_000 / F("minimum_cents"),
        output_field=BigIntegerField(),
    )


def _read(sort: Sort, typed: str) -> Cursor | None:
    cursor = cursors.read(sort.value, typed)
    if cursor is None or isinstance(cursor.key, datetime) != (sort in INSTANTS):
        return None
    return cursor


def _cursor(sort: Sort, project: Project) -> str:
    return cursors.written(sort.value, Cursor(project.key, project.pk))  # type: ignore[attr-defined]

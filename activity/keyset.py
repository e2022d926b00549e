"""Pages of a list by keyset: each begins beside a row, so that it costs the same at any depth and
nothing is shown twice as the list grows.

A place in a list is what the order says of one row, signed, as a word for an address: what comes
back is what was given out, for this list in this order, or it is refused. It carries no date, so
the same page always has the same addresses beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from activity.errors import Refused

Values = Sequence[datetime | int]
Row = TypeVar("Row", bound=Model)


class UnknownPlace(Refused):
    sentence = _("The address you came by leads to no page of this list.")
    code = "unknown_place"


@dataclass(frozen=True)
class Page(Generic[Row]):
    """`before` and `after` are the places of its neighbours, empty at the ends."""

    rows: list[Row]
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Keyset:
    """`name` tells lists apart. `order` is as for `order_by`: columns of instants or whole numbers
    that are never empty, the last of them unique."""

    name: str
    order: tuple[str, ...]

    def page(
        self,
        rows: QuerySet[Row],
        *,
        limit: int,
        after: str | None = None,
        before: str | None = None,
    ) -> Page[Row]:
        """`limit` rows after a place or before one, else the first. Raises `UnknownPlace`."""
        start = None if after is None else self.opened(after)
        stop = None if before is None or start is not None else self.opened(before)
        back = stop is not None
        found = list(self.beyond(rows, start or stop, back=back)[: limit + 1])
        more, found = len(found) > limit, found[:limit]
        if back:
            found.reverse()
        has_before = more if back else start is not None
        return Page(
            found,
            before=self.place(found[0]) if found and has_before else "",
            after=self.place(found[-1]) if found and (back or more) else "",
        )

    def beyond(
        self, rows: QuerySet[Row], values: Values | None, *, back: bool = False
    ) -> QuerySet[Row]:
        """In this order, after the row with these values; `back`: before it, in reverse."""
        order = tuple(map(_reversed, self.order)) if back else self.order
        if values is not None:
            rows = rows.filter(_after(order, values))
        return rows.order_by(*order)

    def place(self, row: Model) -> str:
        values = [getattr(row, name.removeprefix("-")) for name in self.order]
        written = [each.isoformat() if isinstance(each, datetime) else each for each in values]
        return self._signer().sign_object(written)

    def opened(self, place: str) -> Values:
        """Raises `UnknownPlace` for all that was not given out by this list."""
        try:
            written: list[Any] = self._signer().unsign_object(place)
        except (signing.BadSignature, ValueError):
            raise UnknownPlace from None
        return [datetime.fromisoformat(each) if isinstance(each, str) else each for each in written]

    def _signer(self) -> signing.Signer:
        return signing.Signer(salt=f"keyset {self.name} {' '.join(self.order)}")


def _reversed(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _after(order: Sequence[str], values: Values) -> Q:
    """(a, b) > (x, y), written out for mixed directions: a >= x and (a > x or b > y).

    The first condition follows from the second; it is what an index can begin with."""
    name, value = order[0], values[0]
    column = name.removeprefix("-")
    further = "lt" if name.startswith("-") else "gt"
    beyond = Q(**{f"{column}__{further}": value})
    if len(order) == 1:
        return beyond
    at_least = Q(**{f"{column}__{further}e": value})
    return at_least & (beyond | Q(**{column: value}) & _after(order[1:], values[1:]))

"""Lists: newest first, cursors both ways, limits and filters on the time of creation."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from stripe_sandbox.errors import no_such, wrong_parameter
from stripe_sandbox.operations import Call
from stripe_sandbox.parameters import Integer, Kind, Period, Text
from stripe_sandbox.store import Record

PAGING: dict[str, Kind] = {
    "limit": Integer(minimum=1, maximum=100),
    "starting_after": Text(),
    "ending_before": Text(),
}
PAGING_AND_TIME: dict[str, Kind] = {**PAGING, "created": Period()}


def list_of(records: list[Record], url: str, has_more: bool = False) -> Record:
    return {"object": "list", "data": records, "has_more": has_more, "url": url}


def page(
    call: Call, kind: str, url: str, wanted: Callable[[Record], bool] = lambda record: True
) -> Record:
    """One page of a kind's records that are `wanted`, as the call's cursors ask."""
    if call["ending_before"] and call["starting_after"]:
        message = "You may only specify one of these parameters: ending_before, starting_after."
        raise wrong_parameter(message, "ending_before", "parameters_exclusive")
    limit = call["limit"] or 10
    if call["ending_before"]:
        rows = call.work.rows_above(kind, _cursor(call, kind, "ending_before") or "")
    else:
        rows = call.work.rows(kind, below=_cursor(call, kind, "starting_after"))
    period = call["created"]
    found = (row for row in rows if (not period or _in_period(row, period)) and wanted(row))
    first = list(islice(found, limit + 1))
    shown = first[:limit][::-1] if call["ending_before"] else first[:limit]
    return list_of(shown, url, has_more=len(first) > limit)


def matches(call: Call, *names: str) -> Callable[[Record], bool]:
    """Whether a record's fields equal the call's filters of the same names."""
    asked = {name: call[name] for name in names if name in call}
    return lambda record: all(record.get(name) == value for name, value in asked.items())


def _cursor(call: Call, kind: str, parameter: str) -> str | None:
    name: str | None = call[parameter]
    if name is not None and call.work.find(kind, name) is None:
        raise no_such(kind.split(".")[-1].replace("_", " "), name, parameter, status=400)
    return name


def _in_period(row: Record, period: dict[str, Any]) -> bool:
    created = row["created"]
    tests = {
        "gt": lambda bound: created > bound,
        "gte": lambda bound: created >= bound,
        "lt": lambda bound: created < bound,
        "lte": lambda bound: created <= bound,
    }
    return all(tests[name](bound) for name, bound in period.items())

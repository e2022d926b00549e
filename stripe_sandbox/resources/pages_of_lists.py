"""Lists of version 2: pages named by an address, not by the last thing on them."""

from __future__ import annotations

from urllib.parse import urlencode

from stripe_sandbox.errors import wrong_parameter
from stripe_sandbox.operations import Call
from stripe_sandbox.store import Record


def page_of(call: Call, rows: list[Record]) -> Record:
    """One page of rows, newest first; `page` is what an earlier address said."""
    limit = call["limit"] or 20
    start = 0
    if call["page"]:
        ids = [row["id"] for row in rows]
        if call["page"] not in ids:
            raise wrong_parameter("This page does not exist.", "page")
        start = ids.index(call["page"])
    return {
        "data": rows[start : start + limit],
        "next_page_url": _address(call, rows, start + limit) if len(rows) > start + limit else None,
        "previous_page_url": _address(call, rows, max(0, start - limit)) if start else None,
    }


def _address(call: Call, rows: list[Record], start: int) -> str:
    asked = {"limit": call["limit"] or 20, "page": rows[start]["id"]}
    return f"{call.url}?{urlencode(asked)}"

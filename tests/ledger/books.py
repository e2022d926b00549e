"""Writes the books of a test as a table: a row for each entry, a column for each account."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.transaction import atomic

from ledger import book
from ledger.models import Posting
from ledger.postings import Draft

NOON = datetime(2026, 4, 10, 12, tzinfo=UTC)


def keep(*drafts: Draft, occurred_at: datetime = NOON) -> None:
    """Post one fact after the other."""
    for number, draft in enumerate(drafts, start=1):
        with atomic():
            book.post(draft, source=f"story:{number}", occurred_at=occurred_at)


def table() -> str:
    """The books as text; the last row is the balances."""
    postings = Posting.objects.order_by("entry", "pk").select_related("entry", "account")
    accounts = list(dict.fromkeys(posting.account.code for posting in postings))
    rows: dict[str, dict[str, int]] = {}
    for posting in postings:
        row = rows.setdefault(str(posting.entry_id), {"": 0} | dict.fromkeys(accounts, 0))
        row[posting.account.code] += posting.amount_cents
    names = {str(posting.entry_id): posting.entry.kind for posting in postings}
    last = [f"{book.balance(code):+}" if book.balance(code) else "0" for code in accounts]
    cells = [["", *accounts]]
    for entry, row in rows.items():
        cells.append([names[entry], *(f"{row[code]:+}" if row[code] else "" for code in accounts)])
    return "\n".join(_aligned([*cells, ["=", *last]]))


def _aligned(cells: list[list[str]]) -> Iterable[str]:
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    for row in cells:
        numbers = (f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join([f"{row[0]:<{widths[0]}}", *numbers]).rstrip()

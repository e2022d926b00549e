"""A line of the provider's account enters the book once, under its own id, whoever tells of it."""

from donations.gateways.port import BalanceSnapshot
from ledger.book import post, reverse
from ledger.models import Entry
from ledger.postings import Draft


def book_line(draft: Draft, line: BalanceSnapshot, *, currency: str) -> None:
    """Inside a transaction, as `post`. A line that came before anybody could say what it is for
    was put into suspense: it leaves it now."""
    unknown = Entry.objects.filter(kind="unknown_provider_money", source=line.transaction_id)
    for entry in unknown:
        reverse(entry, occurred_at=line.occurred_at)
    post(draft, source=line.transaction_id, occurred_at=line.occurred_at, currency=currency)

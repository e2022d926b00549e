"""A line of the provider's account enters the book once, under its own id, whoever tells of it."""

from django.db import connection

from donations.gateways.port import BalanceSnapshot
from ledger.book import post, reverse
from ledger.models import Entry
from ledger.postings import Draft


def lock_line(transaction_id: str) -> None:
    """Until this transaction ends nobody else books that line."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [transaction_id])


def book_line(draft: Draft, line: BalanceSnapshot, *, currency: str) -> None:
    """Inside a transaction, as `post`. A line that came before anybody could say what it is for
    was put into suspense: it leaves it now."""
    lock_line(line.transaction_id)
    unknown = Entry.objects.filter(kind="unknown_provider_money", source=line.transaction_id)
    for entry in unknown:
        reverse(entry, occurred_at=line.occurred_at)
    post(draft, source=line.transaction_id, occurred_at=line.occurred_at, currency=currency)

"""Writing into the book: once for each fact, in one transaction, never otherwise."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError, atomic

from ledger import book, postings
from ledger.book import LedgerConflict
from ledger.models import Account, Entry, Posting
from ledger.postings import Draft

NOON = datetime(2026, 4, 10, 12, tzinfo=UTC)
GIFT = postings.collected([("project:7", 2500), ("tip", 200)])


def post(draft: Draft = GIFT, source: str = "payment:1", currency: str = "EUR") -> Entry:
    return book.post(draft, source=source, occurred_at=NOON, currency=currency)


def rows() -> tuple[int, int, int]:
    return Account.objects.count(), Entry.objects.count(), Posting.objects.count()


@pytest.mark.django_db
def test_an_entry_says_what_when_and_in_which_transaction() -> None:
    entry = post()
    assert (entry.kind, entry.source, entry.occurred_at) == ("collected", "payment:1", NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text, transaction_timestamp()")
        transaction_id, began = cursor.fetchone()
    entry = Entry.objects.get()
    assert entry.xid == int(transaction_id)
    assert entry.created_at >= began


@pytest.mark.django_db
def test_accounts_are_opened_as_they_are_needed() -> None:
    post()
    assert list(Account.objects.order_by("code").values_list("code", "kind", "currency")) == [
        ("clearing", "asset", "EUR"),
        ("project:7", "debt", "EUR"),
        ("tip", "income", "EUR"),
    ]


@pytest.mark.django_db
def test_balances_add_up_what_was_posted() -> None:
    post()
    post(source="payment:2")
    post(postings.collected([("project:77", 100)]), source="payment:3")
    assert book.balance("clearing") == 5500
    assert book.balance("project:7") == -5000
    assert book.balance("project:999") == 0
    assert book.balance("clearing", "USD") == 0
    assert book.balances("project:") == {"project:7": -5000, "project:77": -100}
    assert sum(book.balances().values()) == 0


@pytest.mark.django_db
def test_the_same_fact_posted_again_is_the_same_entry() -> None:
    entry, before = post(), rows()
    assert post() == entry
    shuffled = postings.collected([("tip", 200), ("project:7", 2500)])
    assert post(shuffled) == entry
    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "lines",
    [
        [("project:7", 2500)],
        [("project:7", 2501), ("tip", 200)],
        [("project:8", 2500), ("tip", 200)],
        [("project:7", 2500), ("tip", 100), ("tip", 100)],
    ],
)
def test_the_same_fact_with_other_postings_is_a_conflict(lines: list[tuple[str, int]]) -> None:
    post()
    before = rows()
    with pytest.raises(LedgerConflict):
        post(postings.collected(lines))
    assert rows() == before


@pytest.mark.django_db
def test_one_source_may_have_entries_of_several_kinds() -> None:
    post()
    post(postings.balance_transaction(2700, {"cost:7": 66}))
    assert book.balance("clearing") == 0


@pytest.mark.django_db
def test_an_account_keeps_its_currency() -> None:
    post()
    before = rows()
    with pytest.raises(LedgerConflict, match="EUR"):
        post(source="payment:2", currency="USD")
    assert rows() == before


@pytest.mark.django_db
def test_a_correction_is_the_exact_opposite_and_comes_once() -> None:
    entry = post()
    correction = book.reverse(entry, occurred_at=NOON)
    assert correction.reverses == entry
    assert (correction.kind, correction.source) == ("correction", f"entry:{entry.pk}")
    assert set(book.balances().values()) == {0}
    assert book.reverse(entry, occurred_at=NOON) == correction
    assert Entry.objects.count() == 2


def test_nothing_is_posted_outside_a_transaction(committed_db: object) -> None:
    with pytest.raises(TransactionManagementError):
        post()
    assert rows() == (0, 0, 0)


def test_what_fails_together_is_written_together(committed_db: object) -> None:
    @atomic
    def save_the_payment_and_post_it() -> None:
        post()
        raise RuntimeError("the payment could not be saved")

    with pytest.raises(RuntimeError):
        save_the_payment_and_post_it()
    assert rows() == (0, 0, 0)

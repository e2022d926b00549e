"""The database itself keeps the book: it refuses what code should never try."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from time import sleep

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.db.transaction import atomic

from ledger import book, postings
from ledger.models import Account, Entry, Posting

NOON = datetime(2026, 4, 10, 12, tzinfo=UTC)
GIFT = postings.collected([("project:7", 2500)])

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def gift(committed_db: object) -> Iterator[Entry]:
    """A committed entry. Whatever a test tries, its postings and the tables stay as they were."""
    with atomic():
        entry = book.post(GIFT, source="payment:1", occurred_at=NOON)
    before = everything()
    yield entry
    assert everything() == before


def everything() -> list[list[tuple[object, ...]]]:
    return [list(model.objects.order_by("pk").values_list()) for model in (Account, Entry, Posting)]


@atomic
def write(*lines: tuple[str, int], currency: str = "EUR") -> None:
    """Write an entry past `book.post` and its Draft, as careless code or a console would."""
    entry = Entry.objects.create(kind="careless", source="1", occurred_at=NOON)
    add(entry, *lines, currency=currency)


@atomic
def add(entry: Entry, *lines: tuple[str, int], currency: str = "EUR") -> None:
    for code, cents in lines:
        account = Account.objects.get(code=code)
        Posting.objects.create(entry=entry, account=account, currency=currency, amount_cents=cents)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([("clearing", 100), ("project:7", -99)], "does not balance: 1 EUR left over"),
        ([("clearing", 100), ("project:7", 100)], "does not balance: 200 EUR left over"),
        ([("clearing", 100)], "has 1 posting"),
        ([], "has 0 posting"),
        ([("clearing", 0), ("project:7", 0)], "ledger_posting_not_zero"),
    ],
)
def test_an_entry_that_does_not_balance_is_refused(
    gift: Entry, lines: list[tuple[str, int]], sentence: str
) -> None:
    with pytest.raises(IntegrityError, match=sentence):
        write(*lines)


def test_two_currencies_do_not_balance_each_other(gift: Entry) -> None:
    @atomic
    def sell_a_euro_for_a_dollar() -> None:
        Account.objects.create(code="fee", kind="income", currency="USD")
        entry = Entry.objects.create(kind="careless", source="1", occurred_at=NOON)
        add(entry, ("clearing", 100), currency="EUR")
        add(entry, ("fee", -100), currency="USD")

    with pytest.raises(IntegrityError, match="does not balance: 100 EUR, -100 USD"):
        sell_a_euro_for_a_dollar()


def test_a_posting_is_in_the_currency_of_its_account(gift: Entry) -> None:
    with pytest.raises(IntegrityError, match="ledger_posting_in_currency_of_account"):
        write(("clearing", 100), ("project:7", -100), currency="USD")


def test_postings_added_after_an_early_check_are_checked_as_well(gift: Entry) -> None:
    @atomic
    def check_early_and_add_a_cent() -> None:
        entry = book.post(GIFT, source="payment:2", occurred_at=NOON)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        add(entry, ("clearing", 1))

    with pytest.raises(IntegrityError, match="does not balance"):
        check_early_and_add_a_cent()


def test_an_entry_is_sealed_once_its_transaction_commits(gift: Entry) -> None:
    with pytest.raises(IntegrityError, match="is sealed"):
        add(gift, ("clearing", 100), ("project:7", -100))


def test_the_seal_is_stamped_by_the_database_whatever_is_given(gift: Entry) -> None:
    with atomic():
        forged = Entry.objects.create(
            kind="careless", source="1", occurred_at=NOON, xid=1, created_at=NOON
        )
        written = Entry.objects.get(pk=forged.pk)
        connection.set_rollback(True)
    assert written.xid > gift.xid
    assert written.created_at > gift.created_at


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_posting SET amount_cents = amount_cents + 1",
        "UPDATE ledger_posting SET amount_cents = 1 WHERE false",
        "UPDATE ledger_entry SET occurred_at = now()",
        "UPDATE ledger_entry SET xid = pg_current_xact_id()",
        "UPDATE ledger_account SET code = 'project:8' WHERE code = 'project:7'",
        "DELETE FROM ledger_posting",
        "DELETE FROM ledger_entry",
        "DELETE FROM ledger_account",
        "TRUNCATE ledger_posting",
        "TRUNCATE ledger_entry CASCADE",
        "TRUNCATE ledger_account CASCADE",
        "INSERT INTO ledger_account (code, kind, currency) VALUES ('project:7', 'debt', 'EUR')"
        " ON CONFLICT (code) DO UPDATE SET currency = 'USD'",
    ],
)
def test_nothing_in_the_book_is_changed_or_removed(gift: Entry, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_fact_comes_once(gift: Entry) -> None:
    with pytest.raises(IntegrityError, match="ledger_entry_once"):
        Entry.objects.create(kind="collected", source="payment:1", occurred_at=NOON)


def test_an_entry_is_reversed_once(gift: Entry) -> None:
    @atomic
    def reverse_twice() -> None:
        book.reverse(gift, occurred_at=NOON)
        Entry.objects.create(kind="careless", source="1", occurred_at=NOON, reverses=gift)

    with pytest.raises(IntegrityError, match="reverses"):
        reverse_twice()


@pytest.mark.parametrize(
    ("second_source", "entries", "clearing"), [("payment:1", 1, 2500), ("payment:2", 2, 5000)]
)
def test_two_workers_at_once_write_each_fact_once_and_open_each_account_once(
    second_source: str, entries: int, clearing: int
) -> None:
    first_has_written = threading.Event()

    def first_worker() -> None:
        with atomic():
            book.post(GIFT, source="payment:1", occurred_at=NOON)
            first_has_written.set()
            wait_until_somebody_waits()
        connection.close()

    def second_worker() -> None:
        first_has_written.wait(timeout=20)
        with atomic():
            book.post(GIFT, source=second_source, occurred_at=NOON)
        connection.close()

    with ThreadPoolExecutor() as workers:
        for working in [workers.submit(first_worker), workers.submit(second_worker)]:
            working.result(timeout=60)
    assert Entry.objects.count() == entries
    assert Posting.objects.count() == 2 * entries
    assert book.balances() == {"clearing": clearing, "project:7": -clearing}


def wait_until_somebody_waits() -> None:
    for _ in range(2000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_locks"
                " WHERE NOT granted AND transactionid = pg_current_xact_id()::xid"
            )
            if cursor.fetchone():
                return
        sleep(0.01)
    raise AssertionError("The second worker never met the first.")

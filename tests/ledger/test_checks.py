"""What `check_ledger` says of right and of wrong books."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.transaction import atomic

from ledger import book, checks, postings
from ledger.checks import cents_short, register, verify
from ledger.models import Account, Entry, Posting
from tests.ledger.books import NOON, keep

LATER = NOON + timedelta(days=1)
GIFT = postings.collected([("project:7", 10000)])
INTO_BALANCE = postings.balance_transaction(10000, {"cost:7": 175})


def wrong(now: datetime = LATER) -> list[str]:
    return [
        sentence for found in verify(now=now, book_only=True).wrong.values() for sentence in found
    ]


@pytest.fixture
def guards_off(committed_db: object) -> None:
    """As if somebody had switched the triggers off, in a database that is thrown away."""
    with connection.cursor() as cursor:
        for table in ("ledger_account", "ledger_entry", "ledger_posting"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


@pytest.mark.django_db
def test_an_empty_book_is_right() -> None:
    report = verify(book_only=True)
    assert report.is_right
    assert (report.accounts, report.entries, report.postings) == (0, 0, 0)


@pytest.mark.django_db
def test_a_book_with_a_whole_story_is_right() -> None:
    keep(
        GIFT,
        INTO_BALANCE,
        postings.payout_charges(7, fee=400, vat=84, cost=175),
        postings.paid_out(7, 9341),
        postings.transfer_booked(9341),
    )
    report = verify(book_only=True)
    assert report.is_right
    assert (report.accounts, report.entries, report.postings) == (7, 5, 13)


@pytest.mark.django_db
def test_clearing_may_be_open_for_two_days_and_then_rings() -> None:
    keep(GIFT)
    assert wrong(now=NOON + timedelta(days=2, seconds=-1)) == []
    (sentence,) = wrong(now=NOON + timedelta(days=2))
    assert sentence.startswith("clearing holds 10000 cents and has not been at zero since 2026-04")


@pytest.mark.django_db
def test_the_age_of_clearing_counts_from_its_last_zero() -> None:
    keep(GIFT, INTO_BALANCE)
    book.post(GIFT, source="second", occurred_at=NOON + timedelta(days=9))
    assert wrong(now=NOON + timedelta(days=10)) == []
    (sentence,) = wrong(now=NOON + timedelta(days=11))
    assert "since 2026-04-19" in sentence


@pytest.mark.django_db
def test_suspense_rings_at_once_and_until_it_is_explained() -> None:
    keep(postings.unknown_provider_money(5000))
    (sentence,) = wrong()
    assert sentence.startswith("suspense holds -5000 cents")
    book.post(
        postings.unknown_money_explained("project:7", 5000), source="known", occurred_at=LATER
    )
    assert wrong() == []


@pytest.mark.django_db
def test_money_on_its_way_to_the_bank_has_a_week() -> None:
    keep(GIFT, INTO_BALANCE, postings.sent_to_bank(5000))
    assert wrong(now=NOON + timedelta(days=6)) == []
    assert len(wrong(now=NOON + timedelta(days=7))) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (postings.match_reserved(7, 3, 5000), "pot:3 is at 5000 cents"),
        (postings.match_granted(7, 3, 5000), "reserved:7:3 is at 5000 cents"),
        (postings.verdict_passed(7, 5000), "held:7 is at 5000 cents"),
        (postings.credit_refunded(5, 5000), "credit:5 is at 5000 cents"),
        (postings.refund_balance_transaction(5000), "returning is at 5000 cents"),
    ],
)
def test_what_is_spent_twice_rings(draft: postings.Draft, sentence: str) -> None:
    keep(draft)
    assert any(found.startswith(sentence) for found in wrong())


@pytest.mark.django_db
def test_a_returned_gift_leaves_its_cost_for_the_platform_to_cover() -> None:
    keep(
        postings.held(7, 100),
        postings.balance_transaction(100, {"cost:7": 27}),
        postings.verdict_failed_refund(7, 100),
        postings.refund_balance_transaction(100),
    )
    assert wrong() == ["27 cents EUR are owed beyond what is at hand."]


@pytest.mark.parametrize(
    ("balances", "short"),
    [
        ({}, 0),
        ({"provider": 9825, "project:7": -10000, "cost:7": 175}, 0),
        ({"provider": 9825, "held:7": -10000, "cost:7": 175}, 0),
        ({"provider": 9824, "held:7": -10000, "cost:7": 175}, 1),
        ({"provider": 10309, "project:7": -9341, "fee": -400, "vat": -84}, -884),
        ({"provider": -175, "cost:7": 175}, 175),
        ({"provider": 5000, "cost:platform": 500, "tip": -200, "returning": -5300}, 300),
        ({"provider": 0, "project:7": 9516, "returning": -10000, "loss": 484}, 10000),
        ({"bank": 0, "project:7": 5000, "pot_returning:3": -5000}, 0),
        ({"in_dispute": 10000, "provider": -2000, "project:7": -10000}, 2000),
        ({"clearing": 100, "bank_transit": 50, "bank": 25, "pot:3": -175}, 0),
    ],
)
def test_what_is_at_hand_is_compared_with_what_is_owed(
    balances: dict[str, int], short: int
) -> None:
    assert cents_short(balances) == short


def test_switched_off_guards_are_noticed(guards_off: None) -> None:
    found = wrong()
    assert len(found) == 7
    assert "The trigger ledger_entry_balances is missing or switched off." in found


def test_an_entry_that_came_in_unbalanced_is_named(guards_off: None) -> None:
    keep(GIFT, INTO_BALANCE)
    Posting.objects.filter(account__code="provider").update(amount_cents=9826)
    Entry.objects.create(kind="careless", source="1", occurred_at=NOON, xid=1)
    found = wrong()
    assert "balance_transaction story:2 has 3 postings and 1 cents left over." in found
    assert "careless 1 has 0 postings and 0 cents left over." in found


def test_a_correction_that_is_not_exact_is_named(guards_off: None) -> None:
    keep(GIFT)
    with atomic():
        correction = book.reverse(Entry.objects.get(), occurred_at=NOON)
    correction.postings.filter(account__code="clearing").update(amount_cents=-9999)
    expected = f"Entry {correction.pk} is not the exact opposite of the entry that it reverses."
    assert expected in wrong()


def test_an_account_outside_the_chart_is_named(guards_off: None) -> None:
    Account.objects.create(code="petty_cash", kind="asset", currency="EUR")
    Account.objects.create(code="bank", kind="debt", currency="EUR")
    found = wrong()
    assert "There is no account 'petty_cash' in the chart of accounts." in found
    assert "bank is kept as debt and should be asset." in found


def test_many_wrongs_of_one_sort_are_counted(guards_off: None) -> None:
    for number in range(25):
        Entry.objects.create(kind="careless", source=str(number), occurred_at=NOON, xid=1)
    assert wrong()[-1] == "And 5 more like these."


@pytest.mark.django_db
def test_other_apps_add_their_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_registered", {})

    def sky_falls() -> list[str]:
        return ["The sky is falling."]

    register("the sky holds", sky_falls)
    register("the sky holds", sky_falls)
    assert verify().wrong["the sky holds"] == ("The sky is falling.",)
    assert not verify().is_right
    assert verify(book_only=True).is_right
    with pytest.raises(ValueError, match="the sky holds"):
        register("the sky holds", list)


@pytest.mark.django_db
def test_the_command_says_that_the_books_are_right() -> None:
    keep(GIFT, INTO_BALANCE)
    out = StringIO()
    call_command("check_ledger", book_only=True, stdout=out)
    assert "right  every entry balances" in out.getvalue()
    assert "The books are right (2 entries, 5 postings, 4 accounts)." in out.getvalue()


@pytest.mark.django_db
def test_the_command_names_what_is_wrong_and_fails() -> None:
    keep(postings.unknown_provider_money(5000))
    out = StringIO()
    with pytest.raises(CommandError, match="The books are wrong") as failure:
        call_command("check_ledger", book_only=True, stdout=out)
    assert failure.value.returncode == 1
    assert "wrong  accounts in passing return to zero" in out.getvalue()
    assert "suspense holds -5000 cents" in out.getvalue()


@pytest.mark.django_db
def test_progress_is_told_from_beginning_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "ENTRIES_AT_ONCE", 1)
    keep(GIFT, INTO_BALANCE)
    told: list[tuple[str, int, int]] = []
    verify(book_only=True, progress=lambda *step: told.append(step))
    balancing = [step for step in told if step[0] == "every entry balances"]
    assert balancing[0][1:] == (0, 1)
    assert balancing[-1][1:] == (1, 1)
    assert len(balancing) >= 4

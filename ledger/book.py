"""Writing entries into the book, and reading balances from it."""

from datetime import datetime

from django.db import connection
from django.db.models import Sum
from django.db.transaction import TransactionManagementError

from ledger.chart import kind_of
from ledger.models import Account, Entry, Posting
from ledger.postings import Draft, Line, correction


class LedgerConflict(Exception):
    """The book already says something else about this fact. Nothing was written."""


def post(
    draft: Draft,
    *,
    source: str,
    occurred_at: datetime,
    currency: str = "EUR",
    reverses: Entry | None = None,
) -> Entry:
    """Write `draft` into the book, once for each kind and `source`.

    The same draft posted again gives the entry that is there. Accounts are opened as needed.
    Raises LedgerConflict if that kind and source were posted with other lines, or if an account
    is kept in another currency; TransactionManagementError outside a transaction, because the
    fact and its entry must commit together.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("The book is written inside a transaction only.")
    accounts = _accounts_in(currency, {line.account for line in draft.lines})
    entry, is_new = Entry.objects.get_or_create(
        kind=draft.kind,
        source=source,
        defaults={"occurred_at": occurred_at, "reverses": reverses},
    )
    if is_new:
        _write_postings(entry, draft.lines, accounts, currency)
    elif _lines_of(entry) != _sorted_lines(draft.lines, currency):
        raise LedgerConflict(f"{draft.kind} {source} is in the book already, with other postings.")
    return entry


def reverse(entry: Entry, *, occurred_at: datetime) -> Entry:
    """Write the exact opposite of `entry`, once. Raises as `post` does."""
    postings = list(entry.postings.select_related("account").order_by("pk"))
    lines = tuple(Line(posting.account.code, posting.amount_cents) for posting in postings)
    return post(
        correction(Draft(entry.kind, lines)),
        source=f"entry:{entry.pk}",
        occurred_at=occurred_at,
        currency=postings[0].currency,
        reverses=entry,
    )


def balance(code: str, currency: str = "EUR") -> int:
    """The balance of an account in cents, + debit; zero if it was never used."""
    postings = Posting.objects.filter(account__code=code, currency=currency)
    return int(postings.aggregate(cents=Sum("amount_cents"))["cents"] or 0)


def balances(prefix: str = "") -> dict[str, int]:
    """The balances in cents, by account code, of all accounts whose code begins with `prefix`."""
    accounts = Account.objects.filter(code__startswith=prefix).order_by("code")
    summed = accounts.annotate(cents=Sum("postings__amount_cents"))
    return {code: int(cents or 0) for code, cents in summed.values_list("code", "cents")}


def _accounts_in(currency: str, codes: set[str]) -> dict[str, Account]:
    found = {account.code: account for account in Account.objects.filter(code__in=codes)}
    for account in found.values():
        if account.currency != currency:
            raise LedgerConflict(f"{account.code} is kept in {account.currency}, not {currency}.")
    return found


def _write_postings(
    entry: Entry, lines: tuple[Line, ...], accounts: dict[str, Account], currency: str
) -> None:
    missing = {line.account for line in lines} - accounts.keys()
    if missing:
        accounts = accounts | _open_accounts(missing, currency)
    Posting.objects.bulk_create(
        Posting(
            entry=entry,
            account=accounts[line.account],
            currency=currency,
            amount_cents=line.cents,
        )
        for line in lines
    )


def _open_accounts(codes: set[str], currency: str) -> dict[str, Account]:
    # Another transaction may be opening the same accounts. In sorted order one waits for the
    # other instead of both for each other; what it opened is then found below.
    Account.objects.bulk_create(
        [Account(code=code, kind=kind_of(code).value, currency=currency) for code in sorted(codes)],
        ignore_conflicts=True,
    )
    return {account.code: account for account in Account.objects.filter(code__in=codes)}


def _lines_of(entry: Entry) -> list[tuple[str, str, int]]:
    return sorted(entry.postings.values_list("account__code", "currency", "amount_cents"))


def _sorted_lines(lines: tuple[Line, ...], currency: str) -> list[tuple[str, str, int]]:
    return sorted((line.account, currency, line.cents) for line in lines)

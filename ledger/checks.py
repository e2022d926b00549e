"""What must always be true of the book, asked of the whole of it.

`verify` runs every check; other apps add theirs with `register`, for example that the provider
reports the balance that the book says. A check returns one sentence for each thing that is
wrong. The sentences are for the operator's terminal and logs, so they stay in English.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import connection
from django.db.models import Max, Sum

from ledger import chart
from ledger.chart import AccountKind, family_of, is_known, kind_of
from ledger.models import Account, Entry, Posting

Check = Callable[[], Iterable[str]]
Progress = Callable[[str, int, int], None]

# How long an account may stay away from zero before it rings. A judgement.
MAY_BE_OPEN = {
    chart.CLEARING: timedelta(days=2),
    chart.BANK_TRANSIT: timedelta(days=7),
    chart.SUSPENSE: timedelta(0),
}
NEVER_ABOVE_ZERO = frozenset(
    {"held", "reserved", "pot", "pot_returning", "credit", "returning", "payout_transit"}
)
# Small enough that no statement meets the database's time limit on a slow machine.
ENTRIES_AT_ONCE = 100_000
SENTENCES_AT_MOST = 20
_GUARDS = {
    "ledger_account_append_only",
    "ledger_entry_append_only",
    "ledger_entry_balances",
    "ledger_entry_stamped",
    "ledger_posting_append_only",
    "ledger_posting_balances",
    "ledger_posting_sealed",
}
_registered: dict[str, Check] = {}


@dataclass(frozen=True)
class Report:
    """What was looked at, and each thing that is wrong, by the name of the check."""

    accounts: int
    entries: int
    postings: int
    wrong: Mapping[str, tuple[str, ...]]

    @property
    def is_right(self) -> bool:
        return not any(self.wrong.values())


def register(name: str, check: Check) -> None:
    """Add a check of another app. Raises ValueError if the name is taken by another one."""
    if _registered.setdefault(name, check) is not check:
        raise ValueError(f"There is a check named {name!r} already.")


def verify(
    *, now: datetime | None = None, progress: Progress | None = None, book_only: bool = False
) -> Report:
    """Run all checks. `now` is for the ages, by default the database's clock.

    `progress` is told the name of the check, how far it is, and how far it has to go. With
    `book_only` the checks of other apps are left out: they may ask a provider over the network.
    """
    tell = progress or (lambda name, done, total: None)
    checks = _checks(now or _database_now(), tell) | ({} if book_only else _registered)
    wrong = {}
    for name, check in checks.items():
        tell(name, 0, 1)
        wrong[name] = _shortened(check())
        tell(name, 1, 1)
    return Report(
        accounts=Account.objects.count(),
        entries=Entry.objects.count(),
        postings=Posting.objects.count(),
        wrong=wrong,
    )


def _checks(now: datetime, tell: Progress) -> dict[str, Check]:
    balancing = "every entry balances"
    return {
        "the guards of the book are on": _guards_off,
        balancing: lambda: _unbalanced_entries(partial(tell, balancing)),
        "every correction is an exact opposite": _inexact_corrections,
        "every account is in the chart": _accounts_not_in_chart,
        "accounts in passing return to zero": lambda: _open_too_long(now),
        "no pot or debt is overdrawn": _overdrawn,
        "what is at hand covers what is owed": _not_covered,
    }


def _guards_off() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname = ANY(%s) AND tgenabled IN ('O', 'A')",
            [sorted(_GUARDS)],
        )
        on = {name for (name,) in cursor.fetchall()}
    for name in sorted(_GUARDS - on):
        yield f"The trigger {name} is missing or switched off."


def _unbalanced_entries(tell: Callable[[int, int], None]) -> Iterator[str]:
    last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    for first in range(0, last, ENTRIES_AT_ONCE):
        tell(first, last)
        # Postings are never of zero, so what adds up to zero has at least two of them.
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT entry.kind, entry.source, count(posting.id), sum(posting.amount_cents)
                  FROM ledger_entry AS entry
                  LEFT JOIN ledger_posting AS posting ON posting.entry_id = entry.id
                 WHERE entry.id > %s AND entry.id <= %s
                 GROUP BY entry.id, posting.currency
                HAVING sum(posting.amount_cents) IS DISTINCT FROM 0
                 ORDER BY entry.id
                """,
                [first, first + ENTRIES_AT_ONCE],
            )
            for kind, source, postings, cents in cursor.fetchall():
                yield f"{kind} {source} has {postings} postings and {cents or 0} cents left over."


def _inexact_corrections() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT both_sides.correction
              FROM (SELECT entry.id AS correction, posting.account_id, posting.amount_cents
                      FROM ledger_entry AS entry
                      JOIN ledger_posting AS posting
                        ON posting.entry_id IN (entry.id, entry.reverses_id)
                     WHERE entry.reverses_id IS NOT NULL) AS both_sides
             GROUP BY both_sides.correction, both_sides.account_id
            HAVING sum(both_sides.amount_cents) <> 0
             ORDER BY both_sides.correction
            """
        )
        for (entry_id,) in cursor.fetchall():
            yield f"Entry {entry_id} is not the exact opposite of the entry that it reverses."


def _accounts_not_in_chart() -> Iterator[str]:
    for account in Account.objects.order_by("code"):
        if not is_known(account.code):
            yield f"There is no account {account.code!r} in the chart of accounts."
        elif account.kind != kind_of(account.code):
            expected = kind_of(account.code)
            yield f"{account.code} is kept as {account.kind} and should be {expected}."


def _open_too_long(now: datetime) -> Iterator[str]:
    for code, allowed in MAY_BE_OPEN.items():
        since, cents = _open_since(code)
        if since is not None and now - since >= allowed:
            yield f"{code} holds {cents} cents and has not been at zero since {since.isoformat()}."


def _open_since(code: str) -> tuple[datetime | None, int]:
    """The entry that moved an account away from zero for the last time, and what it holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH movement AS (
                SELECT posting.entry_id, sum(posting.amount_cents) AS cents
                  FROM ledger_posting AS posting
                  JOIN ledger_account AS account ON account.id = posting.account_id
                 WHERE account.code = %s
                 GROUP BY posting.entry_id
            ), running AS (
                SELECT entry_id, sum(cents) OVER (ORDER BY entry_id) AS balance FROM movement
            ), open AS (
                SELECT entry_id, balance FROM running
                 WHERE entry_id > coalesce(
                     (SELECT max(entry_id) FROM running WHERE balance = 0), 0)
            )
            SELECT (SELECT occurred_at FROM ledger_entry
                     WHERE id = (SELECT min(entry_id) FROM open)),
                   (SELECT balance FROM open ORDER BY entry_id DESC LIMIT 1)
            """,
            [code],
        )
        since, cents = cursor.fetchone()
    return since, int(cents or 0)


def _overdrawn() -> Iterator[str]:
    for balances in _balances_by_currency().values():
        for code, cents in balances.items():
            if family_of(code) in NEVER_ABOVE_ZERO and cents > 0:
                yield f"{code} is at {cents} cents; it is never above zero."


def _not_covered() -> Iterator[str]:
    for currency, balances in _balances_by_currency().items():
        short = cents_short(balances)
        if short > 0:
            yield f"{short} cents {currency} are owed beyond what is at hand."


def cents_short(balances: Mapping[str, int]) -> int:
    """How many cents the assets lack to pay all debts; negative when there is more than enough.

    What a creator owes pays no debt, and a match still to be recovered is not owed to its pot
    before it is. The processor's costs of a project lessen what it is owed, because its payout
    will keep them.
    """
    short = 0
    for code, cents in balances.items():
        kind = kind_of(code)
        if kind is AccountKind.ASSET:
            short -= cents
        elif kind is AccountKind.DEBT and family_of(code) != "pot_returning":
            short += max(-cents, 0)
        elif family_of(code) == "cost" and code != chart.COST_PLATFORM:
            project_id = int(code.partition(":")[2])
            owed = -balances.get(chart.project(project_id), 0)
            waiting = -balances.get(chart.held(project_id), 0)
            short -= max(min(cents, max(owed, 0) + max(waiting, 0)), 0)
    return short


def _balances_by_currency() -> dict[str, dict[str, int]]:
    """Without the accounts that are not in the chart, which a check of their own names."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    summed = Account.objects.annotate(cents=Sum("postings__amount_cents")).order_by("code")
    for currency, code, cents in summed.values_list("currency", "code", "cents"):
        if is_known(code):
            found[currency][code] = int(cents or 0)
    return found


def _shortened(sentences: Iterable[str]) -> tuple[str, ...]:
    everything = list(sentences)
    shown = everything[:SENTENCES_AT_MOST]
    if len(everything) > len(shown):
        shown.append(f"And {len(everything) - len(shown)} more like these.")
    return tuple(shown)


def _database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now

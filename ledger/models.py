"""The tables of the book: accounts, entries and their postings.

Nothing here is ever changed or deleted. The migrations add what the ORM cannot say: an entry
must balance when its transaction commits, is sealed from then on, and no row of the book takes
UPDATE, DELETE or TRUNCATE. Rows are written by `ledger.book.post` alone.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.chart import AccountKind

KIND_NAMES = {
    AccountKind.ASSET: _("asset"),
    AccountKind.DEBT: _("debt"),
    AccountKind.INCOME: _("income"),
    AccountKind.COST: _("cost"),
}


class TransactionIdField(models.Field):  # type: ignore[type-arg]  # not generic at run time
    """PostgreSQL's `xid8`: the id of a database transaction, which never comes round again."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)  # None comes from an outer join

    def get_prep_value(self, value: Any) -> Any:
        # PostgreSQL casts a text to xid8 but not a number; defaults are expressions and pass.
        return str(value) if isinstance(value, int) else value


class Account(models.Model):
    """A bucket of the chart of accounts; its balance is the sum of its postings."""

    code = models.CharField(_("code"), max_length=80, unique=True)
    kind = models.CharField(
        _("kind"), max_length=10, choices=[(kind.value, name) for kind, name in KIND_NAMES.items()]
    )
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            # Only so that a posting can point at an account together with its currency.
            models.UniqueConstraint(fields=["id", "currency"], name="ledger_account_in_currency"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in AccountKind]),
                name="ledger_account_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(currency__regex="^[A-Z]{3}$"),
                name="ledger_account_currency_code",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Entry(models.Model):
    """One fact of the business. `kind` and `source` together say which, and come once."""

    kind = models.CharField(_("kind"), max_length=60)
    source = models.CharField(
        _("source"), max_length=200, help_text=_("What the fact is, for example a payment's id.")
    )
    occurred_at = models.DateTimeField(_("occurred at"))
    created_at = models.DateTimeField(
        _("booked at"), db_default=models.Func(function="clock_timestamp"), editable=False
    )
    xid = TransactionIdField(
        _("database transaction"),
        db_default=models.Func(function="pg_current_xact_id"),
        editable=False,
    )
    reverses = models.OneToOneField(
        "self",
        verbose_name=_("reverses"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reversed_by",
    )

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        constraints = [
            models.UniqueConstraint(fields=["kind", "source"], name="ledger_entry_once"),
            models.CheckConstraint(
                condition=~models.Q(kind="") & ~models.Q(source=""), name="ledger_entry_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"


class Posting(models.Model):
    """One side of an entry: cents of an account, + debit and − credit."""

    entry = models.ForeignKey(
        Entry, verbose_name=_("journal entry"), on_delete=models.PROTECT, related_name="postings"
    )
    account = models.ForeignKey(
        Account,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        related_name="postings",
        db_index=False,
    )
    currency = models.CharField(_("currency"), max_length=3)
    amount_cents = models.BigIntegerField(_("amount in cents"))

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(amount_cents=0), name="ledger_posting_not_zero"
            )
        ]
        indexes = [
            # A balance is read from the index alone.
            models.Index(
                fields=["account", "id"], include=["amount_cents"], name="ledger_posting_balance"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_cents:+}"

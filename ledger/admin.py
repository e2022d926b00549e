"""The book in the admin, to read: nobody writes entries by hand.

The admin's classes are generic for the type checker and not when they run, hence the remarks.
"""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ledger.models import Account, Entry, Posting
from money.format import format_money


class ReadOnly:
    """The permissions of what every admin may look at and nothing else."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_staff(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_staff(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _is_staff(request: HttpRequest) -> bool:
    # `accounts.permissions.is_admin` stands above the ledger on the ladder.
    return request.user.is_active and bool(getattr(request.user, "is_staff", False))


@admin.register(Entry)
class EntryAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    change_form_template = "admin/edit.html"
    list_display = ("id", "kind", "source", "occurred_at", "created_at", "reverses")
    list_filter = ("kind",)
    list_select_related = ("reverses",)
    search_fields = ("=id", "source", "=postings__account__code")
    search_help_text = _("An entry's number, its source, or the code of an account.")
    ordering = ("-id",)
    fields = ("kind", "source", "occurred_at", "created_at", "reverses", "lines")
    readonly_fields = ("lines",)

    @admin.display(description=_("lines"))
    def lines(self, entry: Entry) -> str:
        """What the entry moved on which account: + debit, − credit."""
        postings = entry.postings.select_related("account").order_by("pk")
        rows = format_html_join(
            "",
            '<tr><td><a href="{}">{}</a></td><td class="amount">{}</td></tr>',
            (
                (
                    reverse("admin:ledger_account_change", args=[each.account_id]),
                    each.account,
                    format_money(each.amount_cents, each.currency),
                )
                for each in postings
            ),
        )
        return format_html(
            '<table class="book-lines"><thead><tr><th scope="col">{}</th>'
            '<th scope="col" class="amount">{}</th></tr></thead><tbody>{}</tbody></table>',
            gettext("account"),
            gettext("amount"),
            rows,
        )


@admin.register(Account)
class AccountAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    change_form_template = "admin/edit.html"
    list_display = ("code", "kind", "balance")
    list_filter = ("kind", "currency")
    search_fields = ("code",)
    ordering = ("code",)
    fields = ("code", "kind", "currency", "balance")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Account]:
        # A subquery is summed for the accounts on the page only, a join for all of them.
        postings = Posting.objects.filter(account=OuterRef("pk")).values("account")
        cents = postings.annotate(cents=Sum("amount_cents")).values("cents")
        accounts: QuerySet[Account] = super().get_queryset(request)
        return accounts.annotate(cents=Subquery(cents))

    @admin.display(description=_("balance"))
    def balance(self, account: Any) -> str:
        return format_money(account.cents or 0, account.currency)

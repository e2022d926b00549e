"""Donations and payments in the admin, to read, and the provider's events to apply again.

No page shows a checkout's token or the address of its card page: whoever holds those may act as
the backer.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin_pages import Section, StoryAdmin, history, link, moment, related, yes_or_no
from accounts.permissions import is_admin
from donations import (  # noqa: F401 - they add their parts to the admin
    decisions,
    dispute_admin,
    donation_admin,
    dossier,
    reconciling_admin,
    refund_admin,
)
from donations.models import (
    Attempt,
    Checkout,
    Customer,
    Donation,
    Payment,
    PaymentLine,
    ProviderEvent,
    Verdict,
)
from donations.webhooks import apply_again
from ledger.models import Entry
from money.format import format_money

CUSTOMER = related("customer", gettext_lazy("customer"))
ROUND = related("round", gettext_lazy("round"))


@admin.register(Checkout)
class CheckoutAdmin(StoryAdmin):
    list_display = ("id", "mode", "status", CUSTOMER, "opened_at", "closed_at")
    list_filter = ("status", "mode")
    list_select_related = ("customer",)
    search_fields = ("=id", "=email", "=session_id")
    search_help_text = gettext_lazy("A number, a whole e-mail address, or the provider's session.")
    ordering = ("-pk",)

    def sections(self, request: HttpRequest, obj: Checkout) -> list[Section]:
        donations = list(obj.donations.select_related("project").order_by("pk"))
        payments = list(Payment.objects.filter(checkout=obj))
        return [
            Section(
                _("The checkout"),
                pairs=[
                    (_("mode"), obj.get_mode_display()),
                    (_("status"), obj.get_status_display()),
                    (_("e-mail address"), obj.email),
                    (_("backer"), obj.backer or _("guest")),
                    (_("customer"), link(obj.customer)),
                    (_("language"), obj.language),
                    (_("saved method"), obj.method or ""),
                    (_("provider's session"), obj.session_id or ""),
                    (_("payment"), link(payments[0]) if payments else ""),
                    (_("opened"), moment(obj.opened_at)),
                    (_("expires"), moment(obj.expires_at)),
                    (_("closed"), moment(obj.closed_at)),
                ],
            ),
            Section(_("What the backer agreed to"), pairs=sorted(obj.consent.items())),
            _donations(donations),
            history([obj, *donations, *payments]),
        ]


@admin.register(Payment)
class PaymentAdmin(StoryAdmin):
    list_display = ("id", "kind", "status", "amount", CUSTOMER, "created_at", "succeeded_at")
    list_filter = ("status", "kind")
    list_select_related = ("customer",)
    search_fields = ("=id", "=intent_id", "=balance_transaction_id", "=customer__email")
    search_help_text = gettext_lazy(
        "A number, the provider's intent or balance transaction, or a whole e-mail address."
    )
    ordering = ("-pk",)

    @admin.display(description=gettext_lazy("amount"), ordering="amount_cents")
    def amount(self, payment: Payment) -> str:
        return format_money(payment.amount_cents, payment.currency)

    def sections(self, request: HttpRequest, obj: Payment) -> list[Section]:
        lines = list(obj.lines.select_related("donation__project").order_by("pk"))
        attempts = list(obj.attempts.order_by("number"))
        donations = [line.donation for line in lines]
        checkouts = [obj.checkout] if obj.checkout else []
        return [
            _payment(obj),
            _lines(lines),
            _attempts(attempts),
            _provider_events(obj),
            _ledger_entries(obj),
            history([*checkouts, *donations, obj, *attempts]),
        ]


@admin.register(Verdict)
class VerdictAdmin(StoryAdmin):
    list_display = ("id", ROUND, "passed", "raised", "minimum", "donations", "decided_at")
    list_filter = ("passed",)
    list_select_related = ("round__project",)
    search_fields = ("round__project__title", "round__project__slug")
    ordering = ("-decided_at",)

    @admin.display(description=gettext_lazy("raised"), ordering="raised_cents")
    def raised(self, verdict: Verdict) -> str:
        return format_money(verdict.raised_cents)

    @admin.display(description=gettext_lazy("minimum"), ordering="minimum_cents")
    def minimum(self, verdict: Verdict) -> str:
        return format_money(verdict.minimum_cents)

    def sections(self, request: HttpRequest, obj: Verdict) -> list[Section]:
        return [
            Section(
                _("The verdict"),
                pairs=[
                    (_("project"), link(obj.round.project)),
                    (_("round"), obj.round.number),
                    (_("passed"), yes_or_no(obj.passed)),
                    (_("raised"), format_money(obj.raised_cents)),
                    (_("minimum"), format_money(obj.minimum_cents)),
                    (_("optimum"), format_money(obj.optimum_cents)),
                    (_("donations"), str(obj.donations)),
                    (_("decided"), moment(obj.decided_at)),
                ],
            ),
            history([obj, obj.round]),
        ]


@admin.register(Customer)
class CustomerAdmin(StoryAdmin):
    list_display = ("email", "provider_id")
    search_fields = ("email", "=provider_id", "=methods__provider_id")
    search_help_text = gettext_lazy(
        "Part of an e-mail address, or the provider's id of the customer or of a saved card."
    )
    ordering = ("-pk",)

    def sections(self, request: HttpRequest, obj: Customer) -> list[Section]:
        donations = Donation.objects.filter(checkout__customer=obj).select_related("project")
        payments = obj.payments.order_by("pk")
        methods = [(str(each), each.provider_id) for each in obj.methods.order_by("pk")]
        return [
            Section(
                _("The customer"),
                pairs=[
                    (_("e-mail address"), obj.email),
                    (_("provider's id"), obj.provider_id or ""),
                ],
            ),
            Section(_("Saved methods"), headings=(_("Card"), _("Provider's id")), rows=methods),
            _donations(donations.order_by("pk")),
            Section(
                _("Payments"),
                headings=(_("Payment"), _("Status"), _("Created"), _("Amount")),
                rows=[
                    (
                        link(each),
                        each.get_status_display(),
                        moment(each.created_at),
                        format_money(each.amount_cents, each.currency),
                    )
                    for each in payments
                ],
                amounts=frozenset({3}),
            ),
            history([obj]),
        ]


class AppliedFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("error", gettext_lazy("With an error")),
            ("waiting", gettext_lazy("Waiting")),
            ("applied", gettext_lazy("Applied")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[ProviderEvent]"
    ) -> "QuerySet[ProviderEvent]":
        if self.value() == "applied":
            return queryset.filter(applied_at__isnull=False)
        if self.value() == "waiting":
            return queryset.filter(applied_at=None)
        if self.value() == "error":
            return queryset.filter(applied_at=None).exclude(error="")
        return queryset


@admin.register(ProviderEvent)
class ProviderEventAdmin(StoryAdmin):
    list_display = ("id", "kind", "object_id", "received_at", "attempts", "applied_at", "error")
    list_filter = (AppliedFilter,)
    search_fields = ("=event_id", "=object_id")
    search_help_text = gettext_lazy("The provider's id of the event, or of what it is about.")
    ordering = ("-pk",)
    actions = ("make_due",)

    @admin.action(description=gettext_lazy("Apply again, within a minute"))
    def make_due(self, request: HttpRequest, queryset: "QuerySet[ProviderEvent]") -> None:
        if not is_admin(request.user):
            return
        chosen = list(queryset)
        number = sum(apply_again(event, actor=request.user) for event in chosen)
        said = ngettext("%(number)s event is due.", "%(number)s events are due.", number)
        self.message_user(request, said % {"number": number})
        if number < len(chosen):
            self.message_user(
                request, _("What was applied already stays as it is."), messages.WARNING
            )

    def sections(self, request: HttpRequest, obj: ProviderEvent) -> list[Section]:
        payment = Payment.objects.filter(intent_id=obj.object_id).first()
        checkout = Checkout.objects.filter(session_id=obj.object_id).first()
        return [
            Section(
                _("The event"),
                pairs=[
                    (_("provider's event"), obj.event_id),
                    (_("kind"), obj.kind),
                    (_("about"), obj.object_id),
                    (_("ours"), link(payment) or link(checkout)),
                    (_("received"), moment(obj.received_at)),
                    (_("due"), moment(obj.due_at)),
                    (_("attempts"), str(obj.attempts)),
                    (_("applied"), moment(obj.applied_at)),
                ],
            ),
            Section(_("Last error"), text=obj.error),
            history([obj]),
        ]


def _payment(payment: Payment) -> Section:
    return Section(
        _("The payment"),
        pairs=[
            (_("kind"), payment.get_kind_display()),
            (_("status"), payment.get_status_display()),
            (_("amount"), format_money(payment.amount_cents, payment.currency)),
            (_("customer"), link(payment.customer)),
            (_("checkout"), link(payment.checkout)),
            (_("saved method"), payment.method or ""),
            (_("provider's intent"), payment.intent_id or ""),
            (_("provider's balance transaction"), payment.balance_transaction_id or ""),
            (_("created"), moment(payment.created_at)),
            (_("succeeded"), moment(payment.succeeded_at)),
        ],
    )


def _lines(lines: Iterable[PaymentLine]) -> Section:
    return Section(
        _("Lines"),
        headings=(_("Donation"), _("Project"), _("Amount")),
        rows=[
            (
                link(line.donation),
                link(line.donation.project),
                format_money(line.amount_cents, line.donation.currency),
            )
            for line in lines
        ],
        amounts=frozenset({2}),
    )


def _attempts(attempts: Iterable[Attempt]) -> Section:
    return Section(
        _("Attempts"),
        headings=(_("Number"), _("Status"), _("Due"), _("Sent"), _("Finished"), _("Decline")),
        rows=[
            (
                each.number,
                each.get_status_display(),
                moment(each.due_at),
                moment(each.sent_at),
                moment(each.finished_at),
                " · ".join(filter(None, [each.decline_code, each.advice_code])),
            )
            for each in attempts
        ],
        note=_("At a checkout the backer tries at the card page."),
    )


def _provider_events(payment: Payment) -> Section:
    ids = [payment.intent_id, payment.checkout.session_id if payment.checkout else None]
    events = ProviderEvent.objects.filter(object_id__in=[each for each in ids if each])
    return Section(
        _("What the provider told us"),
        headings=(_("Event"), _("Received"), _("Applied"), _("Last error")),
        rows=[
            (link(each, each.kind), moment(each.received_at), moment(each.applied_at), each.error)
            for each in events.order_by("pk")
        ],
    )


def _ledger_entries(payment: Payment) -> Section:
    """Both of its entries: the success, and the provider's own booking."""
    sources = [f"payment:{payment.pk}", payment.balance_transaction_id]
    entries = Entry.objects.filter(source__in=[each for each in sources if each])
    return Section(
        _("In the ledger"),
        headings=(_("Entry"), _("Occurred"), _("Account"), _("Amount")),
        rows=[
            (
                link(entry, entry.kind),
                moment(entry.occurred_at),
                link(posting.account),
                format_money(posting.amount_cents, posting.currency),
            )
            for entry in entries.order_by("pk").prefetch_related("postings__account")
            for posting in entry.postings.all()
        ],
        amounts=frozenset({3}),
    )


def _donations(donations: Iterable[Donation]) -> Section:
    return Section(
        _("Donations"),
        headings=(_("Donation"), _("Project"), _("Status"), _("Amount")),
        rows=[
            (
                link(each),
                link(each.project),
                each.get_status_display(),
                format_money(each.amount_cents, each.currency),
            )
            for each in donations
        ],
        amounts=frozenset({3}),
    )

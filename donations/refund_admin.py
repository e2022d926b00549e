"""Giving money back in the admin: asked with its reason, its consequences shown before."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_pages import Section, StoryAdmin, history, link, moment, related
from activity.errors import NotAllowed, Refused
from donations.acting_admin import acting_admin, ask_first, refused
from donations.errors import NotReturnable
from donations.lifecycle import RefundStatus
from donations.models import Donation, Refund
from donations.refunding import ask_refund, can_return, note_paid_by_bank
from ledger import chart
from ledger.book import balance
from money.format import format_money
from money.forms import AmountField

DONATION = related("donation", gettext_lazy("donation"))


class ReturnForm(forms.Form):
    amount = AmountField(
        label=gettext_lazy("Amount to return"),
        min_cents=1,
        max_cents=settings.DONATION_CEILING_CENTS,
    )
    reason = forms.CharField(
        label=gettext_lazy("What do you tell the backer?"),
        help_text=gettext_lazy("They get it by mail as you write it. It is kept with the refund."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )

    def __init__(self, *args: Any, most_cents: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        amount = self.fields["amount"]
        assert isinstance(amount, AmountField)
        amount.max_cents = most_cents


class PaidByBankForm(forms.Form):
    reference = forms.CharField(
        label=gettext_lazy("Reference of the bank transfer"),
        help_text=gettext_lazy("As the bank's statement shows it. No account number."),
        max_length=140,
    )


@admin.register(Refund)
class RefundAdmin(StoryAdmin):
    list_display = ("id", DONATION, "status", "amount", "asked_at", "finished_at")
    list_display_links = ("id",)
    list_filter = ("status",)
    list_select_related = ("donation",)
    search_fields = ("=id", "=provider_id", "=balance_transaction_id", "=donation__public_id")
    search_help_text = gettext_lazy("A number, the provider's refund, or a donation's reference.")
    ordering = ("-pk",)
    change_form_template = "admin/donations/refund.html"

    @admin.display(description=gettext_lazy("amount"), ordering="amount_cents")
    def amount(self, refund: Refund) -> str:
        return format_money(refund.amount_cents, refund.currency)

    def get_urls(self) -> list[URLPattern]:
        by_bank = self.admin_site.admin_view(pay_by_bank)
        return [
            path("<int:refund_id>/by-bank/", by_bank, name="donations_refund_by_bank"),
            *super().get_urls(),
        ]

    def more_context(self, request: HttpRequest, obj: Refund) -> dict[str, Any]:
        return {"came_back": obj.status == RefundStatus.FAILED}

    def sections(self, request: HttpRequest, obj: Refund) -> list[Section]:
        return [
            Section(
                _("The refund"),
                pairs=[
                    (_("donation"), link(obj.donation) if obj.donation else ""),
                    (_("payment"), link(obj.payment)),
                    (_("status"), obj.get_status_display()),
                    (_("amount"), format_money(obj.amount_cents, obj.currency)),
                    (_("reason"), obj.reason),
                    (_("provider's refund"), obj.provider_id or ""),
                    (_("provider's balance transaction"), obj.balance_transaction_id or ""),
                    (_("asked for"), moment(obj.asked_at)),
                    (_("sent"), moment(obj.sent_at)),
                    (_("finished"), moment(obj.finished_at)),
                ],
            ),
            history([obj, *([obj.donation] if obj.donation else [])]),
        ]


def refunds_of(refunds: Iterable[Refund]) -> Section:
    """A table of refunds, for the page of what they are of."""
    return Section(
        _("Refunds"),
        headings=(_("Refund"), _("Status"), _("Amount"), _("Asked for"), _("Finished")),
        rows=[
            (
                link(each),
                each.get_status_display(),
                format_money(each.amount_cents, each.currency),
                moment(each.asked_at),
                moment(each.finished_at),
            )
            for each in refunds
        ],
        note=_("Nothing was returned."),
        amounts=frozenset({2}),
    )


def return_money(request: HttpRequest, donation_id: int) -> HttpResponse:
    """Asks for amount and reason, says what will happen, then does it."""
    donation = get_object_or_404(Donation.objects.select_related("project"), pk=donation_id)
    most = can_return(donation)
    if most == 0:
        return refused(request, NotReturnable(), donation)
    typed = request.POST if request.method == "POST" else None
    form = ReturnForm(typed, initial={"amount": most}, most_cents=most, label_suffix="")
    if typed is not None and form.is_valid():
        given = form.cleaned_data
        try:
            ask_refund(
                donation, given["amount"], reason=given["reason"], actor=acting_admin(request)
            )
        except Refused as refusal:
            form.add_error("amount", str(refusal))
        else:
            messages.success(request, _("On its way back. The backer gets a mail."))
            return redirect("admin:donations_donation_change", donation.pk)
    return ask_first(request, donation, form, _("Return money"), _consequences(donation, most))


def pay_by_bank(request: HttpRequest, refund_id: int) -> HttpResponse:
    """For a refund that came back: that it was sent by bank transfer."""
    refund = get_object_or_404(Refund.objects.select_related("donation"), pk=refund_id)
    if refund.status != RefundStatus.FAILED:
        return refused(request, NotAllowed(), refund)
    form = PaidByBankForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound and form.is_valid():
        reference = form.cleaned_data["reference"]
        try:
            note_paid_by_bank(refund, reference=reference, actor=acting_admin(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted. The book has it as paid by bank."))
            return redirect("admin:donations_refund_change", refund.pk)
    amount = format_money(refund.amount_cents, refund.currency)
    told = [_("The book says from now on that %(amount)s left our bank.") % {"amount": amount}]
    return ask_first(request, refund, form, _("Paid by bank transfer"), told)


def _consequences(donation: Donation, most: int) -> list[str]:
    cost = balance(chart.cost(donation.project_id), donation.currency)
    return [
        _("At most %(most)s go back to the card that paid them; part of it if you type less.")
        % {"most": format_money(most, donation.currency)},
        _("“%(project)s” has raised and collected that much less; its verdict stands.")
        % {"project": donation.project},
        _("If all of it goes back, the unit of its reward is free again."),
        _("The provider keeps its cost of the payment; this project's costs are %(cost)s so far.")
        % {"cost": format_money(cost, donation.currency)},
        _("It cannot be taken back."),
    ]

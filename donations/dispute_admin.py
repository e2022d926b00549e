"""Disputes in the admin: what a bank wants, until when, and what was sent to it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_pages import Section, StoryAdmin, history, link, moment, related
from activity.errors import NotAllowed
from donations.acting_admin import acting_admin, ask_first, refused
from donations.disputing import note_evidence
from donations.lifecycle import DISPUTE
from donations.models import Dispute
from money.format import format_money

PAYMENT = related("payment", gettext_lazy("payment"))


class EvidenceForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What was sent to the bank"),
        help_text=gettext_lazy("It is sent at the provider's pages; here it is kept."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=5000,
    )


@admin.register(Dispute)
class DisputeAdmin(StoryAdmin):
    list_display = ("id", PAYMENT, "status", "amount", "reason", "respond_by", "closed_at")
    list_display_links = ("id",)
    list_filter = ("status",)
    list_select_related = ("payment",)
    search_fields = ("=id", "=provider_id", "=payment__intent_id")
    search_help_text = gettext_lazy("A number, or the provider's dispute or intent.")
    ordering = ("-pk",)
    change_form_template = "admin/donations/dispute.html"

    @admin.display(description=gettext_lazy("amount"), ordering="amount_cents")
    def amount(self, dispute: Dispute) -> str:
        return format_money(dispute.amount_cents, dispute.currency)

    def get_urls(self) -> list[URLPattern]:
        evidence = self.admin_site.admin_view(keep_evidence)
        return [
            path("<int:dispute_id>/evidence/", evidence, name="donations_dispute_evidence"),
            *super().get_urls(),
        ]

    def more_context(self, request: HttpRequest, obj: Dispute) -> dict[str, Any]:
        return {"is_undecided": not DISPUTE.is_final(obj.status)}

    def sections(self, request: HttpRequest, obj: Dispute) -> list[Section]:
        lines = list(obj.lines.select_related("donation__project"))
        return [
            Section(
                _("The dispute"),
                pairs=[
                    (_("payment"), link(obj.payment)),
                    (_("status"), obj.get_status_display()),
                    (_("amount"), format_money(obj.amount_cents, obj.currency)),
                    (_("reason"), obj.reason),
                    (_("to be answered by"), moment(obj.respond_by)),
                    (_("evidence that was sent"), obj.evidence),
                    (_("provider's dispute"), obj.provider_id),
                    (_("heard of"), moment(obj.heard_at)),
                    (_("closed"), moment(obj.closed_at)),
                ],
            ),
            Section(
                _("Whose money it is"),
                headings=(_("Donation"), _("Project"), _("Amount"), _("Status before")),
                rows=[
                    (
                        link(line.donation),
                        link(line.donation.project),
                        format_money(line.amount_cents, obj.currency),
                        line.get_status_before_display(),
                    )
                    for line in lines
                ],
                note=_("No money was withdrawn."),
                amounts=frozenset({2}),
            ),
            history([obj, obj.payment, *(line.donation for line in lines)]),
        ]


def keep_evidence(request: HttpRequest, dispute_id: int) -> HttpResponse:
    dispute = get_object_or_404(Dispute, pk=dispute_id)
    if DISPUTE.is_final(dispute.status):
        return refused(request, NotAllowed(), dispute)
    typed = request.POST if request.method == "POST" else None
    form = EvidenceForm(typed, initial={"text": dispute.evidence}, label_suffix="")
    if typed is not None and form.is_valid():
        note_evidence(dispute, form.cleaned_data["text"], actor=acting_admin(request))
        messages.success(request, _("Kept with the dispute."))
        return redirect("admin:donations_dispute_change", dispute.pk)
    told = [_("Nothing is sent from here: the bank reads what is sent at the provider's pages.")]
    return ask_first(request, dispute, form, _("Note what was sent"), told)

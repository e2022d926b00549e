"""A donation's whole story in the admin, and giving its money back."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_pages import Section, StoryAdmin, history, link, moment, related, yes_or_no
from donations.models import Donation
from donations.refund_admin import refunds_of, return_money
from donations.refunding import can_return
from money.format import format_money

PROJECT = related("project", gettext_lazy("project"))


@admin.register(Donation)
class DonationAdmin(StoryAdmin):
    list_display = ("id", PROJECT, "status", "amount", "opened_at", "confirmed_at")
    list_display_links = ("id",)
    list_filter = ("status",)
    list_select_related = ("project",)
    search_fields = ("=id", "=public_id", "project__title", "=checkout__email")
    search_help_text = gettext_lazy(
        "A number, a reference, a project's title, or a whole e-mail address."
    )
    ordering = ("-pk",)
    change_form_template = "admin/donations/donation.html"

    def get_urls(self) -> list[URLPattern]:
        back = self.admin_site.admin_view(return_money)
        return [
            path("<int:donation_id>/return/", back, name="donations_donation_return"),
            *super().get_urls(),
        ]

    def more_context(self, request: HttpRequest, obj: Donation) -> dict[str, Any]:
        return {"may_return": can_return(obj) > 0}

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup == "project__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=gettext_lazy("amount"), ordering="amount_cents")
    def amount(self, donation: Donation) -> str:
        return format_money(donation.amount_cents, donation.currency)

    def sections(self, request: HttpRequest, obj: Donation) -> list[Section]:
        lines = list(obj.payment_lines.select_related("payment"))
        payments = [line.payment for line in lines]
        refunds = list(obj.refunds.order_by("pk"))
        told = [obj.checkout, *([obj.claim] if obj.claim else []), *payments, *refunds]
        return [
            Section(
                _("The donation"),
                pairs=[
                    (_("project"), link(obj.project)),
                    (_("round"), obj.round.number if obj.round else ""),
                    (_("status"), obj.get_status_display()),
                    (_("amount"), format_money(obj.amount_cents, obj.currency)),
                    (_("returned"), format_money(obj.returned_cents, obj.currency)),
                    (_("reference"), obj.public_id),
                    (_("checkout"), link(obj.checkout)),
                    (_("backer"), obj.backer or _("guest")),
                    (_("reward"), link(obj.claim.reward) if obj.claim else ""),
                    (_("claim"), link(obj.claim, obj.claim.pk) if obj.claim else ""),
                    (_("name may be shown"), yes_or_no(obj.show_name)),
                    (_("name to show"), obj.public_name),
                    (_("charged at the latest"), moment(obj.charge_by)),
                    (_("payments"), link(payments[0]) if payments else ""),
                    (_("opened"), moment(obj.opened_at)),
                    (_("confirmed"), moment(obj.confirmed_at)),
                ],
            ),
            refunds_of(refunds),
            history([obj, *told]),
        ]

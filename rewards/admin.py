"""Rewards, claims and returns to read, licences to edit, and their part of a project's page."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_pages import (
    EditableByAdmins,
    ForAdmins,
    Section,
    StoryAdmin,
    WithHistory,
    history,
    link,
    moment,
    related,
)
from money.format import format_money
from projects import dossier
from projects.models import Project
from rewards.models import Claim, CollectiveReturn, Licence, Reward
from rewards.verbs import Verb

PROJECT = related("project", gettext_lazy("project"))
REWARD = related("reward", gettext_lazy("reward"))


@admin.register(Reward)
class RewardAdmin(StoryAdmin):
    list_display = ("title", PROJECT, "price", "taken_of_units", "delivery_month")
    list_select_related = ("project",)
    search_fields = ("title", "project__title", "project__slug")
    search_help_text = gettext_lazy("A reward's title, or its project's title or address.")
    ordering = ("-pk",)

    @admin.display(description=gettext_lazy("price"), ordering="price_cents")
    def price(self, reward: Reward) -> str:
        return format_money(reward.price_cents, whole=True)

    @admin.display(description=gettext_lazy("taken / units"))
    def taken_of_units(self, reward: Reward) -> str:
        return _taken(reward)

    def sections(self, request: HttpRequest, obj: Reward) -> list[Section]:
        claims = list(obj.claims.order_by("pk"))
        return [
            Section(
                _("The reward"),
                pairs=[
                    (_("project"), link(obj.project)),
                    (_("price"), format_money(obj.price_cents)),
                    (_("taken / units"), _taken(obj)),
                    (_("month of delivery"), f"{obj.delivery_month:%Y-%m}"),
                ],
            ),
            Section(_("Description"), text=obj.description),
            Section(
                _("Claims"),
                headings=(_("Claim"), _("Status"), _("Held since")),
                rows=[
                    (link(each, each.pk), each.get_status_display(), moment(each.held_at))
                    for each in claims
                ],
            ),
            history([obj, *claims]),
        ]


@admin.register(Claim)
class ClaimAdmin(StoryAdmin):
    list_display = ("id", REWARD, "status", "held_at")
    list_display_links = ("id",)
    list_filter = ("status",)
    list_select_related = ("reward",)
    search_fields = ("=id", "reward__title")
    ordering = ("-pk",)

    def sections(self, request: HttpRequest, obj: Claim) -> list[Section]:
        return [
            Section(
                _("The claim"),
                pairs=[
                    (_("reward"), link(obj.reward)),
                    (_("project"), link(obj.reward.project)),
                    (_("status"), obj.get_status_display()),
                    (_("held since"), moment(obj.held_at)),
                ],
            ),
            history([obj]),
        ]


@admin.register(CollectiveReturn)
class CollectiveReturnAdmin(ForAdmins, WithHistory):
    list_display = ("title", PROJECT, "kind", "licence", "due_on")
    list_filter = ("kind", "licence__domain")
    list_select_related = ("project", "licence")
    search_fields = ("title", "project__title", "=licence__spdx_id")
    search_help_text = gettext_lazy("A return's title, its project's title, or a licence.")
    ordering = ("-pk",)
    fields = ("project", "kind", "title", "description", "licence", "due_on")


@admin.register(Licence)
class LicenceAdmin(EditableByAdmins, admin.ModelAdmin):
    saved_verb = Verb.LICENCE_SAVED
    list_display = ("spdx_id", "name", "domain", "copyleft", "is_osi", "is_free_culture")
    list_filter = ("domain", "copyleft")
    search_fields = ("spdx_id", "name")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@dossier.part(60)
def _rewards(project: Project) -> Section:
    headings = (_("Reward"), _("Description"), _("Price"), _("Taken / units"), _("Month"))
    rows: list[tuple[Any, ...]] = [
        (
            link(each),
            each.description,
            format_money(each.price_cents),
            _taken(each),
            f"{each.delivery_month:%Y-%m}",
        )
        for each in project.rewards.all()
    ]
    note = _("The creator only gives thanks.") if project.thanks_only else ""
    return Section(_("Rewards"), headings=headings, rows=rows, note=note, amounts=frozenset({2}))


@dossier.part(70)
def _returns(project: Project) -> Section:
    headings = (_("Return"), _("Kind"), _("Description"), _("Licence"), _("Due date"))
    rows = [
        (
            link(each),
            each.get_kind_display(),
            each.description,
            _licence(each.licence),
            f"{each.due_on:%Y-%m-%d}" if each.due_on else "",
        )
        for each in project.collective_returns.select_related("licence")
    ]
    return Section(_("What everyone gets"), headings=headings, rows=rows)


def _licence(licence: Licence | None) -> Any:
    if licence is None:
        return ""
    return format_html('<a href="{}">{}</a>', licence.url, licence.spdx_id)


def _taken(reward: Reward) -> str:
    units = _("no limit") if reward.units is None else reward.units
    return f"{reward.taken} / {units}"

"""Organisations in the administration: their story, and correcting who they are before the law."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_pages import Section, StoryAdmin, history, link, moment
from accounts.invitations import open_invitations
from accounts.models import Organisation, OrganisationKind
from accounts.organisation_forms import IdentityForm, initial_of
from accounts.organisations import change_identity
from accounts.permissions import is_admin
from activity.errors import Refused

SectionMaker = Callable[[Organisation], Section]
_parts: list[SectionMaker] = []


def part(make: SectionMaker) -> SectionMaker:
    """Adds a section to the page of an organisation; apps above register when the admin loads."""
    _parts.append(make)
    return make


class CorrectionForm(IdentityForm):
    """The same questions, as the admin's own forms ask them."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=OrganisationKind.choices)


@admin.register(Organisation)
class OrganisationAdmin(StoryAdmin):
    change_form_template = "admin/accounts/organisation.html"
    list_display = ("name", "kind", "tax_id", "number_of_members", "registered_at")
    list_filter = ("kind",)
    search_fields = ("name", "legal_name", "tax_id", "members__email")
    search_help_text = gettext_lazy("A name, a tax identifier, or a member's e-mail address.")
    ordering = ("-registered_at", "-id")
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Organisation]":
        found: QuerySet[Organisation] = super().get_queryset(request)
        return found.annotate(members_in_all=Count("memberships", distinct=True))

    @admin.display(description=gettext_lazy("members"), ordering="members_in_all")
    def number_of_members(self, organisation: Any) -> int:
        return int(organisation.members_in_all)

    def sections(self, request: HttpRequest, obj: Organisation) -> list[Section]:
        parts = [make(obj) for make in _parts]
        return [_identity(obj), _members(obj), _invitations(obj), *parts, history([obj])]

    def get_urls(self) -> list[URLPattern]:
        correct = self.admin_site.admin_view(self.correct)
        return [
            path("<int:organisation_id>/identity/", correct, name="accounts_organisation_identity"),
            *super().get_urls(),
        ]

    def correct(self, request: HttpRequest, organisation_id: int) -> HttpResponse:
        """Who it is before the law, also once that stands for its owners."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        organisation = Organisation.objects.filter(pk=organisation_id).first()
        if organisation is None or not is_admin(request.user):
            raise Http404
        if request.method != "POST":
            form = CorrectionForm(initial=initial_of(organisation), label_suffix="")
            return self._ask(request, organisation, form)
        form = CorrectionForm(request.POST, label_suffix="")
        if not form.is_valid():
            return self._ask(request, organisation, form, status=422)
        try:
            change_identity(organisation, form.identity(), actor=request.user)
        except Refused as refusal:
            form.add_refusal(refusal)
            return self._ask(request, organisation, form, status=409)
        self.message_user(request, _("Corrected."), messages.SUCCESS)
        return redirect("admin:accounts_organisation_change", organisation.pk)

    def _ask(
        self, request: HttpRequest, organisation: Organisation, form: Any, status: int = 200
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": organisation,
            "title": f"{_('Correct the legal identity')}: {organisation}",
            "form": form,
        }
        template = "admin/accounts/identity.html"
        return TemplateResponse(request, template, context, status=status)


def _identity(organisation: Organisation) -> Section:
    return Section(
        _("The organisation"),
        pairs=[
            (_("kind"), organisation.get_kind_display()),
            (_("legal name"), organisation.legal_name),
            (_("tax identifier"), organisation.tax_id),
            (_("in a few words"), organisation.description),
            (_("website"), organisation.website),
            (_("registered"), moment(organisation.registered_at)),
        ],
    )


def _members(organisation: Organisation) -> Section:
    return Section(
        _("Members"),
        headings=(_("Person"), _("E-mail address"), _("Role"), _("Since")),
        rows=[
            (
                link(each.person),
                each.person.email,
                each.get_role_display(),
                moment(each.joined_at),
            )
            for each in organisation.memberships.select_related("person")
        ],
    )


def _invitations(organisation: Organisation) -> Section:
    invited = open_invitations(organisation).select_related("invited_by")
    return Section(
        _("Invitations without an answer"),
        headings=(_("E-mail address"), _("Role"), _("Invited by"), _("Sent")),
        rows=[
            (each.email, each.get_role_display(), each.invited_by, moment(each.invited_at))
            for each in invited
        ],
        note=_("None."),
    )

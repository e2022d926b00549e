"""Moderation: the queue of projects, each project's whole story, and the pages of decisions.

Nobody edits a creator's promises here: an admin looks, and takes one of the decisions that the
lifecycle allows now.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin_pages import EditableByAdmins, Section, StoryAdmin, history, link, moment
from accounts.models import Organisation, OrganisationKind, User
from accounts.organisation_admin import part as part_of_organisation
from accounts.permissions import is_admin
from activity.clock import database_now
from activity.errors import Refused
from money.format import format_money
from projects import dossier
from projects.decisions import (
    FIELD_OF_REFUSAL,
    LOOKED_AT,
    Decision,
    decision_named,
    possible_decisions,
)
from projects.errors import LaunchInThePast, OwnProject
from projects.lifecycle import ProjectStatus
from projects.models import BudgetItem, Category, Project
from projects.permissions import is_involved
from projects.verbs import Verb

EVERYTHING = "all"
PERSON = "person"
MOST_SHOWN = 20


class StatusFilter(admin.SimpleListFilter):
    """Shows what waits for review unless something else is asked for; a search looks at all."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        waiting = ProjectStatus.IN_REVIEW
        others = [(each.value, each.label) for each in ProjectStatus if each != waiting]
        return [(waiting.value, waiting.label), (EVERYTHING, _("All")), *others]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Project]") -> "QuerySet[Project]":
        status = shown_status(request)
        return queryset if status == EVERYTHING else queryset.filter(status=status)

    def choices(self, changelist: Any) -> Iterator[Any]:
        shown = self.value() or (EVERYTHING if changelist.query else ProjectStatus.IN_REVIEW.value)
        for value, label in self.lookup_choices:
            yield {
                "selected": shown == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }


def shown_status(request: HttpRequest) -> str:
    asked = request.GET.get(StatusFilter.parameter_name)
    known = [EVERYTHING, *ProjectStatus.values]
    if asked in known:
        return str(asked)
    return EVERYTHING if request.GET.get("q") else ProjectStatus.IN_REVIEW.value


class CreatorFilter(admin.SimpleListFilter):
    """In whose name: people's, or that of one kind of organisation."""

    title = _("creator")
    parameter_name = "creator"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(PERSON, _("A person")), *OrganisationKind.choices]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Project]") -> "QuerySet[Project]":
        if self.value() == PERSON:
            return queryset.filter(organisation__isnull=True)
        return queryset.filter(organisation__kind=self.value()) if self.value() else queryset


@admin.register(Project)
class ProjectAdmin(StoryAdmin):
    change_form_template = "admin/projects/project.html"
    list_display = (
        "title",
        "creator",
        "status",
        "submitted_at",
        "minimum_and_optimum",
        "raised",
    )
    list_filter = (StatusFilter, CreatorFilter, "category", "language")
    list_select_related = ("owner", "organisation")
    list_per_page = 50
    show_full_result_count = False
    search_fields = (
        "title",
        "slug",
        "owner__email",
        "owner__name",
        "payee_name",
        "organisation__name",
        "organisation__legal_name",
        "=organisation__tax_id",
    )
    search_help_text = _(
        "A title, an address, the creator's name or e-mail address, who receives the money, or an"
        " organisation's name or tax identifier."
    )

    # --- the queue -----------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> "QuerySet[Project]":
        items = BudgetItem.objects.filter(project=OuterRef("pk")).order_by().values("project")
        projects: QuerySet[Project] = super().get_queryset(request)
        return projects.annotate(
            minimum_cents=Subquery(
                items.annotate(cents=Sum("amount_cents", filter=Q(essential=True))).values("cents")
            ),
            optimum_cents=Subquery(items.annotate(cents=Sum("amount_cents")).values("cents")),
            **dossier.figures(),
        )

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Who has waited longest comes first; everything else, the newest first."""
        if shown_status(request) == ProjectStatus.IN_REVIEW:
            return ("submitted_at", "pk")
        return ("-created_at", "-pk")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        waiting = shown_status(request) == ProjectStatus.IN_REVIEW
        title = _("Projects in review") if waiting else _("Projects")
        return super().changelist_view(request, {**(extra_context or {}), "title": title})

    @admin.display(description=_("creator"))
    def creator(self, project: Project) -> str:
        return str(project.creator)

    @admin.display(description=_("minimum / optimum"), ordering="minimum_cents")
    def minimum_and_optimum(self, project: Any) -> str:
        minimum = format_money(project.minimum_cents or 0, whole=True)
        return f"{minimum} / {format_money(project.optimum_cents or 0, whole=True)}"

    @admin.display(description=_("raised"))
    def raised(self, project: Any) -> str:
        return format_money(getattr(project, "raised_cents", None) or 0, whole=True)

    # --- one project ---------------------------------------------------------------------
    def sections(self, request: HttpRequest, obj: Project) -> list[Section]:
        return [*dossier.sections_of(obj), history([obj, *obj.rounds.all()])]

    def more_context(self, request: HttpRequest, obj: Project) -> dict[str, Any]:
        actor = _admin(request)
        return {
            "subtitle": obj.get_status_display(),
            "waiting_since": moment(obj.submitted_at),
            "is_waiting": obj.status == ProjectStatus.IN_REVIEW,
            "own_project": OwnProject().sentence if is_involved(obj, actor) else "",
            "decisions": [
                {"decision": each, "address": _address(obj, each)}
                for each in possible_decisions(obj, actor)
            ],
        }

    # --- decisions -----------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide)
        return [
            path("<int:project_id>/decide/<slug:slug>/", decide, name="projects_project_decide"),
            *super().get_urls(),
        ]

    def decide(self, request: HttpRequest, project_id: int, slug: str) -> HttpResponse:
        """GET says what will happen, POST does it, POST with `look` only says it again."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        project = (
            Project.objects.select_related("owner", "organisation").filter(pk=project_id).first()
        )
        decision = decision_named(slug)
        if project is None or decision is None:
            raise Http404
        refusal = decision.refusal(project, _admin(request))
        if request.method != "POST":
            if refusal is None:
                return self._ask(request, project, decision, decision.form(label_suffix=""))
            self.message_user(request, str(refusal.sentence), messages.WARNING)
            return redirect("admin:projects_project_change", project.pk)
        return self._take(request, project, decision)

    def _take(self, request: HttpRequest, project: Project, decision: Decision) -> HttpResponse:
        form = decision.form(request.POST, label_suffix="")
        if not form.is_valid():
            return self._ask(request, project, decision, form, status=422)
        if "look" in request.POST:
            launch_at = form.cleaned_data.get("launch_at")
            if launch_at is not None and launch_at <= database_now():
                form.add_error("launch_at", str(LaunchInThePast().sentence))
            return self._ask(request, project, decision, form)
        try:
            decision.carry_out(project, form.cleaned_data, _admin(request))
        except Refused as refusal:
            field = FIELD_OF_REFUSAL.get(refusal.code)
            form.add_error(field if field in form.fields else None, str(refusal.sentence))
            return self._ask(request, project, decision, form, status=409)
        self.message_user(request, str(decision.done), messages.SUCCESS)
        return redirect("admin:projects_project_change", project.pk)

    def _ask(
        self,
        request: HttpRequest,
        project: Project,
        decision: Decision,
        form: Any,
        status: int = 200,
    ) -> HttpResponse:
        typed = getattr(form, "cleaned_data", {})
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": project,
            "title": f"{decision.label}: {project.title}",
            "decision": decision,
            "form": form,
            "consequences": decision.preview(project, typed),
            "can_look": any(name in form.fields for name in LOOKED_AT),
        }
        template = "admin/projects/decide.html"
        return TemplateResponse(request, template, context, status=status)


@admin.register(Category)
class CategoryAdmin(EditableByAdmins, admin.ModelAdmin):
    saved_verb = Verb.CATEGORY_SAVED
    list_display = ("name", "slug", "position")
    list_editable = ()
    fields = ("name_es", "name_ca", "name_en", "slug", "position")


@part_of_organisation
def _projects(organisation: Organisation) -> Section:
    """The latest ones, and the way to all of them."""
    address = reverse("admin:projects_project_changelist")
    everything = format_html(
        '<a href="{}?organisation__id__exact={}&status={}">{}</a>',
        address,
        organisation.pk,
        EVERYTHING,
        gettext("All of them"),
    )
    latest = organisation.projects.order_by("-created_at", "-pk")[:MOST_SHOWN]
    rows = [(link(each), each.get_status_display(), moment(each.created_at)) for each in latest]
    return Section(
        gettext("Projects"),
        headings=(gettext("Project"), gettext("Status"), gettext("Created")),
        rows=[*rows, (everything, "", "")] if rows else [],
    )


def _admin(request: HttpRequest) -> User:
    """The admin who asks; the site has let nobody else in."""
    if not is_admin(request.user):
        raise PermissionDenied
    return request.user


def _address(project: Project, decision: Decision) -> str:
    return reverse("admin:projects_project_decide", args=[project.pk, decision.slug])

"""The frame of the editor: whose project it is, the way through its sections, what comes next."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from activity.errors import Refused
from projects.lifecycle import ProjectStatus, editable_statuses
from projects.models import Project
from projects.permissions import may_answer_for
from projects.publication import what_is_missing

# Also the names that the publication rules and the addresses use.
SECTIONS = {
    "basics": gettext_lazy("The idea"),
    "story": gettext_lazy("Story and picture"),
    "rounds": gettext_lazy("Rounds"),
    "budget": gettext_lazy("Budget"),
    "returns": gettext_lazy("What everyone gets"),
    "rewards": gettext_lazy("What backers get"),
    "payee": gettext_lazy("Contact and payment"),
    "check": gettext_lazy("Check and send"),
}


def creator(request: HttpRequest) -> User:
    """Who asks; every view of the editor requires somebody who has signed in."""
    assert isinstance(request.user, User)
    return request.user


def load_own(request: HttpRequest, slug: str) -> Project:
    """The project if it is this person's; 404 otherwise, as if it did not exist."""
    own = Project.objects.editable_by(request.user).select_related("category", "organisation")
    return get_object_or_404(own, slug=slug)


def section_url(project: Project, section: str) -> str:
    return reverse("projects:edit", args=[project.slug, section])


def section_page(
    request: HttpRequest,
    project: Project,
    section: str,
    template: str,
    context: Mapping[str, Any],
    *,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The page of one section. With a refusal it says why nothing was changed (409)."""
    names = list(SECTIONS)
    answers = may_answer_for(project, creator(request))
    frame = {
        "answers": answers,
        "project": project,
        "section": section,
        "heading": SECTIONS[section],
        "number": names.index(section) + 1,
        "steps": _steps(project, section),
        "editable": project.status in editable_statuses(),
        "decision": project.review_decisions.first(),
        "refusal": refusal,
    }
    status = 200 if refusal is None else 409
    return render(request, template, {**frame, **context}, status=status)


def saved(request: HttpRequest, project: Project, section: str) -> HttpResponse:
    """To the next section or back to this one, as the button said."""
    messages.success(request, _("Saved."))
    names = list(SECTIONS)
    on = request.POST.get("then") == "next"
    return redirect(section_url(project, names[names.index(section) + 1] if on else section))


def _steps(project: Project, current: str) -> list[dict[str, Any]]:
    """A section is done when it breaks no rule; the last one when the project was sent."""
    open_sections = {rule.section for rule in what_is_missing(project)}
    if project.status in (ProjectStatus.DRAFT, ProjectStatus.CHANGES_REQUESTED):
        open_sections.add("check")
    return [
        {
            "url": section_url(project, name),
            "label": label,
            "done": name not in open_sections,
            "current": name == current,
        }
        for name, label in SECTIONS.items()
    ]

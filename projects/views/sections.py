"""The sections that are fields of the project: the idea, the story, the rounds, the payee."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from activity.clock import database_now
from activity.errors import Refused
from projects import drafting
from projects.campaigns import platform_zone
from projects.forms import BasicsForm, PayeeForm, RoundsForm, SectionForm, StoryForm
from projects.models import Project, RoundsPlan
from projects.rules.calendar import round_windows
from projects.views.editor import creator, load_own, saved, section_page, section_url
from projects.views.seen import fields_of, mark_to_show, refuse_if_older

FORMS: dict[str, type[SectionForm]] = {
    "basics": BasicsForm,
    "story": StoryForm,
    "rounds": RoundsForm,
    "payee": PayeeForm,
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    project = load_own(request, slug)
    if section not in FORMS:
        raise Http404
    sent = request.method == "POST"
    form = FORMS[section](
        request.POST if sent else None, request.FILES if sent else None, project=project
    )
    stored = fields_of(project, form)
    refusal = None
    if sent and form.is_valid():
        try:
            refuse_if_older(request, stored)
            drafting.save_section(project, section, form.changes(), actor=creator(request))
        except Refused as error:
            refusal = error
        else:
            return saved(request, project, section)
    seen = mark_to_show(request, stored, refusal)
    context = {"form": form, "seen": seen, **_beside(project, section)}
    template = f"projects/edit_{section}.html"
    return section_page(request, project, section, template, context, refusal=refusal)


@login_required
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """The editor's own address: its first section."""
    return redirect(section_url(load_own(request, slug), "basics"))


def _beside(project: Project, section: str) -> dict[str, Any]:
    """The dates that the rounds would have if the campaign were launched at this moment."""
    if section != "rounds" or project.rounds_planned == RoundsPlan.PERMANENT:
        return {}
    second = project.second_round_days if project.rounds_planned == RoundsPlan.TWO else None
    windows = round_windows(database_now(), project.first_round_days, second, platform_zone())
    return {"windows": windows}

"""The section of the editor for what everyone gets."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from activity.clock import database_now
from projects.campaigns import platform_zone
from projects.models import Project
from projects.views import row_sections
from projects.views.editor import creator, load_own
from projects.views.row_sections import Lines, RowSection
from projects.views.rows import Rows
from rewards import offering
from rewards.forms import ReturnForm
from rewards.models import Licence
from rewards.offering import ReturnLine


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    project = load_own(request, slug)
    licences = list(Licence.objects.all())
    today = database_now().astimezone(platform_zone()).date()

    def save(lines: Lines) -> None:
        typed = [ReturnLine(**each) for each in lines]
        offering.replace_returns(project, typed, actor=creator(request))

    section = RowSection(
        project=project,
        name="returns",
        template="rewards/edit_returns.html",
        rows=Rows(ReturnForm, today=today, licences=licences),
        stored=_stored(project),
        save=save,
        more=lambda rows: {"licences": licences},
    )
    return row_sections.answer(request, section)


def _stored(project: Project) -> Lines:
    return [
        {
            "kind": each.kind,
            "title": each.title,
            "description": each.description,
            "licence": each.licence_id,
            "due_on": each.due_on,
        }
        for each in project.collective_returns.all()
    ]

"""The last section: what is there, what is missing, and sending the project to review."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.errors import Refused
from projects import review
from projects.models import Project
from projects.publication import checklist
from projects.views.editor import creator, load_own, section_page, section_url


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str) -> HttpResponse:
    project = load_own(request, slug)
    refusal = None
    if request.method == "POST":
        try:
            review.submit(project, actor=creator(request))
        except Refused as error:
            refusal = error
        else:
            messages.success(request, _("Sent. We will write to you once we have read it."))
            return redirect(section_url(project, "check"))
    return section_page(
        request, project, "check", "projects/check.html", _rules(project), refusal=refusal
    )


def _rules(project: Project) -> dict[str, object]:
    items = [
        {"label": _(rule.sentence), "done": done, "url": section_url(project, rule.section)}
        for rule, done in checklist(project)
    ]
    missing = [item for item in items if not item["done"]]
    return {"items": items, "missing": missing}

"""A creator's own projects, and beginning another."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from projects import drafting
from projects.forms import DraftForm
from projects.lifecycle import editable_statuses
from projects.models import Project
from projects.views.editor import creator, section_url


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    own = Project.objects.editable_by(request.user)
    projects = own.select_related("organisation").prefetch_related("rounds")
    context = {"projects": projects, "editable_statuses": editable_statuses()}
    return render(request, "projects/mine.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    person = creator(request)
    form = DraftForm(
        sent,
        person=person,
        initial={
            "language": (get_language() or "")[:2],
            "organisation": request.GET.get("organisation", ""),
        },
    )
    if form.is_valid():
        project = drafting.create_draft(**form.cleaned_data, actor=person)
        return redirect(section_url(project, "basics"))
    return render(request, "projects/create.html", {"form": form})

"""A creator's desk: how a project of theirs stands, and what comes next."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from donations.views.private_page import private_page
from pages.desk_queries import desk_of
from pages.queries import time_left
from projects.lifecycle import editable_statuses
from projects.models import Project, Round
from projects.permissions import may_answer_for


@private_page
@require_safe
@login_required
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """404 for everyone but its creators. Before the launch there is only a next step to show."""
    rounds = Round.objects.select_related("verdict").order_by("number")
    own = Project.objects.editable_by(request.user).prefetch_related(
        "budget_items", Prefetch("rounds", rounds)
    )
    project = get_object_or_404(own, slug=slug)
    now = timezone.now()
    found = desk_of(project, now) if project.launched_at else None
    return render(
        request,
        "pages/desk.html",
        {
            "project": project,
            "desk": found,
            "campaign": found,
            "answers": may_answer_for(project, request.user),
            "editable": project.status in editable_statuses(),
            "address": settings.BASE_URL + project.get_absolute_url(),
            "time_left": time_left(found.round.closes_at, now) if found and found.round else "",
        },
    )

"""Where people come to who have just signed in and asked for nothing in particular."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projects.models import Project


@never_cache
@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """To the projects of whoever has one, to the donations of everybody else."""
    creates = Project.objects.editable_by(request.user).exists()
    return redirect("projects:mine" if creates else "pages:my_donations")

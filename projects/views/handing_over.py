"""In whose name a draft is: the creator's own, or that of an organisation of theirs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.errors import Refused
from projects import drafting
from projects.forms import HandOverForm
from projects.lifecycle import editable_statuses
from projects.permissions import may_answer_for
from projects.views.editor import creator, load_own, section_url


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Whoever may not decide this, or no longer, reads why and changes nothing."""
    project = load_own(request, slug)
    person = creator(request)
    form = HandOverForm(
        request.POST if request.method == "POST" else None, project=project, person=person
    )
    refusal = None
    if form.is_valid():
        try:
            drafting.hand_over(project, **form.cleaned_data, actor=person)
        except Refused as error:
            refusal = error
        else:
            messages.success(request, _("Saved."))
            return redirect(section_url(project, "payee"))
    context = {
        "project": project,
        "form": form,
        "refusal": refusal,
        "open": project.status in editable_statuses(),
        "answers": may_answer_for(project, person),
    }
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "projects/hand_over.html", context, status=status)

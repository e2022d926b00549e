"""How a creator takes a campaign back, or ends its second round: asked first, then done."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from activity.errors import Refused
from donations import ending
from donations.errors import NothingToStop, VerdictGiven
from donations.queries import totals_of
from donations.views.private_page import private_page
from projects.errors import OnlyOwners
from projects.models import Project
from projects.permissions import may_answer_for
from projects.views.editor import creator


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What do you tell your backers?"),
        help_text=gettext_lazy("Each of them gets it by mail as you write it."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        # The use-case asks for it, with its own sentence, where somebody is told.
        required=False,
    )


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """404 for everyone but the creator, as if the page did not exist; editors of an
    organisation read why they cannot."""
    project = _own(request, slug)
    if not may_answer_for(project, request.user):
        return _refused(request, OnlyOwners())
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ending.withdraw(project, form.cleaned_data["reason"], actor=creator(request))
        except Refused as refusal:
            if refusal.code != "reason_missing":
                return _refused(request, refusal)
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Withdrawn. Nobody is charged."))
            return redirect("projects:mine")
    elif not ending.can_withdraw(project):
        return _refused(request, VerdictGiven())
    promises = ending.open_promises(project).aggregate(
        number=Count("pk"), cents=Sum("amount_cents")
    )
    context = {"project": project, "form": form, "promises": promises}
    return render(request, "projects/withdraw.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Ends round 2 now; 404 for everyone but the creator."""
    project = _own(request, slug)
    if not may_answer_for(project, request.user):
        return _refused(request, OnlyOwners())
    if request.method == "POST":
        try:
            ending.stop_second_round(project, actor=creator(request))
        except Refused as refusal:
            return _refused(request, refusal)
        messages.success(request, _("Round 2 has ended. Its result follows within the hour."))
        return redirect("projects:mine")
    round_ = ending.second_round(project)
    if round_ is None:
        return _refused(request, NothingToStop())
    totals = totals_of([project.pk])[project.pk]
    context = {"project": project, "round": round_, "totals": totals}
    return render(request, "projects/stop.html", context)


def _own(request: HttpRequest, slug: str) -> Project:
    return get_object_or_404(Project.objects.editable_by(request.user), slug=slug)


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("projects:mine")

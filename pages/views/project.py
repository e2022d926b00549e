"""A project's page: its promises, its money, its people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from donations.forms import SUGGESTED_CENTS
from pages.queries import Stage, campaign, time_left
from projects.models import Project
from projects.permissions import may_edit
from projects.story import render_story

SUGGESTED_FIRST_CENTS = 2500


@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """What is not public is a 404, except for its owner and admins, who see a preview."""
    visible = Project.objects.visible_to(request.user).select_related(
        "owner", "organisation", "category"
    )
    found = get_object_or_404(visible.prefetch_related("budget_items"), slug=slug)
    now = timezone.now()
    shown = campaign(found, now)
    returns = list(found.collective_returns.select_related("licence"))
    rewards = list(found.rewards.all())
    return render(
        request,
        "pages/project.html",
        {
            "campaign": shown,
            "own": shown.stage == Stage.PREVIEW and may_edit(found, request.user),
            "project": found,
            "returns": returns,
            "rewards": rewards,
            "items": list(found.budget_items.all()),
            "story": render_story(found.description),
            "amounts": SUGGESTED_CENTS,
            "first_amount": SUGGESTED_FIRST_CENTS,
            "time_left": time_left(shown.round.closes_at, now) if shown.round else "",
            "tabs": _tabs(len(returns), len(rewards)),
        },
    )


def _tabs(returns: int, rewards: int) -> list[dict[str, object]]:
    return [
        {"url": "#everyone", "label": _("What everyone gets"), "count": returns, "tone": "leaf"},
        {"url": "#rewards", "label": _("What you get"), "count": rewards, "tone": "amber"},
        {"url": "#story", "label": _("The project")},
        {"url": "#budget", "label": _("Where the money goes")},
        {"url": "#people", "label": _("Who gave")},
    ]

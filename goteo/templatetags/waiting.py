"""What waits for an admin, for the admin's header and first page."""

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.models import ProviderEvent
from projects.lifecycle import ProjectStatus
from projects.models import Project

register = template.Library()


@dataclass(frozen=True)
class Waiting:
    label: str | Promise
    number: int
    address: str


@register.simple_tag(takes_context=True)
def what_waits(context: template.Context) -> list[Waiting]:
    """Projects in review first, then the provider's messages that could not be applied."""
    request = context["request"]
    if not hasattr(request, "what_waits"):
        request.what_waits = _count()
    return request.what_waits


def _count() -> list[Waiting]:
    troubled = ProviderEvent.objects.filter(applied_at=None).exclude(error="")
    return [
        Waiting(
            _("Projects in review"),
            Project.objects.filter(status=ProjectStatus.IN_REVIEW).count(),
            reverse("admin:projects_project_changelist"),
        ),
        Waiting(
            _("Provider events with an error"),
            troubled.count(),
            reverse("admin:donations_providerevent_changelist") + "?state=error",
        ),
    ]

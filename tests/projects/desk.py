"""An admin at work in the Django admin: where the pages are, and whether anything has moved."""

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from activity.models import Event, Mail
from projects.models import Project, ReviewDecision, Round
from tests import cast

QUEUE = "admin:projects_project_changelist"


def desk_of(person: User | None = None) -> Client:
    """A browser in English in which `person`, by default the admin, is signed in."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(person or cast.carme())
    return client


def page_of(project: Project) -> str:
    return reverse("admin:projects_project_change", args=[project.pk])


def page_to(decision: str, project: Project) -> str:
    return reverse("admin:projects_project_decide", args=[project.pk, decision])


def all_that_could_move(project: Project) -> tuple[Any, ...]:
    rows = Project.objects.filter(pk=project.pk).values_list().get()
    counts = [model.objects.count() for model in (ReviewDecision, Round, Event, Mail)]
    return (rows, *counts)

"""Mails about a campaign's life, each sent once, from its events.

How a round ended is told by the donations, which know the money.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from activity.dispatch import on
from activity.mail import post_mail
from activity.models import Event
from projects.campaigns import platform_zone
from projects.deadlines import last_day
from projects.models import Project, Round
from projects.templatetags.dates import day
from projects.verbs import Verb


@on(Verb.SUBMITTED)
def tell_admins(event: Event) -> None:
    """One mail to each admin who may decide on it, in their own language."""
    project = _load(event)
    admins = User.objects.filter(is_staff=True, is_active=True).exclude(pk=project.owner_id)
    for admin in admins.order_by("pk"):
        address = settings.BASE_URL + reverse("admin:projects_project_change", args=[project.pk])
        _post(event, "project_waits", project, admin, {"url": address, "creator": project.owner})


@on(Verb.SUBMITTED)
def confirm_submission(event: Event) -> None:
    project = _load(event)
    _post(event, "project_submitted", project, project.owner)


@on(Verb.CHANGES_REQUESTED)
def tell_changes(event: Event) -> None:
    project = _load(event)
    language = project.owner.language
    edit = _address("projects:edit", project.slug, "basics", language=language)
    _post(event, "project_changes_requested", project, project.owner, {"edit_url": edit})


@on(Verb.REJECTED)
def tell_rejection(event: Event) -> None:
    project = _load(event)
    _post(event, "project_rejected", project, project.owner)


@on(Verb.APPROVED)
def tell_approval(event: Event) -> None:
    project = _load(event)
    language = project.owner.language
    launch = ""
    if project.launch_at is not None:
        local = timezone.localtime(project.launch_at, platform_zone())
        with translation.override(language):
            launch = f"{day(local)}, {local:%H:%M}"
    _post(event, "project_approved", project, project.owner, {"launch": launch})


@on(Verb.LAUNCHED)
def tell_launch(event: Event) -> None:
    project = _load(event)
    first = project.rounds.order_by("number").first()
    shown = ""
    if first is not None:
        with translation.override(project.owner.language):
            shown = day(last_day(first.closes_at))
    _post(event, "project_launched", project, project.owner, {"last_day": shown})


@on(Verb.HELD)
def tell_hold(event: Event) -> None:
    project = _load(event)
    _post(event, "project_on_hold", project, project.owner)


@on(Verb.RESUMED)
def tell_resumption(event: Event) -> None:
    project = _load(event)
    _post(event, "project_resumed", project, project.owner)


@on(Verb.ENDED_EARLY)
def tell_early_end(event: Event) -> None:
    project = _load(event)
    _post(event, "project_ended_early", project, project.owner)


@on(Verb.HOLD_RAN_OUT)
def tell_that_the_hold_ran_out(event: Event) -> None:
    project = _load(event)
    _post(event, "project_hold_ran_out", project, project.owner)


@on(Verb.WITHDRAWN)
def confirm_withdrawal(event: Event) -> None:
    project = _load(event)
    launched = "yes" if project.launched_at else ""
    _post(event, "project_withdrawn", project, project.owner, {"launched": launched})


@on(Verb.ROUND_EXTENDED)
def tell_extension(event: Event) -> None:
    round_ = _load_round(event)
    owner = round_.project.owner
    with translation.override(owner.language):
        shown = day(last_day(datetime.fromisoformat(event.facts["until"])))
    more = {"number": round_.number, "last_day": shown}
    _post(event, "project_round_extended", round_.project, owner, more)


@on(Verb.ROUND_STOPPED)
def confirm_stop(event: Event) -> None:
    project = _load_round(event).project
    _post(event, "project_round_stopped", project, project.owner)


def _load_round(event: Event) -> Round:
    return Round.objects.select_related("project__owner").get(pk=event.subject_id)


def _load(event: Event) -> Project:
    return Project.objects.select_related("owner").get(pk=event.subject_id)


def _post(
    event: Event, name: str, project: Project, reader: User, more: dict[str, Any] | None = None
) -> None:
    """The message of a decision travels in its event, so that a later one cannot replace it."""
    post_mail(
        f"event:{event.pk}:{name}:{reader.pk}",
        name,
        to=reader.email,
        language=reader.language,
        context={
            "title": project.title,
            "message": event.facts.get("reason", ""),
            "url": _address("pages:project", project.slug, language=reader.language),
            **{key: str(value) for key, value in (more or {}).items()},
        },
    )


def _address(name: str, *arguments: str, language: str) -> str:
    """The whole address of a page in the reader's language."""
    with translation.override(language):
        return settings.BASE_URL + reverse(name, args=arguments)

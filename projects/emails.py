"""Mails about a campaign's life, each sent once, from its events.

How a round ended is told by the donations, which know the money.
"""

from collections.abc import Callable
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
from projects.permissions import creators_of, is_involved
from projects.templatetags.dates import day
from projects.verbs import Verb


@on(Verb.SUBMITTED)
def tell_admins(event: Event) -> None:
    """One mail to each admin who may decide on it, in their own language."""
    project = _load(event)
    admins = User.objects.filter(is_staff=True, is_active=True).order_by("pk")
    for admin in admins:
        if is_involved(project, admin):
            continue
        address = settings.BASE_URL + reverse("admin:projects_project_change", args=[project.pk])
        _post(event, "project_waits", project, admin, {"url": address, "creator": project.creator})


@on(Verb.SUBMITTED)
def confirm_submission(event: Event) -> None:
    _tell_creators(event, "project_submitted", _load(event))


@on(Verb.CHANGES_REQUESTED)
def tell_changes(event: Event) -> None:
    project = _load(event)

    def more(language: str) -> dict[str, Any]:
        edit = _address("projects:edit", project.slug, "basics", language=language)
        return {"edit_url": edit}

    _tell_creators(event, "project_changes_requested", project, more)


@on(Verb.REJECTED)
def tell_rejection(event: Event) -> None:
    _tell_creators(event, "project_rejected", _load(event))


@on(Verb.APPROVED)
def tell_approval(event: Event) -> None:
    project = _load(event)

    def more(language: str) -> dict[str, Any]:
        if project.launch_at is None:
            return {"launch": ""}
        local = timezone.localtime(project.launch_at, platform_zone())
        with translation.override(language):
            return {"launch": f"{day(local)}, {local:%H:%M}"}

    _tell_creators(event, "project_approved", project, more)


@on(Verb.LAUNCHED)
def tell_launch(event: Event) -> None:
    project = _load(event)
    first = project.rounds.order_by("number").first()

    def more(language: str) -> dict[str, Any]:
        with translation.override(language):
            return {"last_day": day(last_day(first.closes_at)) if first else ""}

    _tell_creators(event, "project_launched", project, more)


@on(Verb.HELD)
def tell_hold(event: Event) -> None:
    _tell_creators(event, "project_on_hold", _load(event))


@on(Verb.RESUMED)
def tell_resumption(event: Event) -> None:
    _tell_creators(event, "project_resumed", _load(event))


@on(Verb.ENDED_EARLY)
def tell_early_end(event: Event) -> None:
    _tell_creators(event, "project_ended_early", _load(event))


@on(Verb.HOLD_RAN_OUT)
def tell_that_the_hold_ran_out(event: Event) -> None:
    _tell_creators(event, "project_hold_ran_out", _load(event))


@on(Verb.WITHDRAWN)
def confirm_withdrawal(event: Event) -> None:
    project = _load(event)
    launched = "yes" if project.launched_at else ""
    _tell_creators(event, "project_withdrawn", project, lambda _: {"launched": launched})


@on(Verb.ROUND_EXTENDED)
def tell_extension(event: Event) -> None:
    round_ = _load_round(event)

    def more(language: str) -> dict[str, Any]:
        with translation.override(language):
            shown = day(last_day(datetime.fromisoformat(event.facts["until"])))
        return {"number": round_.number, "last_day": shown}

    _tell_creators(event, "project_round_extended", round_.project, more)


@on(Verb.ROUND_STOPPED)
def confirm_stop(event: Event) -> None:
    _tell_creators(event, "project_round_stopped", _load_round(event).project)


def _load_round(event: Event) -> Round:
    rounds = Round.objects.select_related("project__owner", "project__organisation")
    return rounds.get(pk=event.subject_id)


def _load(event: Event) -> Project:
    return Project.objects.select_related("owner", "organisation").get(pk=event.subject_id)


def _tell_creators(
    event: Event,
    name: str,
    project: Project,
    more: Callable[[str], dict[str, Any]] = lambda language: {},
) -> None:
    """One mail to each person who may edit it; `more` gives facts in the reader's language."""
    for reader in creators_of(project):
        _post(event, name, project, reader, more(reader.language))


def _post(event: Event, name: str, project: Project, reader: User, more: dict[str, Any]) -> None:
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
            **{key: str(value) for key, value in more.items()},
        },
    )


def _address(name: str, *arguments: str, language: str) -> str:
    """The whole address of a page in the reader's language."""
    with translation.override(language):
        return settings.BASE_URL + reverse(name, args=arguments)

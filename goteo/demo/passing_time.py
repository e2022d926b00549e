"""Time passing for one demo project: its dates move into the past, never the clock forward.

What happened at the provider or in the book keeps its true date: payments that were made, entries,
events, mails.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import (
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Func,
    QuerySet,
    Value,
)

from activity.clock import database_now
from donations.models import Attempt, Checkout, Donation, Payment, Verdict
from projects.campaigns import platform_zone
from projects.models import Project, ReviewDecision, Round


def day_of(project: Project) -> int:
    """Days since the launch, by the platform's calendar; 0 on its day."""
    assert project.launched_at is not None
    zone = platform_zone()
    today = database_now().astimezone(zone).date()
    return (today - project.launched_at.astimezone(zone).date()).days


@transaction.atomic
def let_days_pass(project: Project, days: int) -> None:
    """As if all that happened to `project` had happened `days` earlier. Nothing for 0 or less."""
    if days <= 0:
        return
    for rows, names in _dates_of(project):
        rows.update(**{name: _earlier(name, days) for name in names})
    project.refresh_from_db()


def _dates_of(project: Project) -> list[tuple[QuerySet[Any], tuple[str, ...]]]:
    mine = {"donations__project": project}
    untold = Payment.objects.filter(lines__donation__project=project, intent_id=None)
    return [
        (
            Project.objects.filter(pk=project.pk),
            ("created_at", "submitted_at", "launch_at", "launched_at"),
        ),
        (ReviewDecision.objects.filter(project=project), ("decided_at",)),
        (
            Round.objects.filter(project=project),
            ("opens_at", "closes_at", "extended_from"),
        ),
        (Verdict.objects.filter(round__project=project), ("decided_at",)),
        (Donation.objects.filter(project=project), ("opened_at", "confirmed_at", "charge_by")),
        (Checkout.objects.filter(**mine), ("opened_at", "expires_at", "closed_at")),
        (Attempt.objects.filter(payment__in=untold, status="due"), ("due_at",)),
        (untold, ("created_at",)),
    ]


def _earlier(name: str, days: int) -> Func:
    """The same time of day in the platform's zone, `days` before: midnights stay midnights."""
    zone = Value(settings.TIME_ZONE)
    local = Func(zone, F(name), function="timezone", output_field=DateTimeField())
    moved = ExpressionWrapper(
        local - Value(timedelta(days=days), output_field=DurationField()), DateTimeField()
    )
    return Func(zone, moved, function="timezone", output_field=DateTimeField())

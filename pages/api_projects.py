"""Reads for the API: lists of projects in an order, and each with its money, in few queries."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from donations.queries import Totals, raised_of_each, totals_of
from pages.api_shapes import Order
from projects.api import address
from projects.lifecycle import RoundStatus
from projects.models import Project, Round
from projects.queries import goals_of_project
from projects.rules.goals import Goals, reaches_minimum
from rewards.models import CollectiveReturn

# Where campaigns without a round under way come in the order of endings: after all others.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
ROW_ORDERS = {
    Order.NEWEST: ("-launched_at", "-pk"),
    Order.ENDING: ("ends", "-pk"),
    Order.SUPPORTED: ("-raised_cents", "-pk"),
}


def ordered(projects: QuerySet[Project], order: Order) -> QuerySet[Project]:
    """With the column that this order looks at."""
    if order == Order.ENDING:
        under_way = Round.objects.filter(project=OuterRef("pk"), status=RoundStatus.OPEN)
        ends = Subquery(under_way.values("closes_at")[:1])
        return projects.annotate(ends=Coalesce(ends, Value(NEVER)))
    if order == Order.SUPPORTED:
        return projects.annotate(raised_cents=raised_of_each())
    return projects


def matching(projects: QuerySet[Project], wanted: Mapping[str, Any]) -> QuerySet[Project]:
    """Only those that every filter asks for (`ProjectFilters`)."""
    columns = {
        "status": "status",
        "category": "category__slug",
        "language": "language",
        "place": "location__icontains",
    }
    found = projects.filter(**{columns[n]: value for n, value in wanted.items() if n in columns})
    if "licence" in wanted:
        returns = CollectiveReturn.objects.filter(licence__spdx_id=wanted["licence"])
        found = found.filter(pk__in=returns.values("project"))
    if "round" in wanted:
        rounds = Round.objects.filter(number=wanted["round"], status=RoundStatus.OPEN)
        found = found.filter(pk__in=rounds.values("project"), status="live")
    return found


def with_relations(projects: QuerySet[Project]) -> QuerySet[Project]:
    """With all that `summary` reads."""
    licences = (
        CollectiveReturn.objects.filter(project=OuterRef("pk"), licence__isnull=False)
        .order_by("licence__spdx_id")
        .values("licence__spdx_id")
        .distinct()
    )
    rounds = Round.objects.select_related("verdict").order_by("number")
    return (
        projects.select_related("owner", "category")
        .prefetch_related(Prefetch("rounds", rounds), "budget_items")
        .annotate(licences=ArraySubquery(licences))
    )


def summaries(projects: Sequence[Project]) -> list[dict[str, Any]]:
    totals = totals_of(project.pk for project in projects)
    return [summary(project, totals[project.pk]) for project in projects]


def in_full(project: Project) -> dict[str, Any]:
    """As its page shows it."""
    return {
        **summary(project, totals_of([project.pk])[project.pk]),
        "description": project.description,
        "thanks_only": project.thanks_only,
        "budget": list(project.budget_items.all()),
        "rewards": list(project.rewards.all()),
        "returns": list(project.collective_returns.select_related("licence")),
    }


def summary(project: Project, totals: Totals) -> dict[str, Any]:
    goals = goals_of_project(project)
    return {
        "slug": project.slug,
        "status": project.status,
        "language": project.language,
        "title": project.title,
        "pitch": project.pitch,
        "location": project.location,
        "category": project.category,
        "owner": {"name": str(project.owner)},
        "image": _image(project),
        "licences": project.licences,  # type: ignore[attr-defined]
        "launched_at": project.launched_at,
        "rounds_planned": project.rounds_planned,
        "rounds": [_round(each) for each in project.rounds.all()],
        "goals": goals,
        "totals": totals,
        "progress": _progress(totals.raised_cents, goals),
        "links": {
            "self": address("project", project.slug),
            "page": settings.BASE_URL + project.get_absolute_url(),
        },
    }


def visible_to(owner: Any) -> QuerySet[Project]:
    """What is public, and what is `owner`'s; also for admins, who read the rest in the admin."""
    public = Project.objects.public()
    return public if owner is None else public | Project.objects.editable_by(owner)


def _image(project: Project) -> dict[str, str] | None:
    if not project.image:
        return None
    return {"url": settings.BASE_URL + project.image.url, "alt": project.image_alt}


def _round(round_: Round) -> dict[str, Any]:
    return {
        "number": round_.number,
        "status": round_.status,
        "opens_at": round_.opens_at,
        "closes_at": round_.closes_at,
        "verdict": getattr(round_, "verdict", None),
    }


def _progress(raised_cents: int, goals: Goals) -> dict[str, Any]:
    reached = goals.minimum_cents > 0 and reaches_minimum(raised_cents, goals.minimum_cents)
    return {
        "of_minimum_percent": _percent(raised_cents, goals.minimum_cents),
        "of_optimum_percent": _percent(raised_cents, goals.optimum_cents),
        "minimum_reached": reached,
    }


def _percent(cents: int, of_cents: int) -> int | None:
    return cents * 100 // of_cents if of_cents else None

"""Reads for the API: lists of projects in an order, and each with its money, in few queries."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, OuterRef, Prefetch, Q, QuerySet, TextField, Value

from donations.queries import Totals, totals_of
from pages.exploring import sort_key
from pages.facets import EXPLORED, faceted, fitting
from pages.wanted import YES, Facet, Sort, Wanted
from projects.api import address
from projects.lifecycle import public_statuses
from projects.models import Project, Round
from projects.queries import goals_of_project
from projects.rules.goals import Goals, reaches_minimum
from projects.search import legible, search
from rewards.models import CollectiveReturn

FACETS = (Facet.STATE, Facet.KIND, Facet.LICENCE, Facet.CATEGORY, Facet.LANGUAGE)
YES_FACETS = (Facet.REACHED, Facet.ENDING)


def wanted_by(asked: Mapping[str, Any]) -> Wanted:
    """What the filters ask for (`ProjectFilters`), in the words of the page Explore."""
    words = legible(asked.get("q", ""))
    chosen = {facet: tuple(asked.get(facet.value, ())) for facet in FACETS}
    chosen |= {facet: (YES,) for facet in YES_FACETS if facet.value in asked}
    usual = Sort.BEST if words else Sort.NEWEST
    return Wanted(words, chosen, Sort(asked.get("sort", usual)))


def matching(asked: Mapping[str, Any], now: datetime) -> QuerySet[Project]:
    """The public projects that every filter leaves, with the `key` of their order."""
    wanted = wanted_by(asked)
    found = search(wanted.words, public_statuses()) if wanted.words else None
    projects = fitting(faceted(Project.objects.public(), wanted, found, now), wanted)
    if wanted.of(Facet.STATE):
        projects = projects.filter(Q(state__in=wanted.of(Facet.STATE)), status__in=EXPLORED)
    if "status" in asked:
        projects = projects.filter(status=asked["status"])
    if "place" in asked:
        typed = Func(Value(asked["place"]), function="projects_plain", output_field=TextField())
        projects = projects.filter(search_entry__place__contains=typed)
    return projects.annotate(key=sort_key(wanted.sort, found, now))


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
        projects.select_related("owner", "organisation", "category")
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
        "owner": _owner(project),
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


def _owner(project: Project) -> dict[str, Any]:
    organisation = project.organisation
    if organisation is None:
        return {"kind": "person", "name": str(project.owner), "website": ""}
    return {
        "kind": organisation.kind,
        "name": organisation.name,
        "website": organisation.website,
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

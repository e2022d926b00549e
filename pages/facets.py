"""The facets of Explore: which projects each choice would show, counted in one query.

A facet's own choices do not narrow its counts: they say what the other facets leave.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.translation import get_language

from donations.queries import raised_of_each
from pages.wanted import OPEN_STATES, Facet, State, Wanted
from projects.lifecycle import ProjectStatus, RoundStatus
from projects.models import Project, Round, RoundsPlan
from projects.queries import minimum_of_each
from projects.search import Found
from rewards.models import CollectiveReturn

SOON = timedelta(days=7)
MOST_PLACES = 12
FUNDED = (ProjectStatus.FUNDED, ProjectStatus.FULFILLED)
EXPLORED = (ProjectStatus.LIVE, *FUNDED, ProjectStatus.FAILED)


@dataclass(frozen=True)
class Count:
    """`name` is empty where the choice itself tells what to call it."""

    facet: str
    choice: str
    name: str
    projects: int


@dataclass(frozen=True)
class Counts:
    """`shown`: those that all choices leave. For the words alone, `open` campaigns and those
    that are `over`."""

    shown: int
    open: int
    over: int
    facets: dict[str, list[Count]]


def explored(wanted: Wanted, found: Found | None, now: datetime) -> QuerySet[Project]:
    """All projects that may be shown for the words, each with what the facets ask of it."""
    projects = Project.objects.filter(status__in=EXPLORED, launched_at__isnull=False).order_by()
    return faceted(projects, wanted, found, now)


def faceted(
    projects: QuerySet[Project], wanted: Wanted, found: Found | None, now: datetime
) -> QuerySet[Project]:
    """Of `projects` those that the words leave, each with what the facets ask of it."""
    if found is not None:
        projects = projects.filter(found.condition)
    returns = CollectiveReturn.objects.filter(project=OuterRef("pk"))
    licences, kinds = wanted.of(Facet.LICENCE), wanted.of(Facet.KIND)
    return projects.alias(
        minimum_cents=minimum_of_each(),
        raised_cents=raised_of_each(),
        state=_state(),
        place=F("search_entry__place"),
        ends_soon=Exists(_ending(now)),
        has_reached=_reached(),
        fits_licence=Exists(returns.filter(licence__spdx_id__in=licences))
        if licences
        else Value(True, BooleanField()),
        fits_kind=Exists(returns.filter(kind__in=kinds)) if kinds else Value(True, BooleanField()),
    )


def chosen(projects: QuerySet[Project], wanted: Wanted) -> QuerySet[Project]:
    """Of `explored` projects those that every facet leaves."""
    return fitting(projects.filter(_statuses(wanted), Q(state__in=wanted.states)), wanted)


def fitting(projects: QuerySet[Project], wanted: Wanted) -> QuerySet[Project]:
    """Of `faceted` projects those that every facet but the state leaves."""
    condition = Q()
    if wanted.of(Facet.LICENCE):
        condition &= Q(fits_licence=True)
    if wanted.of(Facet.KIND):
        condition &= Q(fits_kind=True)
    if wanted.of(Facet.CATEGORY):
        condition &= Q(category__slug__in=wanted.of(Facet.CATEGORY))
    if wanted.of(Facet.LANGUAGE):
        condition &= Q(language__in=wanted.of(Facet.LANGUAGE))
    if wanted.of(Facet.PLACE):
        condition &= Q(place__in=wanted.of(Facet.PLACE))
    if wanted.of(Facet.REACHED):
        condition &= Q(has_reached=True)
    if wanted.of(Facet.ENDING):
        condition &= Q(ends_soon=True)
    return projects.filter(condition)


def counted(projects: QuerySet[Project], wanted: Wanted) -> Counts:
    """Over `explored` projects, each looked at once, whatever is chosen."""
    candidates, parameters = _candidates(projects).query.sql_with_params()
    branches = [_branch(facet, wanted) for facet in Facet]
    branches += [_sum("shown", *_others(wanted, None)), *(_sum(*each) for each in _SUMS)]
    # Parts of this statement are constants of this module and what the ORM wrote; what people
    # chose travels as parameters.
    statement = f"WITH candidate ({_COLUMNS}) AS MATERIALIZED ({candidates}) " + " UNION ALL ".join(
        sql for sql, _chosen in branches
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement, [*parameters, *(each for _sql, more in branches for each in more)]
        )
        rows = [Count(*row) for row in cursor.fetchall()]
    facets: dict[str, list[Count]] = {}
    for row in rows:
        facets.setdefault(row.facet, []).append(row)
    sums = {name: facets.pop(name)[0].projects for name in ("shown", "open", "over")}
    return Counts(sums["shown"], sums["open"], sums["over"], facets)


def _statuses(wanted: Wanted) -> Q:
    """The same as the states say, in a form that indexes of the project know."""
    statuses: set[ProjectStatus] = set()
    for state in wanted.states:
        statuses |= {
            State.FUNDED: set(FUNDED),
            State.NOT_FUNDED: {ProjectStatus.FAILED},
        }.get(State(state), {ProjectStatus.LIVE})
    return Q(status__in=sorted(statuses))


def _state() -> Case:
    second = Round.objects.filter(project=OuterRef("pk"), number=2).exclude(
        status__in=[RoundStatus.PLANNED, RoundStatus.CALLED_OFF]
    )
    return Case(
        When(status__in=FUNDED, then=Value(State.FUNDED.value)),
        When(status=ProjectStatus.FAILED, then=Value(State.NOT_FUNDED.value)),
        When(rounds_planned=RoundsPlan.PERMANENT, then=Value(State.PERMANENT.value)),
        When(Exists(second), then=Value(State.ROUND_2.value)),
        default=Value(State.ROUND_1.value),
        output_field=CharField(),
    )


def _ending(now: datetime) -> QuerySet[Round]:
    return Round.objects.filter(
        project=OuterRef("pk"),
        status=RoundStatus.OPEN,
        closes_at__gt=now,
        closes_at__lte=now + SOON,
        project__status=ProjectStatus.LIVE,
    )


def _reached() -> Case:
    """Of campaigns that are over it is known; only what is open has to be added up."""
    return Case(
        When(status__in=FUNDED, then=Value(True)),
        When(status=ProjectStatus.FAILED, then=Value(False)),
        When(state=State.ROUND_2, then=Value(True)),
        When(raised_cents__gte=F("minimum_cents"), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


_COLUMNS = (
    "id, state, category, category_name, language, place, place_name,"
    " reached, ends_soon, fits_licence, fits_kind"
)
_SUMS: list[tuple[str, str, list[Any]]] = [
    ("open", "state = ANY(%s)", [[state.value for state in OPEN_STATES]]),
    ("over", "NOT state = ANY(%s)", [[state.value for state in OPEN_STATES]]),
]
# What is counted, what it is called, and what belongs beside the candidates for it.
_BRANCHES = {
    Facet.STATE: ("state", "''", "", "TRUE"),
    Facet.CATEGORY: ("category", "min(category_name)", "", "category IS NOT NULL"),
    Facet.LANGUAGE: ("language", "''", "", "TRUE"),
    Facet.PLACE: ("place", "mode() WITHIN GROUP (ORDER BY place_name)", "", "place <> ''"),
    Facet.REACHED: ("'yes'", "''", "", "reached"),
    Facet.ENDING: ("'yes'", "''", "", "ends_soon"),
    Facet.KIND: (
        "given.kind",
        "''",
        "JOIN rewards_collectivereturn AS given ON given.project_id = candidate.id",
        "TRUE",
    ),
    Facet.LICENCE: (
        "licence.spdx_id",
        "''",
        "JOIN rewards_collectivereturn AS given ON given.project_id = candidate.id"
        " JOIN rewards_licence AS licence ON licence.id = given.licence_id",
        "TRUE",
    ),
}
_FITS = {
    Facet.CATEGORY: "category = ANY(%s)",
    Facet.LANGUAGE: "candidate.language = ANY(%s)",
    Facet.PLACE: "place = ANY(%s)",
    Facet.REACHED: "reached",
    Facet.ENDING: "ends_soon",
    Facet.KIND: "fits_kind",
    Facet.LICENCE: "fits_licence",
}


def _candidates(projects: QuerySet[Project]) -> QuerySet[Project, tuple[Any, ...]]:
    language = (get_language() or "es")[:2]
    named = language if language in ("es", "ca", "en") else "es"
    asked = ("state", "place", "has_reached", "ends_soon", "fits_licence", "fits_kind")
    return projects.annotate(**{name: F(name) for name in asked}).values_list(
        "pk",
        "state",
        "category__slug",
        f"category__name_{named}",
        "language",
        "place",
        "location",
        "has_reached",
        "ends_soon",
        "fits_licence",
        "fits_kind",
    )


def _branch(facet: Facet, wanted: Wanted) -> tuple[str, list[Any]]:
    choice, name, beside, counts = _BRANCHES[facet]
    condition, parameters = _others(wanted, facet)
    sql = (
        f"SELECT '{facet.value}', {choice}, {name}, count(DISTINCT candidate.id) AS projects"  # noqa: S608
        f" FROM candidate {beside} WHERE {counts} AND {condition} GROUP BY 2"
    )
    if facet == Facet.PLACE:
        sql += f" ORDER BY (place = ANY(%s)) DESC, projects DESC, place LIMIT {MOST_PLACES}"
        parameters = [*parameters, list(wanted.of(Facet.PLACE))]
    return f"({sql})", parameters


def _sum(name: str, condition: str, parameters: list[Any]) -> tuple[str, list[Any]]:
    return f"(SELECT '{name}', '', '', count(*) FROM candidate WHERE {condition})", parameters  # noqa: S608


def _others(wanted: Wanted, facet: Facet | None) -> tuple[str, list[Any]]:
    """What all facets but this one ask for."""
    conditions, parameters = ["TRUE"], []
    if facet != Facet.STATE:
        conditions.append("state = ANY(%s)")
        parameters.append([str(state) for state in wanted.states])
    for other, fits in _FITS.items():
        if other != facet and wanted.of(other):
            conditions.append(fits)
            parameters += [list(wanted.of(other))] * fits.count("%s")
    return " AND ".join(conditions), parameters

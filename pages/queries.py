"""What the public pages show, read in few queries and put into words the templates use.

Times shown here are the application server's; whether a donation is taken is decided elsewhere,
by the database's clock. Amounts are cents.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations.checkout import Window, giving_window
from donations.errors import NotReceiving
from donations.models import Verdict
from donations.queries import (
    Given,
    Totals,
    backers_of_each,
    collected_in_all,
    people_in_all,
    raised_of_each,
    totals_of,
    who_gave,
)
from projects.lifecycle import ProjectStatus, RoundStatus
from projects.models import Project, Round, RoundsPlan
from projects.queries import goals_of_project, minimum_of_each, optimum_of_each
from projects.rules.goals import Goals
from rewards.models import CollectiveReturn

LINES_OF_PEOPLE = 12


class Stage(StrEnum):
    """Where a campaign stands, as its page tells it."""

    PREVIEW = "preview"
    PROMISING = "promising"
    PAYING = "paying"
    CLOSING = "closing"
    ON_HOLD = "on_hold"
    FUNDED = "funded"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Card:
    """A project in a list: what the component `project_card` asks for."""

    url: str
    title: str
    owner: str
    place: str
    tags: list[str]
    raised_cents: int
    minimum_cents: int
    optimum_cents: int
    backers: int
    round: str
    time_left: str
    image_url: str
    image_alt: str
    category: str
    cover_seed: str
    match_cents: int = 0


@dataclass(frozen=True)
class Figures:
    """The home page's figures. `funded` of `ended` campaigns reached their minimum."""

    collected_cents: int
    people: int
    funded: int
    ended: int
    returns_promised: int


@dataclass(frozen=True)
class Campaign:
    """A project with what its page tells of it, beside what its own relations hold."""

    project: Project
    owner: str
    stage: Stage
    goals: Goals
    totals: Totals
    round: Round | None
    window: Window | None
    verdict: Verdict | None
    gave: list[Given]


def home_figures() -> Figures:
    counted = Project.objects.public().aggregate(
        funded=Count("pk", distinct=True, filter=Q(status__in=_funded())),
        ended=Count("pk", distinct=True, filter=Q(status__in=[*_funded(), ProjectStatus.FAILED])),
        returns=Count(
            "collective_returns",
            distinct=True,
            filter=Q(status__in=[ProjectStatus.LIVE, *_funded()]),
        ),
    )
    return Figures(
        collected_cents=collected_in_all(),
        people=people_in_all(),
        funded=counted["funded"],
        ended=counted["ended"],
        returns_promised=counted["returns"],
    )


def with_what_cards_show(projects: QuerySet[Project]) -> QuerySet[Project]:
    licences = (
        CollectiveReturn.objects.filter(project=OuterRef("pk"), licence__isnull=False)
        .order_by("licence__spdx_id")
        .values("licence__spdx_id")
        .distinct()
    )
    rounds = Round.objects.select_related("verdict").order_by("number")
    return (
        projects.select_related("owner", "organisation", "category")
        .prefetch_related(Prefetch("rounds", rounds))
        .annotate(
            licences=ArraySubquery(licences),
            minimum=minimum_of_each(),
            optimum=optimum_of_each(),
            raised=raised_of_each(),
            backers=backers_of_each(),
        )
    )


def cards_of(projects: Iterable[Project], now: datetime) -> list[Card]:
    """Of projects that were read `with_what_cards_show`."""
    return [_card(project, now) for project in projects]


def campaign(project: Project, now: datetime) -> Campaign:
    """Everything about one project, for its page."""
    rounds = list(project.rounds.select_related("verdict").order_by("number"))
    window = _window(project, now)
    stage = _stage(project, window)
    return Campaign(
        project=project,
        owner=str(project.creator),
        stage=stage,
        goals=goals_of_project(project),
        totals=totals_of([project.pk])[project.pk],
        round=_current(rounds),
        window=window,
        verdict=_latest_verdict(rounds),
        gave=[] if stage == Stage.PREVIEW else who_gave(project, LINES_OF_PEOPLE),
    )


def time_left(instant: datetime, now: datetime) -> str:
    """`12 days left`, then hours, then minutes; whole ones, so that nobody is promised more."""
    rest = instant - now
    if rest >= timedelta(days=2):
        return ngettext("%(days)s day left", "%(days)s days left", rest.days) % {"days": rest.days}
    hours, minutes = divmod(max(int(rest.total_seconds() // 60), 0), 60)
    if hours:
        return ngettext("%(hours)s hour left", "%(hours)s hours left", hours) % {"hours": hours}
    return ngettext("%(minutes)s minute left", "%(minutes)s minutes left", minutes) % {
        "minutes": minutes
    }


def _funded() -> list[ProjectStatus]:
    return [ProjectStatus.FUNDED, ProjectStatus.FULFILLED]


def _card(project: Any, now: datetime) -> Card:
    rounds = list(project.rounds.all())
    verdict = _latest_verdict(rounds)
    failed = project.status == ProjectStatus.FAILED
    # What a failed campaign raised was given back; its card still tells how far it came.
    raised = verdict.raised_cents if failed and verdict else project.raised
    round_ = _current(rounds) if project.status == ProjectStatus.LIVE else None
    return Card(
        url=project.get_absolute_url(),
        title=project.title,
        owner=str(project.creator),
        place=project.location,
        tags=project.licences,
        raised_cents=raised,
        minimum_cents=project.minimum,
        optimum_cents=project.optimum,
        backers=project.backers,
        round=_("Round %(number)s") % {"number": round_.number} if round_ else "",
        time_left=_card_time(project, round_, now),
        image_url=project.image.url if project.image else "",
        image_alt=project.image_alt,
        category=project.category.slug if project.category else "",
        cover_seed=project.slug,
    )


def _card_time(project: Project, round_: Round | None, now: datetime) -> str:
    if project.status != ProjectStatus.LIVE:
        return _("funded") if project.status in _funded() else project.get_status_display()
    if project.rounds_planned == RoundsPlan.PERMANENT:
        return _("always open")
    if round_ is None or round_.status != RoundStatus.OPEN or round_.closes_at <= now:
        return _("being counted")
    return time_left(round_.closes_at, now)


def _current(rounds: list[Round]) -> Round | None:
    """The round under way, or the last one that was decided."""
    under_way = [each for each in rounds if each.status in (RoundStatus.OPEN, RoundStatus.CLOSING)]
    decided = [each for each in rounds if each.status == RoundStatus.DECIDED]
    return next(iter([*under_way, *decided[-1:]]), None)


def _latest_verdict(rounds: list[Round]) -> Verdict | None:
    verdicts = [each.verdict for each in rounds if hasattr(each, "verdict")]
    return verdicts[-1] if verdicts else None


def _window(project: Project, now: datetime) -> Window | None:
    try:
        return giving_window(project, now)
    except NotReceiving:
        return None


def _stage(project: Project, window: Window | None) -> Stage:
    if project.launched_at is None:
        return Stage.PREVIEW
    if project.status == ProjectStatus.LIVE:
        if window is None:
            return Stage.CLOSING
        return Stage.PROMISING if window.saves_only else Stage.PAYING
    ended = {
        ProjectStatus.ON_HOLD: Stage.ON_HOLD,
        ProjectStatus.FUNDED: Stage.FUNDED,
        ProjectStatus.FULFILLED: Stage.FUNDED,
        ProjectStatus.FAILED: Stage.FAILED,
    }
    return ended.get(ProjectStatus(project.status), Stage.WITHDRAWN)

"""Finding projects by what somebody typed, in Spanish, Catalan or English.

Full text first: stems in each project's own language, and the words as they are. If that finds
next to nothing, titles, owners and places that look alike are added. Nothing typed is an error.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from projects.lifecycle import ProjectStatus
from projects.models import Project

LONGEST_SEARCH = 200
ENOUGH = 3
MOST_CLOSE = 50
CLOSE_ENOUGH = 0.45
MOST_WORDS = 6
LANGUAGES = ("es", "ca", "en")
# Of the words of description, names, pitch and title, as the vector is weighted.
WEIGHTS = [0.05, 0.2, 0.4, 1.0]
_CATALAN_L = re.compile(r"(l)[·.](l)", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """What to filter and to order projects by; `rank` is a whole number, the higher the better.

    `only_close`: no project has the words, those found look alike. `nearest` are projects that
    share something with what was typed, for when nothing is found."""

    condition: Q
    rank: Combinable
    only_close: bool = False
    nearest: list[int] = field(default_factory=list)


def legible(typed: str) -> str:
    """What was typed on one line, without control characters, as long as a search may be."""
    return " ".join(_only_printable(typed).split())[:LONGEST_SEARCH].strip()


def search(typed: str, statuses: Sequence[ProjectStatus]) -> Found:
    """Among launched projects in these statuses; two queries at most, both by an index."""
    words = legible(typed)
    exact = having(words)
    known = list(_among(statuses).filter(exact).values_list("pk", flat=True)[:ENOUGH])
    if len(known) == ENOUGH:
        return Found(exact, _rank(words, {}))
    close, nearest = _alike(words, statuses)
    for project in known:
        close.pop(project, None)
    return Found(
        condition=exact | Q(search_entry__pk__in=list(close)),
        rank=_rank(words, close),
        only_close=bool(close) and not known,
        nearest=nearest,
    )


def having(words: str) -> Q:
    """Projects that have the words, with quotes, `or` and `-` as people know them."""
    condition = Q(search_entry__vector=_asked(words, "goteo_simple"))
    for language in LANGUAGES:
        condition |= Q(
            search_entry__language=language,
            search_entry__vector=_asked(words, f"goteo_{language}"),
        )
    return condition


def _only_printable(typed: str) -> str:
    return "".join(
        letter if letter.isprintable() else " " for letter in typed[: 4 * LONGEST_SEARCH]
    )


def _asked(words: str, config: str) -> SearchQuery:
    return SearchQuery(_joined(words), config=config, search_type="websearch")


def _joined(words: str) -> str:
    """Catalan l·l, also typed l.l, as the entries have it."""
    return _CATALAN_L.sub(r"\1\2", words)


def _rank(words: str, close: dict[int, float]) -> Combinable:
    """Those that have the words stand before those that only look alike."""
    asked = _asked(words, "goteo_simple")
    for language in LANGUAGES:
        asked |= _asked(words, f"goteo_{language}")
    weighed = SearchRank(F("search_entry__vector"), asked, weights=WEIGHTS)
    rank = Cast(weighed * Value(1_000_000.0) + Value(1_000.0), BigIntegerField())
    if not close:
        return rank
    alike = [When(pk=project, then=Value(round(100 * near))) for project, near in close.items()]
    return Case(*alike, default=rank, output_field=BigIntegerField())


def _among(statuses: Sequence[ProjectStatus]) -> QuerySet[Project]:
    return Project.objects.filter(status__in=statuses, launched_at__isnull=False).order_by()


def _alike(words: str, statuses: Sequence[ProjectStatus]) -> tuple[dict[int, float], list[int]]:
    """Projects whose names look like (nearly) all of the words, and those that share one."""
    asked = _telling(words)
    if not asked:
        return {}, []
    rows = _close_rows(asked, statuses)
    wanted = len(asked) - (1 if len(asked) > 2 else 0)
    close = {project: near for project, met, near in rows if met >= wanted and near >= CLOSE_ENOUGH}
    return close, [project for project, _met, _near in rows if project not in close]


def _telling(words: str) -> list[str]:
    """The words that say most: not the short ones if there are others. None if somebody left
    words out (`-`): what only looks alike could bring them back."""
    if any(word.startswith("-") for word in words.split()):
        return []
    found = list(dict.fromkeys(re.findall(r"[^\W_]{3,}", _joined(words).lower())))
    return ([word for word in found if len(word) > 3] or found)[:MOST_WORDS]


def _close_rows(
    words: list[str], statuses: Sequence[ProjectStatus]
) -> list[tuple[int, int, float]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT close.project_id, close.words_met, close.closeness
              FROM projects_close_to(
                       ARRAY(SELECT DISTINCT projects_plain(word) FROM unnest(%s::text[]) AS word)
                   ) AS close
              JOIN projects_project AS project ON project.id = close.project_id
             WHERE project.status = ANY(%s) AND project.launched_at IS NOT NULL
             ORDER BY close.words_met DESC, close.closeness DESC, close.project_id DESC
             LIMIT %s
            """,
            [words, [str(status.value) for status in statuses], MOST_CLOSE],
        )
        return cursor.fetchall()

"""What somebody wants to explore: the words, facets and order that stand in an address.

An address is the whole state of the page. What is wrong in it is left out, so that an old or a
mistyped link still shows something.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from projects.search import legible
from rewards.models import ReturnKind


class State(StrEnum):
    """Where a campaign stands, as far as people who look for one care."""

    ROUND_1 = "round_1"
    ROUND_2 = "round_2"
    PERMANENT = "permanent"
    FUNDED = "funded"
    NOT_FUNDED = "not_funded"


OPEN_STATES = (State.ROUND_1, State.ROUND_2, State.PERMANENT)


class Sort(StrEnum):
    BEST = "best"
    ENDING = "ending"
    NEWEST = "newest"
    SUPPORTED = "supported"
    NEAREST = "nearest"


class Facet(StrEnum):
    """In the order of the page. One facet's choices add to each other, facets narrow each other."""

    STATE = "state"
    KIND = "kind"
    LICENCE = "licence"
    CATEGORY = "category"
    REACHED = "reached"
    ENDING = "ending"
    LANGUAGE = "language"
    PLACE = "place"


YES = "yes"
MOST_CHOICES = 20
_KNOWN: dict[Facet, frozenset[str]] = {
    Facet.STATE: frozenset(State),
    Facet.KIND: frozenset(ReturnKind.values),
    Facet.LANGUAGE: frozenset(code for code, _name in settings.LANGUAGES),
    Facet.REACHED: frozenset([YES]),
    Facet.ENDING: frozenset([YES]),
}
# Categories and licences are rows: any word that could be one may be asked for.
_SHAPES = {
    Facet.CATEGORY: re.compile(r"[-\w]{1,50}", re.ASCII),
    Facet.LICENCE: re.compile(r"[-.+\w]{1,60}", re.ASCII),
    Facet.PLACE: re.compile(r".{1,120}"),
}


@dataclass(frozen=True)
class Wanted:
    words: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.ENDING

    def of(self, facet: Facet) -> tuple[str, ...]:
        return self.chosen.get(facet, ())

    @property
    def states(self) -> tuple[str, ...]:
        """Campaigns that are over are shown to those who ask for them."""
        return self.of(Facet.STATE) or OPEN_STATES

    @property
    def narrowed(self) -> bool:
        return any(self.chosen.values())

    def without(self, facet: Facet, choice: str) -> "Wanted":
        rest = tuple(each for each in self.of(facet) if each != choice)
        return replace(self, chosen={**self.chosen, facet: rest})

    def choosing(self, facet: Facet, *choices: str) -> "Wanted":
        return replace(self, chosen={**self.chosen, facet: choices})

    def unfiltered(self) -> "Wanted":
        return replace(self, chosen={})

    def without_words(self) -> "Wanted":
        sort = Sort.ENDING if self.sort == Sort.BEST else self.sort
        return replace(self, words="", sort=sort)

    def address(self, **cursor: str) -> str:
        """Always the same for the same state. `cursor`: `after` or `before`, as a page gave it."""
        pairs = [("q", self.words)] if self.words else []
        pairs += [(facet.value, choice) for facet in Facet for choice in sorted(self.of(facet))]
        if self.sort != usual_sort(self.words):
            pairs.append(("sort", self.sort.value))
        pairs += [(name, value) for name, value in cursor.items() if value]
        return reverse("pages:explore") + (f"?{urlencode(pairs)}" if pairs else "")


def usual_sort(words: str) -> Sort:
    return Sort.BEST if words else Sort.ENDING


def read(query: QueryDict) -> Wanted:
    words = legible(query.get("q", ""))
    sort = query.get("sort", "")
    known = sort in set(Sort) and (words or sort != Sort.BEST)
    return Wanted(
        words=words,
        chosen={facet: _choices(facet, query.getlist(facet.value)) for facet in Facet},
        sort=Sort(sort) if known else usual_sort(words),
    )


def _choices(facet: Facet, typed: list[str]) -> tuple[str, ...]:
    choices = [legible(each) for each in typed[:MOST_CHOICES]]
    return tuple(dict.fromkeys(each for each in choices if _may_be(facet, each)))


def _may_be(facet: Facet, choice: str) -> bool:
    if facet in _KNOWN:
        return choice in _KNOWN[facet]
    return bool(_SHAPES[facet].fullmatch(choice))

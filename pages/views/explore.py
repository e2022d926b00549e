"""Campaigns to find: by words, by facets, in an order that people choose."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from pages import exploring, wanted
from pages.exploring import Page
from pages.facet_labels import Group, groups_of, name_of
from pages.facets import EXPLORED, Counts, counted, explored
from pages.queries import Card
from pages.wanted import Facet, Sort, State, Wanted, usual_sort
from projects.search import LONGEST_SEARCH, Found, search

CARDS_PER_PAGE = 24
NEAREST_CARDS = 3


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address of the page without it."""

    name: str
    url: str


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    """What is wrong in an address is left out: an old link stays useful."""
    now = timezone.now()
    asked = wanted.read(request.GET)
    found = search(asked.words, EXPLORED) if asked.words else None
    counts = counted(explored(asked, found, now), asked)
    page = _page(request, asked, found, counts, now)
    groups = groups_of(asked, counts)
    chips = _chips(asked, groups)
    context = {
        "asked": asked,
        "typed": asked.words,
        "cut": len(request.GET.get("q", "").strip()) > LONGEST_SEARCH,
        "longest": LONGEST_SEARCH,
        "counts": counts,
        "page": page,
        "groups": groups,
        "chips": chips,
        "sorts": _sorts(asked),
        "summary": _summary(asked, counts),
        "about": " · ".join(_about(asked, chips)),
        "only_close": found is not None and found.only_close,
        "nearest": [] if page.cards else _nearest(found, now),
        "searched": bool(asked.words) or page.past_the_end or page.lost,
    }
    return render(request, "pages/explore.html", context | _addresses(asked, page))


def _page(
    request: HttpRequest, asked: Wanted, found: Found | None, counts: Counts, now: datetime
) -> Page:
    if not counts.shown:
        return Page([])
    return exploring.page_of(
        asked,
        found,
        now,
        limit=CARDS_PER_PAGE,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )


def _nearest(found: Found | None, now: datetime) -> list[Card]:
    """Instead of nothing: what shares something with the words, else what ends soon."""
    if found is not None and found.nearest:
        return exploring.cards_by_id(found.nearest[:NEAREST_CARDS], now)
    return exploring.open_cards(now, limit=NEAREST_CARDS)[0]


def _chips(asked: Wanted, groups: list[Group]) -> list[Chip]:
    return [
        Chip(name_of(groups, facet, choice), asked.without(facet, choice).address())
        for facet in Facet
        for choice in asked.of(facet)
    ]


def _about(asked: Wanted, chips: list[Chip]) -> list[str]:
    """What the page shows, for its title."""
    words = [_("“%(words)s”") % {"words": asked.words}] if asked.words else []
    return [_("Explore"), *words, *(chip.name for chip in chips)]


def _summary(asked: Wanted, counts: Counts) -> str:
    number = {"projects": counts.shown, "words": asked.words}
    if asked.words:
        return (
            ngettext(
                "%(projects)s project for “%(words)s”",
                "%(projects)s projects for “%(words)s”",
                counts.shown,
            )
            % number
        )
    return ngettext("%(projects)s project", "%(projects)s projects", counts.shown) % number


def _sorts(asked: Wanted) -> list[dict[str, Any]]:
    names = {
        Sort.BEST: _("Best match"),
        Sort.ENDING: _("Ending soon"),
        Sort.NEWEST: _("Newest"),
        Sort.SUPPORTED: _("Most supported"),
        Sort.NEAREST: _("Nearest to its minimum"),
    }
    return [
        # The usual order is not in the address: with words it is another one than without.
        {
            "value": "" if sort == usual_sort(asked.words) else sort.value,
            "name": name,
            "chosen": sort == asked.sort,
        }
        for sort, name in names.items()
        if asked.words or sort != Sort.BEST
    ]


def _addresses(asked: Wanted, page: Page) -> dict[str, Any]:
    here = asked.address()
    over = asked.unfiltered().choosing(Facet.STATE, State.FUNDED, State.NOT_FUNDED)
    return {
        "canonical": settings.BASE_URL + here,
        "alternates": [
            (code, settings.BASE_URL + translate_url(here, code))
            for code, _name in settings.LANGUAGES
        ],
        "previous_url": asked.address(before=page.before) if page.before else "",
        "next_url": asked.address(after=page.after) if page.after else "",
        "first_url": here,
        "unfiltered_url": asked.unfiltered().address(),
        "all_url": asked.without_words().unfiltered().address(),
        "over_url": over.address(),
    }

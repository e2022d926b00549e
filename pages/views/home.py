"""The first page: what was done so far, what flows now, how it works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages.exploring import open_cards
from pages.queries import home_figures
from pages.sharing import kept_while_costly

CARDS_ON_HOME = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    cards, has_more = open_cards(timezone.now(), limit=CARDS_ON_HOME)
    # They go over every donation there is, so they are not counted for each visitor.
    figures = kept_while_costly("home-figures", home_figures)
    return render(
        request,
        "pages/home.html",
        {"figures": figures, "cards": cards, "has_more": has_more},
    )

"""The first page: what was done so far, what flows now, how it works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages.exploring import open_cards
from pages.figures import kept_figures

CARDS_ON_HOME = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    cards, has_more = open_cards(timezone.now(), limit=CARDS_ON_HOME)
    return render(
        request,
        "pages/home.html",
        {"figures": kept_figures(), "cards": cards, "has_more": has_more},
    )

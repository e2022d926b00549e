"""Pages of text that stand as they are: how it works, terms, privacy."""

from babel.core import Locale
from babel.numbers import format_percent
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe


@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/how_it_works.html", _rates())


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/terms.html", _rates() | {"version": settings.TERMS_VERSION})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


def _rates() -> dict[str, str]:
    """Fee and VAT on it as they are set now; a project keeps those of its launch."""
    locale = Locale.parse(get_language() or settings.LANGUAGE_CODE, sep="-")
    fee, vat = settings.PLATFORM_FEE_BASIS_POINTS, settings.VAT_BASIS_POINTS
    return {
        "fee": format_percent(fee / 10_000, locale=locale, decimal_quantization=False),
        "vat": format_percent(vat / 10_000, locale=locale, decimal_quantization=False),
    }

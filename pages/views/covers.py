"""Covers drawn for projects without a picture."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from pages.covers import draw_cover


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def cover(request: HttpRequest, seed: str) -> HttpResponse:
    return HttpResponse(draw_cover(seed), content_type="image/svg+xml")

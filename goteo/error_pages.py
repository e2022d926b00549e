"""The pages nobody wants to see, in the platform's look and the person's language."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import gettext as _

from goteo.api_errors import broken

logger = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """What rate limits answer; django-allauth looks for it under this name in goteo/urls.py."""
    return render(request, "errors/429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return broken()
    try:
        return render(request, "errors/500.html", status=500)
    except Exception:
        # What broke the page (an absent database, say) may break this one too.
        logger.exception("The page for errors failed as well.")
        sentence = _("Something went wrong on our side. Please try again in a few minutes.")
        return HttpResponse(f"<!doctype html><title>500</title><p>{escape(sentence)}", status=500)

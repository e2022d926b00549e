"""Pages whose address is the key to them: nobody else may keep, find or be told that address."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def private_page(view: View[P]) -> View[P]:
    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        # Under "no-referrer" browsers send forms with "Origin: null", which the CSRF guard refuses.
        # "same-origin" tells other sites as little.
        response["Referrer-Policy"] = "same-origin"
        return response

    return answer

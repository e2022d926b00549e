"""Every refusal of the API in one shape: a code for programs, a sentence for people, and the
fields that it is about.

    {"code": "invalid", "message": "…", "fields": [{"field": "…", "code": "…", "message": "…"}]}
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from activity.errors import Refused
from projects.errors import NotReady

# A refusal is a conflict with the state of things, unless it is about who asks.
FORBIDDEN = {"not_yours", "only_owners", "not_your_organisation", "not_an_admin", "own_project"}
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class FieldError(serializers.Serializer[Any]):
    field = serializers.CharField(
        help_text="Where, as a path: `items.0.amount.cents`. Empty: the whole of what was sent."
    )
    code = serializers.CharField()
    message = serializers.CharField()


class Error(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="For programs; it does not change with the language.")
    message = serializers.CharField(help_text="For people, in the language of Accept-Language.")
    fields = FieldError(many=True)  # type: ignore[assignment]  # the word is ours here


class TooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("This is more than one request may send.")


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """What REST framework asks for each exception in a view; None lets it become a 500."""
    if isinstance(error, Refused):
        status = 403 if error.code in FORBIDDEN else 409
        return Response(_body(error.code, str(error.sentence), _rules(error)), status=status)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, TOO_MUCH):
        error = TooLarge()
    if isinstance(error, exceptions.ValidationError):
        message = _("Something in what was sent cannot be taken; each field says what.")
        body = _body("invalid", message, list(_flat(error.get_full_details())))
        return Response(body, status=422)
    if isinstance(error, exceptions.APIException):
        return Response(_one(error), status=error.status_code, headers=_headers(error))
    return None


@csrf_exempt
def unknown_address(request: HttpRequest, path: str = "") -> JsonResponse:
    """For addresses of the API that lead nowhere, which would else show a page for people."""
    message = _("There is nothing at this address.")
    if not path.endswith("/") and resolve(f"{request.path}/").func is not unknown_address:
        message = _("There is nothing at this address. With a slash at its end there is.")
    return JsonResponse(_body("not_found", message), status=404)


def only_to_be_read(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For addresses beside the views of REST framework, which would else refuse without a word."""

    @csrf_exempt  # Nothing is written here; a page about forms is no answer to a program.
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        refusal = exceptions.MethodNotAllowed(str(request.method))
        return JsonResponse(_one(refusal), status=405, headers={"Allow": "GET, HEAD"})

    return guarded


def broken() -> JsonResponse:
    """When something failed on our side; the log says what."""
    message = _("Something went wrong on our side. Please try again in a few minutes.")
    return JsonResponse(_body("server_error", message), status=500)


def _one(error: exceptions.APIException) -> dict[str, Any]:
    code = getattr(error.detail, "code", None) or error.default_code
    return _body(str(code), str(error.detail))


def _body(code: str, message: str, fields: list[dict[str, str]] | None = None) -> dict[str, Any]:
    return {"code": code, "message": message, "fields": fields or []}


def _rules(refusal: Refused) -> list[dict[str, str]]:
    """The rules of publication that a draft breaks, each beside the section that mends it."""
    if not isinstance(refusal, NotReady):
        return []
    return [
        {"field": rule.section, "code": rule.code, "message": _(rule.sentence)}
        for rule in refusal.rules
    ]


def _flat(details: Any, path: tuple[str, ...] = ()) -> Iterator[dict[str, str]]:
    """The errors of serializers, which are nested as what was sent, as one list."""
    if isinstance(details, dict) and set(details) == {"message", "code"} and _is_leaf(details):
        field = ".".join(part for part in path if part != "non_field_errors")
        yield {"field": field, "code": str(details["code"]), "message": str(details["message"])}
    elif isinstance(details, dict):
        for name, inner in details.items():
            yield from _flat(inner, (*path, str(name)))
    else:
        for position, inner in enumerate(details):
            leaf = isinstance(inner, dict) and _is_leaf(inner)
            yield from _flat(inner, path if leaf else (*path, str(position)))


def _is_leaf(details: dict[str, Any]) -> bool:
    return isinstance(details.get("message"), str) and isinstance(details.get("code"), str)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    found = {
        "WWW-Authenticate": getattr(error, "auth_header", None),
        "Retry-After": getattr(error, "wait", None),
    }
    return {
        name: str(int(value) if name == "Retry-After" else value)
        for name, value in found.items()
        if value
    }

"""How the API describes itself in OpenAPI: its tokens, its money, its refusals."""

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.http import http_date
from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerExtension,
    OpenApiSerializerFieldExtension,
)
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from activity.api import Strict
from activity.api_validators import STARTED_AT
from goteo.api_errors import Error

ANY = ("401", "406", "429")
OF_WRITING = ("400", "403", "409", "413", "415", "422")
WHY = {
    "400": "The body is not JSON.",
    "401": "No token, or one that opens nothing.",
    "403": "The token may only read, or the act is not this person's.",
    "404": "It does not exist, or is not public and somebody else's.",
    "406": "Only JSON is given.",
    "409": "The state of things forbids it; nothing has changed.",
    "412": "It has changed since the version that If-Match names; nothing has changed.",
    "413": "The body is too large.",
    "415": "The body is of another type than is taken here.",
    "422": "Something in what was sent cannot be taken; nothing has changed.",
    "429": "Too many requests; Retry-After says how many seconds to wait.",
}


class Description(AutoSchema):
    """Adds to every operation the refusals that it may answer with, all of one shape."""

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        for status in self._refusals():
            body = self._get_response_for_code(Error, status)
            bodies[status] = {**body, "description": WHY[status]}
        return dict(sorted(bodies.items()))

    def _refusals(self) -> list[str]:
        found = [*ANY]
        if "{" in self.path:
            found.append("404")
        if self.method in ("POST", "PUT", "PATCH", "DELETE"):
            found += OF_WRITING
            if self.method != "POST":
                found.append("412")
        elif self.get_auth() and {} not in self.get_auth():
            found.append("403")
        if self.get_filter_backends() or self._get_parameters():
            found.append("422")
        return sorted(set(found))


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class MoneySchema(OpenApiSerializerFieldExtension):
    target_class = "money.api.MoneyField"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        cents: dict[str, Any] = {"type": "integer"}
        if direction == "request":
            cents |= {"minimum": self.target.min_cents, "maximum": self.target.max_cents}
        return {
            "type": "object",
            "required": ["cents", "currency"],
            "properties": {"cents": cents, "currency": {"type": "string", "enum": ["EUR"]}},
            "additionalProperties": False,
        }


class StrictSchema(OpenApiSerializerExtension):
    """Says that fields which are not named are refused."""

    target_class = Strict
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        mapped = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        if direction == "request":
            return {**mapped, "additionalProperties": False}
        return cast("dict[str, Any]", mapped)


@cache
def description() -> dict[str, Any]:
    """The whole description, made once in a process; its sentences are in English."""
    with translation.override("en"):
        generator: Any = cast("Callable[..., Any]", SchemaGenerator)()
        described: dict[str, Any] = generator.get_schema(request=None, public=True)
    return described


def schema_json(request: HttpRequest) -> JsonResponse:
    headers = {"Last-Modified": http_date(STARTED_AT.timestamp())}
    return JsonResponse(description(), headers=headers)

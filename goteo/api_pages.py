"""Lists of the API, page after page: how many rows, where they begin, and the way to the next."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from activity.keyset import Keyset, UnknownPlace

ROWS = 20
MOST_ROWS = 100


class KeysetPages(BasePagination):
    """The view says by what its rows are ordered: `keyset(request)`."""

    next_url: str | None = None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        keyset: Keyset = view.keyset(request)
        limit = _limit(request.query_params.get("limit"))
        try:
            page = keyset.page(queryset, limit=limit, after=request.query_params.get("after"))
        except UnknownPlace:
            sentence = _("This is not the beginning of a page of this list. Take it from “next”.")
            detail = ErrorDetail(sentence, code="after")
            raise serializers.ValidationError({"after": [detail]}) from None
        if page.after:
            self.next_url = _next_url(request, page.after)
        return page.rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data, "next": self.next_url})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        following = {
            "type": ["string", "null"],
            "format": "uri",
            "description": "The address of the next page; null on the last one.",
        }
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {"results": schema, "next": following},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        limit = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS}
        after = "Where the page begins; taken from `next` of the page before, never made up."
        return [
            _parameter("limit", f"Rows of a page, at most {MOST_ROWS}.", limit),
            _parameter("after", after, {"type": "string"}),
        ]


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }


def _limit(typed: str | None) -> int:
    if typed is None:
        return ROWS
    limit = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 0
    if not 1 <= limit <= MOST_ROWS:
        sentence = _("Write a whole number from 1 to %(most)s.") % {"most": MOST_ROWS}
        raise serializers.ValidationError({"limit": [ErrorDetail(sentence, code="limit")]})
    return limit


def _next_url(request: Request, after: str) -> str:
    query = request.query_params.copy()
    query["after"] = after
    return f"{settings.BASE_URL}{request.path}?{query.urlencode()}"

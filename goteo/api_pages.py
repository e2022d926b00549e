"""Lists of the API, page after page by keyset: each page begins after the last row of the one
before, so that a page costs the same at any depth and nothing is shown twice as lists grow."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

ROWS = 20
MOST_ROWS = 100
SALT = "api.page"


class KeysetPages(BasePagination):
    """The view says by what its rows are ordered: `row_order(request)`, field names as for
    `order_by`, of columns that are never empty, the last of them unique."""

    next_url: str | None = None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        order: tuple[str, ...] = view.row_order(request)
        limit = _limit(request.query_params.get("limit"))
        after = request.query_params.get("after")
        if after is not None:
            queryset = queryset.filter(_beyond(order, _opened(after, order)))
        rows = list(queryset.order_by(*order)[: limit + 1])
        if len(rows) > limit:
            self.next_url = _next_url(request, _sealed(order, rows[limit - 1]))
        return rows[:limit]

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


def _sealed(order: tuple[str, ...], row: Any) -> str:
    """The place of a row in this order, signed: what comes back is what was given out."""
    values = [getattr(row, name.lstrip("-")) for name in order]
    written = [v.isoformat() if isinstance(v, datetime) else v for v in values]
    return signing.dumps([list(order), written], salt=SALT)


def _opened(after: str, order: tuple[str, ...]) -> list[Any]:
    try:
        of_order, written = signing.loads(after, salt=SALT)
    except (signing.BadSignature, ValueError):
        of_order, written = None, []
    if of_order != list(order):
        sentence = _("This is not the beginning of a page of this list. Take it from “next”.")
        raise serializers.ValidationError({"after": [ErrorDetail(sentence, code="after")]})
    return [datetime.fromisoformat(v) if isinstance(v, str) else v for v in written]


def _beyond(order: tuple[str, ...], values: list[Any]) -> Q:
    """Rows after the one with these values: (a, b) > (x, y), written out for mixed directions."""
    beyond = Q()
    same = Q()
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        side = "lt" if name.startswith("-") else "gt"
        beyond |= same & Q(**{f"{field}__{side}": value})
        same &= Q(**{field: value})
    return beyond


def _next_url(request: Request, after: str) -> str:
    query = {**request.query_params.dict(), "after": after}
    return f"{settings.BASE_URL}{request.path}?{urlencode(query)}"

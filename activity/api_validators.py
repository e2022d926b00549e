"""Which version of a thing a program has: its tag, when it last changed, and refusing to write over
a version that the program has not seen."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from hashlib import md5
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.utils.http import http_date, parse_etags, quote_etag
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from activity.models import Event

# Another version of the platform may tell the same things otherwise.
STARTED_AT = datetime.now(UTC)
# HTTP counts whole seconds: what changed just now could change again within the same one.
SETTLED = timedelta(seconds=2)


class Changed(exceptions.APIException):
    status_code = 412
    default_code = "changed"
    default_detail = _("This has changed since you read it. Read it again, then write.")


def etag_of(data: Any) -> str:
    """As Django tags the answer to a read that says the same."""
    body = JSONRenderer().render(data)
    return quote_etag(md5(body, usedforsecurity=False).hexdigest())


def unless_changed(write: Callable[..., Response]) -> Callable[..., Response]:
    """For views with `locked()`, the thing with its row locked, and `told(thing)`, the answer to a
    read: heeds `If-Match`, and tags what has been written. Raises `Changed`."""

    @wraps(write)
    def heeding(view: Any, request: Request, **arguments: Any) -> Response:
        wanted = request.headers.get("If-Match")
        with transaction.atomic():
            if wanted is not None:
                _compare(wanted, etag_of(view.told(view.locked()).data))
            response = write(view, request, **arguments)
        response["ETag"] = etag_of(response.data)
        return response

    return heeding


def _compare(wanted: str, tag: str) -> None:
    known = parse_etags(wanted)
    if known != ["*"] and tag not in known:
        raise Changed


def tell_last_change(response: Response, changed_at: datetime | None) -> None:
    """`Last-Modified`, once nothing of the same second can follow. None: since the platform was
    started nothing has changed."""
    latest = max(changed_at or STARTED_AT, STARTED_AT)
    if latest + SETTLED <= datetime.now(UTC):
        response["Last-Modified"] = http_date(latest.timestamp())


def last_recorded(thing: Model) -> datetime | None:
    """When something was last recorded about `thing`."""
    return _latest(subject_kind=thing._meta.label_lower, subject_id=str(thing.pk))


def last_recorded_of_all(kind: type[Model]) -> datetime | None:
    """When something was last recorded about any thing of this kind; of kinds with few of them."""
    return _latest(subject_kind=kind._meta.label_lower)


def _latest(**subject: str) -> datetime | None:
    found: datetime | None = Event.objects.filter(**subject).aggregate(at=Max("occurred_at"))["at"]
    return found

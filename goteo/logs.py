"""Log lines: what must not be in them is taken out, and on a server each is one JSON object.

What is secret is taken out of the finished text, so that it does not matter by which way (a
message, an argument, the text of an exception) it came in.
"""

import json
import logging
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

from goteo import request_ids

TAKEN_OUT = "[…]"
SECRETS = (
    # Keys and signing secrets of the provider, and the secrets of its single objects.
    re.compile(r"(?P<kept>\b(?:sk|rk)_(?:live|test)_|\bwhsec_)\w+"),
    re.compile(r"(?P<kept>\b(?:pi|seti|cs|pm)_\w+?_secret_)\w+"),
    # Its card page: whoever has the address has the page.
    re.compile(r"(?P<kept>/c/pay/)[^\s\"'<>]+"),
    # Addresses that open what belongs to one person: donations, confirmations, new passwords.
    re.compile(r"(?P<kept>/donations/)(?!link/)[\w-]{16,}"),
    re.compile(r"(?P<kept>/accounts/confirm-email/)[^/\s\"']{8,}"),
    re.compile(r"(?P<kept>/accounts/password/reset/key/)(?!done/)[^/\s\"']{8,}"),
    re.compile(r"(?P<kept>://[^/\s:@]*:)[^/\s@]+(?=@)"),
    re.compile(r"(?P<kept>\b[Bb]earer\s+)[\w.~+/-]+=*"),
    re.compile(
        r"(?P<kept>\b(?:client_secret|password\w*|secret_key|token|csrfmiddlewaretoken)"
        r"[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;)}]+",
        re.IGNORECASE,
    ),
)
# Attributes of a record that the platform gives with `extra=`, beside those Python sets itself.
KNOWN_EXTRAS = ("method", "path", "status", "view", "milliseconds")

requests = logging.getLogger("goteo.requests")


def without_secrets(text: str) -> str:
    """`text` with keys, secrets, passwords and personal addresses taken out."""
    for secret in SECRETS:
        text = secret.sub(rf"\g<kept>{TAKEN_OUT}", text)
    return text


class Lines(logging.Formatter):
    """For people: a line of text, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


class JsonLines(logging.Formatter):
    """For machines: one JSON object a line, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        facts: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_ids.current.get(),
            "task": request_ids.current_task.get(),
            "process": record.process,
        }
        facts |= {name: getattr(record, name, None) for name in KNOWN_EXTRAS}
        if record.exc_info:
            facts["exception"] = self.formatException(record.exc_info)
        return json.dumps(
            {
                name: without_secrets(value) if isinstance(value, str) else value
                for name, value in facts.items()
                if value not in (None, "")
            },
            ensure_ascii=False,
        )


class RequestLines:
    """Middleware: one line for each request, with neither its query nor who asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        facts = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "view": request.resolver_match.view_name if request.resolver_match else "",
            "milliseconds": round((time.perf_counter() - began) * 1000, 1),
        }
        requests.info("%s %s %s", request.method, request.path, response.status_code, extra=facts)
        return response

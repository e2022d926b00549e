"""Is this process alive (/healthz), and may it be sent visitors (/readyz)?

Without the database nothing can be shown: not ready, 503. Without the cache everything goes on,
only slower: degraded, 200, because taking the web part away would make it worse. Strangers learn
the one word; which part it is, only who knows METRICS_TOKEN, and the logs.

`python -m goteo.health` asks the process on this machine, for the health check of a container.
"""

import logging
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare

logger = logging.getLogger(__name__)

FINE = "ok"
PATIENCE_SECONDS = 1
# Files of migrations do not change under a running process, and nobody takes applied ones back
# under a running platform, so that the question is asked until it was once answered with yes.
_migrated = False


class Probes:
    """Middleware before all that asks for hosts, HTTPS or sessions: probes know none of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.answers = {"/healthz": live, "/readyz": ready}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answers.get(request.path_info)
        return answer(request) if answer else self.get_response(request)


def live(request: HttpRequest) -> HttpResponse:
    return _uncached(JsonResponse({"status": FINE}))


def ready(request: HttpRequest) -> HttpResponse:
    parts = {"database": _database(), "cache": _cache()}
    if parts["database"] == FINE:
        parts["migrations"] = _migrations()
    wrong = {name for name, state in parts.items() if state != FINE}
    status = {True: FINE, False: "degraded" if wrong == {"cache"} else "not ready"}[not wrong]
    if wrong:
        logger.warning("This process is %s: %s", status, parts)
    body: dict[str, object] = {"status": status}
    if knows_the_token(request):
        body["parts"] = parts
    return _uncached(JsonResponse(body, status=503 if status == "not ready" else 200))


def knows_the_token(request: HttpRequest) -> bool:
    """Whether the caller shows METRICS_TOKEN; nobody does while none is set."""
    shown = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(
        shown, f"Bearer {settings.METRICS_TOKEN}"
    )


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        return f"does not answer ({type(error).__name__})"
    return FINE


def _migrations() -> str:
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 - heavy, asked once

    global _migrated
    if _migrated:
        return FINE
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as error:
        return f"cannot be read ({type(error).__name__})"
    _migrated = not waiting
    return f"{len(waiting)} not applied" if waiting else FINE


def _cache() -> str:
    """Asks the server itself: the cache in front of it would step in with its spare."""
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL,
            socket_connect_timeout=PATIENCE_SECONDS,
            socket_timeout=PATIENCE_SECONDS,
        ) as client:
            client.ping()
    except redis.RedisError as error:
        return f"does not answer ({type(error).__name__})"
    return FINE


def _uncached(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def _ask_this_machine() -> int:
    port = os.environ.get("GRANIAN_PORT", "8000")
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=4) as answer:
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, TimeoutError):
        return 1


if __name__ == "__main__":
    sys.exit(_ask_this_machine())

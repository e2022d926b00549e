"""One id for all that follows from a request: in its answer, its log lines and its tasks.

It comes from `X-Request-ID` when the caller sends a plain one, otherwise it is made here. A task
carries the id of whatever rang for it; one that the beat rang has its own.
"""

import re
import uuid
from collections.abc import Callable, MutableMapping
from contextvars import ContextVar
from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
# What may come from a stranger into our logs: nothing that breaks a line or fills a disk.
PLAIN = re.compile(r"[A-Za-z0-9._-]{8,64}")
TASK_HEADER = "request_id"

current: ContextVar[str] = ContextVar("request_id", default="")
current_task: ContextVar[str] = ContextVar("task_name", default="")


class RequestIds:
    """The outermost middleware: everything inside it logs under the request's id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        request_id = given if PLAIN.fullmatch(given) else uuid.uuid4().hex
        token = current.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        response.headers[HEADER] = request_id
        return response


@before_task_publish.connect
def write_into_message(headers: MutableMapping[str, Any] | None = None, **_: Any) -> None:
    if headers is not None and current.get():
        headers[TASK_HEADER] = current.get()


@task_prerun.connect
def take_from_message(task: Any = None, task_id: str = "", **_: Any) -> None:
    current.set(task.request.get(TASK_HEADER) or task_id)
    current_task.set(task.name)


@task_postrun.connect
def forget(**_: Any) -> None:
    current.set("")
    current_task.set("")

"""Reports of errors to Sentry, or to what speaks as it does, when SENTRY_DSN says where.

A report holds the code's way to the error and nothing of the person: no body, cookies, query,
address or values of variables; and of every text in it the secrets are taken out, as from logs.
"""

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from goteo import request_ids
from goteo.logs import without_secrets

KEPT_OF_REQUEST = ("method", "url")
KEPT_HEADERS = ("User-Agent", "Accept-Language", request_ids.HEADER)


def start(address: str) -> None:
    sentry_sdk.init(
        dsn=address,
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=True,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=0,
        auto_enabling_integrations=False,
        integrations=[DjangoIntegration(), CeleryIntegration(), LoggingIntegration()],
        before_send=cleaned,
    )


def cleaned(report: Any, _hint: Any) -> Any:
    """The report as it may leave: personal things dropped, secrets taken out of what is left."""
    request = report.get("request", {})
    headers = {k: v for k, v in request.get("headers", {}).items() if k in KEPT_HEADERS}
    report["request"] = {name: request[name] for name in KEPT_OF_REQUEST if name in request}
    report["request"]["headers"] = headers
    for name in ("user", "breadcrumbs", "server_name"):
        report.pop(name, None)
    report.setdefault("tags", {})["request_id"] = request_ids.current.get()
    return _without_secrets(report)


def _without_secrets(found: Any) -> Any:
    if isinstance(found, str):
        return without_secrets(found)
    if isinstance(found, dict):
        return {name: _without_secrets(value) for name, value in found.items()}
    if isinstance(found, list | tuple):
        return [_without_secrets(value) for value in found]
    return found

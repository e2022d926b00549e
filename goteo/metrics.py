"""/metrics for Prometheus: requests as they come, and how much work waits in the database.

Closed without METRICS_TOKEN. Requests are counted in each web process; what waits is asked of the
database at each scrape, so that one web part can tell of all workers.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from activity.clock import database_now
from activity.models import Delivery, Mail
from donations.models import Attempt, ProviderEvent, Refund
from goteo.health import knows_the_token
from goteo.web_process import METRICS_FOLDER
from ledger import chart
from ledger.book import balance

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 10.0)
REQUESTS = Counter("goteo_requests", "Requests answered.", ["view", "method", "status"])
REQUEST_SECONDS = Histogram(
    "goteo_request_seconds", "How long answers took.", ["view"], buckets=SECONDS
)
# Money in passing: all of these return to zero, and one that does not wants a person.
WATCHED_ACCOUNTS = (chart.SUSPENSE, chart.CLEARING)


class Requests:
    """Middleware: counts requests by view, method and status, and gives out /metrics."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/metrics":
            return scrape(request)
        began = time.perf_counter()
        response = self.get_response(request)
        # By the name of the view: addresses of people's own would make endless series.
        view = request.resolver_match.view_name if request.resolver_match else "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(view, method, response.status_code).inc()
        REQUEST_SECONDS.labels(view).observe(time.perf_counter() - began)
        return response


def scrape(request: HttpRequest) -> HttpResponse:
    if not knows_the_token(request):
        refusal = HttpResponse("METRICS_TOKEN is asked for.\n", "text/plain", status=401)
        refusal.headers["WWW-Authenticate"] = "Bearer"
        return refusal
    answer = HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    if os.environ.get(METRICS_FOLDER):
        MultiProcessCollector(registry)
    else:
        registry.register(REGISTRY)
    registry.register(Waiting())
    return registry


class Waiting:
    """What the database knows: queues, and accounts that should be near zero."""

    def collect(self) -> Iterable[Metric]:
        up = GaugeMetricFamily("goteo_database_up", "Whether the database answered.")
        try:
            families = [*_queues(database_now()), _balances()]
            up.add_metric([], 1)
        except Error:
            families = []
            up.add_metric([], 0)
        return [up, *families]


def _queues(now: datetime) -> Iterator[Metric]:
    due = GaugeMetricFamily("goteo_queue_due", "Rows whose time has come.", labels=["queue"])
    oldest = GaugeMetricFamily(
        "goteo_queue_oldest_seconds", "How long the oldest of them is due.", labels=["queue"]
    )
    failing = GaugeMetricFamily(
        "goteo_queue_failing", "Rows tried without success and not given up.", labels=["queue"]
    )
    for name, rows, since, tried in _waiting():
        found = rows.aggregate(
            due=Count("pk", filter=Q(**{f"{since}__lte": now})),
            since=Min(since),
            failing=Count("pk", filter=tried),
        )
        first = found["since"]
        due.add_metric([name], found["due"])
        oldest.add_metric([name], max((now - first).total_seconds(), 0) if first else 0)
        failing.add_metric([name], found["failing"])
    given_up = GaugeMetricFamily("goteo_mails_given_up", "Mails that could not be sent.")
    given_up.add_metric([], Mail.objects.filter(sent_at=None, due_at=None).count())
    came_back = GaugeMetricFamily(
        "goteo_refunds_to_pay_by_bank", "Refunds that did not arrive; a person sees to them."
    )
    came_back.add_metric([], Refund.objects.filter(status="failed").count())
    yield from (due, oldest, failing, given_up, came_back)


def _waiting() -> Iterator[tuple[str, QuerySet, str, Q]]:
    """Each queue: its unfinished rows, the column that says since when, which were tried before."""
    tried, again = Q(attempts__gt=0), Q(number__gt=1)
    yield "attempts_due", Attempt.objects.filter(status="due"), "due_at", again
    silent = Attempt.objects.filter(status__in=["sent", "unknown"])
    yield "attempts_silent", silent, "lease_until", again
    resent = Q(sent_at__isnull=False)
    yield "refunds_due", Refund.objects.filter(status="due"), "due_at", resent
    yield "refunds_silent", Refund.objects.filter(status="sent"), "lease_until", Q()
    yield "provider_events", ProviderEvent.objects.filter(applied_at=None), "due_at", tried
    yield "deliveries", Delivery.objects.filter(done_at=None), "due_at", tried
    yield "mails", Mail.objects.filter(due_at__isnull=False), "due_at", tried


def _balances() -> Metric:
    family = GaugeMetricFamily(
        "goteo_ledger_balance_cents", "Cents in accounts that return to zero.", labels=["account"]
    )
    for code in WATCHED_ACCOUNTS:
        family.add_metric([code], balance(code))
    return family

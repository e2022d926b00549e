"""Reports of errors: sent over HTTP to the address given, with nothing of the person in them."""

import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Queue
from typing import Any

import brotli
import pytest

from goteo.error_reports import cleaned

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60
# A process of its own: what reports once, reports for good.
FAILS = """
import django
django.setup()
import sentry_sdk
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
import goteo.urls
@csrf_exempt
def view(request, token):
    password = "hush-in-a-variable"
    raise ValueError("No such key: sk_live_hush-in-the-text")
goteo.urls.urlpatterns.insert(0, path("donations/<str:token>/", view))
request = RequestFactory().post(
    "/donations/hush-in-the-address-1234/?hush=in-the-query",
    {"email": "hush@example.org"},
    headers={"Host": "127.0.0.1", "X-Request-ID": "request-of-alba", "Cookie": "a=hush-cookie"},
    REMOTE_ADDR="203.0.113.7",
)
statuses = []
list(WSGIHandler()(request.environ, lambda status, headers: statuses.append(status)))
assert statuses[0].startswith("500"), statuses
sentry_sdk.flush(30)
"""


@pytest.fixture
def received() -> Iterator[tuple[str, "Queue[str]"]]:
    """A receiver of reports: its address as Sentry writes it, and what came in."""
    arrived: Queue[str] = Queue()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
            arrived.put(unpack[self.headers["Content-Encoding"]](body).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://key@127.0.0.1:{server.server_port}/1", arrived
    server.shutdown()
    server.server_close()


def test_an_error_is_reported_without_anything_of_the_person(
    received: tuple[str, "Queue[str]"], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, arrived = received
    monkeypatch.setenv("SENTRY_DSN", address)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    run = subprocess.run(
        [sys.executable, "-c", FAILS], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    _, _, event = arrived.get(timeout=PATIENCE_SECONDS).splitlines()
    report = json.dumps(json.loads(event), ensure_ascii=False)

    assert "ValueError" in report
    assert "No such key: sk_live_[…]" in report
    assert "request-of-alba" in report
    assert "/donations/[…]/" in report
    for hidden in ("hush-in", "hush=in", "hush@", "hush-cookie", "203.0.113.7"):
        assert hidden not in report


def test_what_a_report_must_not_hold_is_dropped_wherever_it_stands() -> None:
    report = {
        "user": {"email": "biel@example.org"},
        "breadcrumbs": {"values": ["SELECT"]},
        "request": {
            "url": "https://goteo.example/en/donations/Zk3mQv9xLw2RkYb8HsJd5MfG/",
            "data": {"email": "biel@example.org"},
            "cookies": {"session": "1"},
            "query_string": "token=1",
            "env": {"REMOTE_ADDR": "203.0.113.7"},
            "headers": {"Cookie": "session=1", "Authorization": "x", "User-Agent": "Firefox"},
        },
        "extra": {"deep": [{"key": "whsec_abc"}]},
    }

    assert cleaned(report, {}) == {
        "request": {
            "url": "https://goteo.example/en/donations/[…]/",
            "headers": {"User-Agent": "Firefox"},
        },
        "extra": {"deep": [{"key": "whsec_[…]"}]},
        "tags": {"request_id": ""},
    }

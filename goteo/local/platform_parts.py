"""The parts that are made of this repository: offline Stripe, web, workers, beat, one-off jobs."""

import http.client
import os
import sys
from pathlib import Path

from goteo.local.environment import WEBHOOK_PATH, Ports, of_children
from goteo.local.part import Part
from goteo.local.ports import HOST
from goteo.local.state import State

ROOT = Path(__file__).resolve().parents[2]
WEB_PROCESSES = 2
THREADS_EACH = 4
# Queues by kind, so that a flood of mails never delays a payment. Two processes in all: this is
# one machine, perhaps with two cores; a server runs one worker per queue.
WORKERS = {"worker-money": ("money,webhook", 2), "worker-mail": ("mail,default", 1)}


def offline_stripe(state: State, port: Ports) -> Part:
    folder = state.root / "stripe"
    folder.mkdir(mode=0o700, exist_ok=True)
    return _python(
        "stripe",
        ["stripe_sandbox", "--host", HOST, "--port", str(port.stripe), "--data-dir", str(folder)]
        + ["--webhook-url", f"http://{HOST}:{port.web}{WEBHOOK_PATH}"]
        + ["--webhook-secret", os.environ["STRIPE_WEBHOOK_SECRETS"].split(",")[0]]
        + ["--merchant-name", os.environ.get("PLATFORM_NAME", "Goteo")],
        ready=lambda: answered_status(port.stripe, "/_sandbox/health") == 200,
    )


def web(port: Ports) -> Part:
    return _python(
        "web",
        ["granian", "--interface", "wsgi", "--host", HOST, "--port", str(port.web)]
        + ["--workers", str(WEB_PROCESSES), "--blocking-threads", str(THREADS_EACH)]
        + ["--respawn-failed-workers", "goteo.wsgi:application"],
        ready=lambda: answered_status(port.web) is not None,
    )


def workers() -> list[Part]:
    return [
        _python(
            name,
            ["celery", "-A", "goteo.celery:app", "worker", "--loglevel", "INFO"]
            + ["--hostname", f"{name}@%h", "--queues", queues, "--concurrency", str(processes)]
            + ["--without-gossip", "--without-mingle"],
        )
        for name, (queues, processes) in WORKERS.items()
    ]


def beat(state: State) -> Part:
    schedule = state.root / "beat"
    return _python(
        "beat", ["celery", "-A", "goteo.celery:app", "beat", "--schedule", str(schedule)]
    )


def preparation() -> Part:
    return _python("prepare", ["goteo.local.preparing"])


def demo() -> Part:
    return _python("demo", ["goteo.local.demo"])


def answered_status(port: int, path: str = "/") -> int | None:
    """The HTTP status of that page, or None for silence."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": f"{HOST}:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _python(name: str, arguments: list[str], **more: object) -> Part:
    command = [sys.executable, "-m", *arguments]
    return Part(name, command, of_children(), folder=ROOT, **more)  # type: ignore[arg-type]

"""What a benchmark measures: data servers, the offline Stripe and web processes of its own.

The same parts as `bin/run` has, with their usual settings (data is safe on disk, no DEBUG), in a
folder of their own that is deleted afterwards. Workers run only where a part of it says so.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
from django.db import connections

from goteo.local import platform_parts, ports, postgres
from goteo.local.data_servers import DataServers, data_servers
from goteo.local.environment import Ports
from goteo.local.errors import CannotStart
from goteo.local.part import Part, RunningPart
from goteo.local.state import State

ROOT = platform_parts.ROOT
STRANGERS = ("STRIPE_", "DATABASE_", "REDIS_", "EMAIL_", "MEDIA_", "DEBUG", "METRICS_", "SENTRY_")


@dataclass(frozen=True)
class Platform:
    host: str
    state: State
    say: Callable[[str], None]

    @contextmanager
    def workers(self) -> Iterator[None]:
        """For what follows from events; away while anything else is measured."""
        with _running(platform_parts.workers(), self.state):
            yield


@contextmanager
def running_platform(folder: Path, *, say: Callable[[str], None]) -> Iterator[Platform]:
    """Everything started, migrated and empty; stopped and forgotten when the block ends."""
    state = State(folder.resolve())
    try:
        with data_servers(state) as servers:
            port = Ports(web=ports.any_free(), database=0, valkey=0, stripe=ports.any_free())
            _adopt(_variables(state, servers, port))
            say("Starting …")
            _prepare(state)
            django.setup()
            parts = [platform_parts.offline_stripe(state, port), platform_parts.web(port)]
            with _running(parts, state):
                yield Platform(f"{ports.HOST}:{port.web}", state, say)
                connections.close_all()
    finally:
        postgres.forget(state)
        shutil.rmtree(state.root, ignore_errors=True)


def _variables(state: State, servers: DataServers, port: Ports) -> dict[str, str]:
    return {
        "GOTEO_MODE": "local",
        "DJANGO_SETTINGS_MODULE": "goteo.bench.settings",
        "SECRET_KEY": state.secret("secret_key"),
        "BASE_URL": f"http://{ports.HOST}:{port.web}",
        "DATA_DIR": str(state.root),
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "STRIPE_API_BASE": f"http://{ports.HOST}:{port.stripe}",
        "STRIPE_SECRET_KEY": state.secret("stripe_secret_key", "sk_test_"),
        "STRIPE_WEBHOOK_SECRETS": state.secret("stripe_webhook_secret", "whsec_"),
        "LOG_LEVEL": "WARNING",
        "PYTHONUNBUFFERED": "1",
    }


def _adopt(variables: dict[str, str]) -> None:
    """In this process and all that it starts; nothing of the caller's platform remains."""
    for name in [name for name in os.environ if name.startswith(STRANGERS)]:
        del os.environ[name]
    os.environ.update(variables)


def _prepare(state: State) -> None:
    preparation = RunningPart(platform_parts.preparation(), state)
    preparation.start()
    if preparation.finish() != 0:
        raise CannotStart(f"The database could not be prepared.\n{preparation.last_lines()}")


@contextmanager
def _running(parts: list[Part], state: State) -> Iterator[None]:
    running = []
    try:
        for part in parts:
            running.append(RunningPart(part, state))
            running[-1].start()
        for started in running:
            started.wait_until_ready()
        yield
    finally:
        for started in reversed(running):
            started.stop()

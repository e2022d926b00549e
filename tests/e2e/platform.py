"""The whole platform as processes of its own: web, workers, beat and the offline Stripe."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest
import redis

from goteo.local import platform_parts, ports
from goteo.local.environment import Ports
from goteo.local.part import Part, RunningPart
from goteo.local.state import State
from tests.bells import own_bell

# Long enough for two beats of every tick on a slow machine; waiting ends as soon as it is so.
PATIENCE_SECONDS = 90


@dataclass
class RunningPlatform:
    """`url` is its front page; `stripe_url` its offline Stripe."""

    url: str
    stripe_url: str
    parts: dict[str, RunningPart]


@contextmanager
def running_platform(folder: Path) -> Iterator[RunningPlatform]:
    """Runs on the database that DATABASE_URL names, with a bell of its own; all stopped after."""
    state = State(folder)
    state.prepare()
    port = Ports(web=ports.any_free(), database=0, valkey=0, stripe=ports.any_free())
    with pytest.MonkeyPatch.context() as patch:
        for name, value in _variables(port).items():
            patch.setenv(name, value)
        redis.Redis.from_url(os.environ["REDIS_URL"]).flushdb()
        parts = [
            platform_parts.offline_stripe(state, port),
            platform_parts.web(port),
            *platform_parts.workers(),
            platform_parts.beat(state),
        ]
        yield from _run(parts, state, port)


def _variables(port: Ports) -> dict[str, str]:
    return {
        "BASE_URL": f"http://{ports.HOST}:{port.web}",
        "STRIPE_API_BASE": f"http://{ports.HOST}:{port.stripe}",
        "REDIS_URL": own_bell(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }


def _run(parts: list[Part], state: State, port: Ports) -> Iterator[RunningPlatform]:
    running = {part.name: RunningPart(part, state) for part in parts}
    try:
        for each in running.values():
            each.start()
        for each in running.values():
            each.wait_until_ready()
        yield RunningPlatform(
            f"http://{ports.HOST}:{port.web}", f"http://{ports.HOST}:{port.stripe}", running
        )
    finally:
        for each in reversed(running.values()):
            each.stop()


def wait_until(what: str, holds: Callable[[], bool]) -> None:
    """Waits for the workers to bring something about; fails with `what` if they never do."""
    deadline = monotonic() + PATIENCE_SECONDS
    while not holds():
        if monotonic() > deadline:
            pytest.fail(f"In {PATIENCE_SECONDS} seconds it did not happen that {what}.")
        sleep(0.25)

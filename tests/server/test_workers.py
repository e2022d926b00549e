"""A real worker: no pool of connections, the request's id, and a stop that loses nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from goteo import request_ids
from tests.bells import own_bell
from tests.committed import CommittedDatabase
from tests.server import asking

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


def wait_until(what: str, holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> Iterator[redis.Redis]:
    """A Redis of this test's own: another database of the same server."""
    address = own_bell()
    monkeypatch.setenv("REDIS_URL", address)
    with redis.Redis.from_url(address) as client:
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASKING_FOLDER", str(tmp_path))
    return tmp_path


@pytest.fixture
def worker(
    committed_db: CommittedDatabase,
    bell: redis.Redis,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[subprocess.Popen[bytes]]:
    """As docker-compose.yml starts one, with DATABASE_POOL as the web part has it."""
    monkeypatch.setenv("DATABASE_POOL", "4")
    monkeypatch.setenv("REMAP_SIGTERM", "SIGQUIT")
    command = [sys.executable, "-m", "celery", "-A", "tests.server.asking:app", "worker"]
    options = ["--queues", asking.QUEUE, "--concurrency", "2", "--loglevel", "INFO"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *options], cwd=ROOT, env=dict(os.environ), stdout=log, stderr=log
        )
    yield process
    process.kill()
    process.wait(PATIENCE_SECONDS)


def ring(task: Any, *arguments: object) -> None:
    with asking.app.connection_for_write(os.environ["REDIS_URL"]) as connection:
        task.apply_async(args=arguments, connection=connection, queue=asking.QUEUE)


def told(folder: Path, name: str) -> dict[str, Any]:
    wait_until(f"Nothing from {name}", (folder / name).exists)
    found: dict[str, Any] = json.loads((folder / name).read_text())
    return found


def test_no_worker_has_a_pool_and_tasks_carry_the_id_of_their_request(
    worker: subprocess.Popen[bytes], folder: Path
) -> None:
    token = request_ids.current.set("request-of-alba")
    ring(asking.tell, "rung")
    request_ids.current.reset(token)
    for number in range(12):
        ring(asking.tell, f"answer-{number}")
    answers = [told(folder, f"answer-{number}") for number in range(12)]

    rung = told(folder, "rung")
    assert (rung["request_id"], rung["task"]) == ("request-of-alba", "tests.server.asking.tell")
    # What the beat rings for has an id of its own each time.
    assert len({answer["request_id"] for answer in answers} - {"", "request-of-alba"}) == 12
    assert {answer["setting"] for answer in answers} == {4}
    assert not any(answer["pool"] for answer in answers)
    # No connection of PostgreSQL is shared by two processes.
    owners = {(answer["backend"], answer["process"]) for answer in answers}
    assert len({backend for backend, _ in owners}) == len(owners)


def test_told_to_stop_it_finishes_what_it_can_and_hands_back_the_rest(
    worker: subprocess.Popen[bytes], folder: Path, bell: redis.Redis
) -> None:
    ring(asking.work, "short", 1)
    ring(asking.work, "long", PATIENCE_SECONDS * 10)
    wait_until("They did not begin", lambda: {"short began", "long began"} <= names(folder))
    worker.send_signal(signal.SIGTERM)
    worker.wait(PATIENCE_SECONDS)

    log = (folder / "log").read_text()
    assert "short finished" in names(folder), log
    assert "long finished" not in names(folder)
    assert bell.llen(asking.QUEUE) == 1, log


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


ASK_THE_WEB_PROCESS = """
import goteo.wsgi
from django.db import connection, connections
connection.ensure_connection()
print(connection.pool.max_size, connection.settings_dict["CONN_MAX_AGE"])
connections.close_all()
connection.close_pool()
"""


@pytest.mark.parametrize(("most", "expected"), [("4", "4 0"), ("0", "None")])
def test_web_processes_have_the_pool_that_was_asked_for(
    committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, most: str, expected: str
) -> None:
    monkeypatch.setenv("DATABASE_POOL", most)
    code = (
        ASK_THE_WEB_PROCESS
        if most != "0"
        else ("import goteo.wsgi\nfrom django.db import connection\nprint(connection.pool)")
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert run.stdout.split() == expected.split()

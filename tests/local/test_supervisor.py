"""bin/run with all its processes: it starts, serves, heals and leaves nothing behind."""

import http.client
import os
import signal
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest

from goteo.local import leftovers, ports, postgres
from goteo.local.state import State
from tests.local.supervised import Supervised, pid_of, state_folder

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def state() -> Iterator[State]:
    with state_folder() as state:
        yield state


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def status_of(address: str, path: str = "/") -> int:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", path)
    return connection.getresponse().status


def test_it_finds_another_port_serves_a_page_and_stops_without_a_trace(
    state: State, taken_port: int
) -> None:
    platform = Supervised(state, taken_port)
    address = platform.address()
    again = Supervised(state, taken_port)

    assert f"port {taken_port} is taken by another program" in platform.output()
    assert status_of(address, "/es/accounts/login/") == 200
    assert again.process.wait() == 1
    assert f"already runs: {address}" in again.output()
    assert platform.stop() == 0
    assert list(leftovers.find(state)) == []
    assert all(ports.is_free(port) for port in state.read("ports.json").values())


def test_it_heals_after_kill_9_and_starts_again_what_dies(state: State) -> None:
    first = Supervised(state, 8000)
    address = first.address()
    database = postgres.url(state, state.read("ports.json")["database"])
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'this' AS what")
    first.kill()
    os.kill(pid_of(state, "database"), signal.SIGKILL)

    second = Supervised(state, 8000)

    assert second.address() == address
    assert "an earlier start had left behind" in second.output()
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT what FROM kept").fetchall() == [("this",)]
    os.kill(pid_of(state, "worker-mail"), signal.SIGKILL)
    second.wait_for("worker-mail  started again")
    assert status_of(address, "/es/accounts/login/") == 200
    assert second.stop() == 0
    assert list(leftovers.find(state)) == []


def test_reset_leaves_a_database_of_yours_alone(state: State) -> None:
    address = "postgresql://me@127.0.0.1:1/mine"
    platform = Supervised(state, 8000, "--reset", DATABASE_URL=address)

    assert platform.process.wait() == 1
    assert "--reset empties this platform's own database" in platform.output()


def test_a_wrong_value_ends_the_start_with_its_sentence_alone(state: State) -> None:
    platform = Supervised(state, 8000, DONATION_FLOOR_CENTS="1,00")

    assert platform.process.wait() == 1
    assert platform.output().strip() == (
        "DONATION_FLOOR_CENTS is “1,00”; write a whole number of at least 50."
    )
    assert not (state.root / "postgres").exists()


def test_a_live_key_ends_the_start_before_anything_runs(state: State) -> None:
    keys = {"STRIPE_SECRET_KEY": "sk_live_1", "STRIPE_WEBHOOK_SECRETS": "whsec_1"}
    platform = Supervised(state, 8000, **keys)

    assert platform.process.wait() == 1
    assert "takes test keys (sk_test_) only" in platform.output()
    assert not (state.root / "postgres").exists()

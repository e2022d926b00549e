"""The servers that one run of the tests brings, and what becomes of them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from goteo.local import data_servers, leftovers, postgres, test_run
from goteo.local.errors import CannotStart
from goteo.local.part import Part, RunningPart
from goteo.local.state import State
from tests.local.supervised import state_folder

SLEEP = "import time; time.sleep(600)"


@pytest.fixture
def state() -> Iterator[State]:
    with state_folder() as state:
        yield state


def test_both_answer_to_their_password_only(state: State) -> None:
    with data_servers(state, durable=False) as servers:
        guessed = servers.database_url.replace(state.secret("database_password"), "guessed")
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(guessed)
        guessed = servers.redis_url.replace(state.secret("valkey_password"), "guessed")
        with redis.Redis.from_url(guessed) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        with psycopg.connect(servers.database_url) as connection:
            assert connection.execute("SHOW password_encryption").fetchone() == ("scram-sha-256",)
        with redis.Redis.from_url(servers.redis_url) as client:
            assert client.ping()


def test_both_end_when_the_block_fails(state: State) -> None:
    def fail() -> None:
        with data_servers(state, durable=False):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(leftovers.find(state)) == []


def test_no_second_one_starts_over_the_same_data(state: State) -> None:
    with state.locked(), pytest.raises(CannotStart, match="already runs"), data_servers(state):
        pass


def test_a_killed_run_is_cleared_away_by_the_next(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = State(state.root / "killed")
    killed.prepare()
    code = [sys.executable, "-c", SLEEP]
    running = RunningPart(Part("database", code, {"PATH": os.environ["PATH"]}), killed)
    running.start()
    monkeypatch.setattr(test_run, "RUNS", state.root)

    test_run.forget_earlier_runs()

    assert not running.alive()
    assert not killed.root.exists()


def test_a_run_that_still_runs_is_spared(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    other = State(state.root / "other")
    other.prepare()
    monkeypatch.setattr(test_run, "RUNS", state.root)

    with other.locked():
        test_run.forget_earlier_runs()

    assert other.root.exists()


def test_the_lock_of_a_server_that_is_gone_is_removed(tmp_path: Path) -> None:
    """Its number now belongs to a stranger, for which PostgreSQL itself would wait for ever."""
    lock = tmp_path / "postmaster.pid"
    with subprocess.Popen([sys.executable, "-c", SLEEP]) as stranger:
        lock.write_text(f"{stranger.pid}\n{tmp_path}\n")
        postgres.clear_stale_lock(tmp_path)
        stranger.kill()

    assert not lock.exists()


def test_the_lock_of_a_server_that_runs_is_respected(state: State) -> None:
    with data_servers(state, durable=False):
        place = postgres.find_place(state)
        with pytest.raises(CannotStart, match="still runs over"):
            postgres.clear_stale_lock(place.data)

        assert (place.data / "postmaster.pid").exists()


def test_data_of_another_version_is_refused(state: State) -> None:
    place = postgres.find_place(state)
    place.data.mkdir(parents=True)
    (place.data / "PG_VERSION").write_text("9\n")

    with pytest.raises(CannotStart, match=r"made by PostgreSQL 9, .*--reset"):
        postgres.part(state, 5470)


def test_a_closed_folder_is_told_from_an_open_one(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    inner = tmp_path / "inner"
    inner.mkdir(mode=0o755)

    assert postgres.may_be_entered(Path("/"))
    assert not postgres.may_be_entered(inner)
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_runs_lie_in_memory_where_there_is_room(tmp_path: Path) -> None:
    roomy = shutil.disk_usage(tmp_path).free >= test_run.ROOM_FOR_A_RUN

    assert (test_run.folder_of_runs(tmp_path).parent == tmp_path) is roomy
    assert test_run.folder_of_runs(tmp_path / "absent") == test_run.ROOT / ".local" / "test"

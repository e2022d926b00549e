"""One part: it is watched, started again, given up, stopped, and known again by its start."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from goteo.local import leftovers, restarting
from goteo.local.errors import CannotStart, StopRequested
from goteo.local.part import MARK, Part, RunningPart
from goteo.local.restarting import Restarts
from goteo.local.state import State

SLEEP = "import time; print('awake', flush=True); time.sleep(600)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"
FAMILY = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}]); {SLEEP}"


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = State(tmp_path)
    state.prepare()
    yield state
    leftovers.stop_leftovers(state)


def python(state: State, code: str, name: str = "part", **more: float) -> RunningPart:
    part = Part(name, [sys.executable, "-c", code], {"PATH": os.environ["PATH"]}, **more)  # type: ignore[arg-type]
    return RunningPart(part, state)


def wait_until_awake(running: RunningPart, times: int = 1) -> None:
    while running.log.read_text().count("awake") < times:
        time.sleep(0.01)


def left(state: State) -> int:
    return len(list(leftovers.find(state)))


def test_a_part_that_ends_while_starting_shows_its_last_lines(state: State) -> None:
    running = python(state, "print('no disk left'); raise SystemExit(3)")
    running.part.ready = lambda: False
    running.start()

    with pytest.raises(CannotStart, match="no disk left"):
        running.wait_until_ready()


def test_a_part_that_never_answers_is_given_up(state: State) -> None:
    running = python(state, SLEEP, ready_within=0.1)
    running.part.ready = lambda: False
    running.start()

    with pytest.raises(CannotStart, match="did not answer within"):
        running.wait_until_ready()


def test_a_stop_is_heard_while_waiting(state: State) -> None:
    running = python(state, SLEEP)
    running.part.ready = lambda: False
    running.start()

    with pytest.raises(StopRequested):
        running.wait_until_ready(stopping=lambda: True)


@pytest.mark.parametrize("code", [SLEEP, FAMILY, DEAF], ids=["sleep", "family", "deaf"])
def test_stopping_leaves_no_process_and_no_record(state: State, code: str) -> None:
    running = python(state, code, stop_within=0.3)
    running.start()
    wait_until_awake(running, 2 if code == FAMILY else 1)
    running.stop()

    assert left(state) == 0
    assert list(state.processes.iterdir()) == []


def test_leftovers_are_found_with_their_children_and_stopped(state: State) -> None:
    running = python(state, FAMILY)
    running.start()
    wait_until_awake(running, 2)

    assert leftovers.stop_leftovers(State(state.root)) == 2
    assert left(state) == 0


def test_a_stranger_with_a_recorded_number_is_spared(state: State) -> None:
    with subprocess.Popen([sys.executable, "-c", SLEEP], stdout=subprocess.DEVNULL) as stranger:
        record = {"pid": stranger.pid, "started": time.time() - 3600, "stop_signal": 15}
        state.write("processes/part.json", record)

        assert leftovers.stop_leftovers(state) == 0
        assert psutil.pid_exists(stranger.pid)
        assert stranger.poll() is None
        stranger.kill()


def test_another_platforms_processes_are_spared(state: State, tmp_path: Path) -> None:
    variables = {**os.environ, MARK: str(tmp_path / "other")}
    with subprocess.Popen(
        [sys.executable, "-c", SLEEP], env=variables, stdout=subprocess.DEVNULL
    ) as other:
        assert leftovers.stop_leftovers(state) == 0
        assert other.poll() is None
        other.kill()


def test_what_dies_is_started_again_and_at_last_given_up(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restarting, "LONGEST_WAIT", 0)
    monkeypatch.setattr(restarting, "LOOK_EVERY", 0.01)
    said: list[str] = []
    running = python(state, "print('cannot read my settings')")
    running.start()

    with pytest.raises(CannotStart, match=r"giving up(?s:.*)cannot read my settings"):
        Restarts([running], lambda who, what: said.append(what)).watch(lambda: False)
    assert said.count("started again") == restarting.DEATHS_ALLOWED


def test_logs_of_earlier_starts_are_kept_and_the_oldest_dropped(state: State) -> None:
    for number in range(6):
        state.fresh_log("web").write_text(str(number))

    kept = {path.name: path.read_text() for path in state.logs.iterdir()}
    assert kept == {"web.log": "5", "web.log.1": "4", "web.log.2": "3", "web.log.3": "2"}


def test_a_torn_file_counts_as_empty(state: State) -> None:
    (state.root / "ports.json").write_text('{"web": 80')

    assert state.read("ports.json") == {}


def test_the_signal_that_a_part_wants_is_remembered(state: State) -> None:
    running = python(state, SLEEP)
    running.part.stop_signal = signal.SIGINT
    running.start()

    assert [asked for _, asked in leftovers.find(state)] == [signal.SIGINT]

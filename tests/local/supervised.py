"""A whole platform as `bin/run` starts it, in a state folder of the test's own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from goteo.local import leftovers, postgres
from goteo.local.platform_parts import ROOT
from goteo.local.state import State

PATIENCE = 90
_numbers = count(1)


class Supervised:
    """One run of the supervisor, with what it printed so far."""

    def __init__(self, state: State, port: int, *more: str, **variables: str) -> None:
        self.printed = state.root / f"printed-{next(_numbers)}.txt"
        options = [
            "--state",
            str(state.root),
            "--port",
            str(port),
            "--env",
            str(state.root / "env"),
        ]
        bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        with self.printed.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "goteo.local.supervisor", "--no-demo", *options, *more],
                cwd=ROOT,
                env={**bare, **variables},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def output(self) -> str:
        return self.printed.read_text()

    def wait_for(self, text: str, times: int = 1) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.output().count(text) < times:
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.05)

    def address(self) -> str:
        """Of the pages, once everything runs."""
        self.wait_for("Goteo runs")
        line = next(line for line in self.output().splitlines() if "Pages" in line)
        return line.split()[-1]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def pid_of(state: State, part: str) -> int:
    return int(state.read(f"processes/{part}.json")["pid"])


@contextmanager
def state_folder() -> Iterator[State]:
    """One that PostgreSQL may enter when the tests run as root; emptied of processes at the end."""
    with tempfile.TemporaryDirectory(prefix="goteo-") as folder:
        Path(folder).chmod(0o711)
        state = State(Path(folder).resolve() / "state")
        state.prepare()
        try:
            yield state
        finally:
            leftovers.stop_leftovers(state)
            postgres.forget(state)

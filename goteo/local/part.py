"""One part of the platform as a child process: started, watched, logged, stopped in order."""

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from goteo.local.errors import CannotStart, StopRequested
from goteo.local.state import State

# Every process below a supervisor carries its state folder, so that a later start finds all that
# a killed one left behind, grandchildren too.
MARK = "GOTEO_LOCAL_STATE"
BEAT = 0.05


def never() -> bool:
    return False


@dataclass
class Part:
    """What to run. `ready` says whether it does its work, not only whether it lives."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    ready: Callable[[], bool] = field(default=lambda: True)
    before: Callable[[], None] = field(default=lambda: None)
    stop_signal: int = signal.SIGTERM
    ready_within: float = 60
    stop_within: float = 15
    folder: Path | None = None
    user: str | None = None


class RunningPart:
    """A part with its process. One object lives through all restarts of that part."""

    def __init__(self, part: Part, state: State) -> None:
        self.part = part
        self.state = state
        self.log = state.fresh_log(part.name)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.part.before()
        group = -1 if self.part.user is None else _group_of(self.part.user)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.part.command,
                env={**self.part.environment, MARK: str(self.state.root)},
                cwd=self.part.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Its own session: Ctrl-C reaches the supervisor only, which stops all in order.
                start_new_session=True,
                user=self.part.user,
                group=None if group == -1 else group,
                extra_groups=None if group == -1 else [],
            )
        self._remember()

    def wait_until_ready(self, stopping: Callable[[], bool] = never) -> None:
        deadline = time.monotonic() + self.part.ready_within
        while not self.part.ready():
            if stopping():
                raise StopRequested
            if not self.alive():
                raise CannotStart(f"{self.part.name} ended while starting.\n{self.last_lines()}")
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"{self.part.name} did not answer within {self.part.ready_within:.0f} seconds."
                    f"\n{self.last_lines()}"
                )
            time.sleep(BEAT)

    def finish(self, stopping: Callable[[], bool] = never) -> int:
        """Waits for a part that ends by itself; gives its exit code."""
        while self.alive():
            if stopping():
                raise StopRequested
            time.sleep(BEAT)
        assert self.process is not None
        code = self.process.wait()
        self._record.unlink(missing_ok=True)
        return code

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def clear_away(self) -> None:
        """After an unexpected end: what the dead process left in its session."""
        assert self.process is not None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self, hurry: Callable[[], bool] = never) -> None:
        """Asks, waits, and at last kills the whole session, so that no grandchild stays."""
        if self.process is None:
            return
        if self.alive():
            self.process.send_signal(self.part.stop_signal)
            deadline = time.monotonic() + self.part.stop_within
            while self.alive() and time.monotonic() < deadline and not hurry():
                time.sleep(BEAT)
        self.clear_away()
        self.process.wait()
        self._record.unlink(missing_ok=True)

    def last_lines(self, count: int = 12) -> str:
        try:
            lines = self.log.read_text(errors="replace").splitlines()[-count:]
        except FileNotFoundError:
            lines = []
        return "\n".join(f"    {line}" for line in lines)

    @property
    def _record(self) -> Path:
        return self.state.processes / f"{self.part.name}.json"

    def _remember(self) -> None:
        assert self.process is not None
        with suppress(psutil.Error):
            self.state.write(
                f"processes/{self.part.name}.json",
                {
                    "pid": self.process.pid,
                    "started": psutil.Process(self.process.pid).create_time(),
                    "stop_signal": int(self.part.stop_signal),
                },
            )


def _group_of(user: str) -> int:
    return pwd.getpwnam(user).pw_gid

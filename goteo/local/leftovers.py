"""What a killed supervisor left running: found by its records and its mark, and stopped."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress

import psutil

from goteo.local.part import MARK
from goteo.local.state import State

# The clock may be set between two looks at the same process, but not by this much.
SAME_START_SECONDS = 2
PATIENCE = 15


def stop_leftovers(state: State) -> int:
    """Stops them, the youngest first, and gives their number."""
    found = list(find(state))
    for process, stop_signal in reversed(found):
        with suppress(psutil.NoSuchProcess):
            process.send_signal(stop_signal)
    _gone, stubborn = psutil.wait_procs([process for process, _ in found], timeout=PATIENCE)
    for process in stubborn:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=PATIENCE)
    for record in state.processes.glob("*.json"):
        record.unlink()
    return len(found)


def find(state: State) -> Iterator[tuple[psutil.Process, int]]:
    """Each with the signal that asks it to end."""
    recorded = dict(_recorded(state))
    own = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    for process in psutil.process_iter():
        if process.pid in own:
            continue
        with suppress(psutil.Error):
            if process.status() == psutil.STATUS_ZOMBIE:
                continue
            if process.pid in recorded:
                started, stop_signal = recorded[process.pid]
                if abs(process.create_time() - started) < SAME_START_SECONDS:
                    yield process, stop_signal
            elif process.environ().get(MARK) == str(state.root):
                yield process, signal.SIGTERM


def _recorded(state: State) -> Iterator[tuple[int, tuple[float, int]]]:
    for path in state.processes.glob("*.json"):
        record = state.read(f"processes/{path.name}")
        with suppress(KeyError, TypeError, ValueError):
            yield int(record["pid"]), (float(record["started"]), int(record["stop_signal"]))

"""`bin/test`: own PostgreSQL and Valkey for one run, a Chromium, then pytest, then nothing left."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from goteo.local import chromium, data_servers, leftovers, postgres, translations
from goteo.local.errors import CannotStart
from goteo.local.state import State

ROOT = Path(__file__).resolve().parents[2]
# Where files live in memory: copying a database for a test takes a tenth of the time there.
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own in it, which others may not enter
ROOM_FOR_A_RUN = 4 * 1024**3
NO_BROWSER = """
****************************************************************************************
*  THERE IS NO CHROMIUM, AND NONE COULD BE INSTALLED: THE BROWSER TESTS DO NOT RUN.    *
*  Install Chromium or Google Chrome, or name one in GOTEO_CHROMIUM.                   *
****************************************************************************************
"""


def folder_of_runs(memory: Path) -> Path:
    """In memory if there is such a place with enough room, else in this clone."""
    try:
        has_room = shutil.disk_usage(memory).free >= ROOM_FOR_A_RUN and os.access(memory, os.W_OK)
    except OSError:
        has_room = False
    if not has_room:
        return ROOT / ".local" / "test"
    mark = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return memory / f"goteo-tests-{os.getuid()}-{mark}"


RUNS = folder_of_runs(MEMORY)


def main(arguments: Sequence[str]) -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    forget_earlier_runs()
    translations.compile_all(ROOT / "locale")
    browser = chromium.find()
    if browser is None:
        print(NO_BROWSER, file=sys.stderr)
        if os.environ.get("CI"):
            return 1
    state = State(RUNS / str(os.getpid()))
    try:
        with data_servers(state, durable=False) as servers:
            return _run_pytest(
                arguments, environment(state, servers.database_url, servers.redis_url, browser)
            )
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        forget(state)


def environment(
    state: State, database_url: str, redis_url: str, browser: str | None
) -> dict[str, str]:
    """Complete and the same everywhere: no variable of the caller's platform reaches a test."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("STRIPE_", "DATABASE_", "REDIS_", "EMAIL_"))
    }
    return {
        **kept,
        "GOTEO_MODE": "local",
        "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests",
        "BASE_URL": "http://127.0.0.1:8000",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "STRIPE_API_BASE": "http://127.0.0.1:12111",
        "STRIPE_SECRET_KEY": "sk_test_for_tests",
        "STRIPE_WEBHOOK_SECRETS": "whsec_for_tests",
        "DATA_DIR": str(state.root),
        "GOTEO_CHROMIUM": browser or "",
    }


def _run_pytest(arguments: Sequence[str], variables: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *(arguments or _whole_suite())]
    with subprocess.Popen(command, cwd=ROOT, env=variables) as tests:
        try:
            return tests.wait()
        except (KeyboardInterrupt, SystemExit):
            # Ctrl-C reached pytest too; it may finish its own clearing away.
            tests.send_signal(signal.SIGINT)
            try:
                tests.wait(timeout=60)
            except subprocess.TimeoutExpired:
                tests.kill()
            raise


def _whole_suite() -> list[str]:
    """A process of tests for each core; with tests chosen by hand one process is quicker."""
    return ["-n", str(os.cpu_count() or 1), "--dist", "worksteal"]


def forget_earlier_runs() -> None:
    """Runs that were killed: their servers are stopped, their folders deleted."""
    for folder in sorted(RUNS.glob("*/")):
        state = State(folder)
        try:
            with state.locked():
                leftovers.stop_leftovers(state)
        except CannotStart:
            continue
        forget(state)


def forget(state: State) -> None:
    postgres.forget(state)
    shutil.rmtree(state.root, ignore_errors=True)


def _stop(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`bin/run`: starts every part in order, watches them, and stops them all in order."""

import argparse
import os
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from goteo.local import environment, leftovers, platform_parts, ports, postgres, valkey
from goteo.local.announcement import say, welcome
from goteo.local.demo import REFUSED
from goteo.local.errors import CannotStart, StopRequested
from goteo.local.part import Part, RunningPart
from goteo.local.restarting import Restarts
from goteo.local.state import State

ROOT = platform_parts.ROOT
PREFERRED = {"web": 8000, "database": 5470, "valkey": 6470, "stripe": 12111}
# Made by the parts and by the demo data; secrets go too, ports and logs stay.
MADE = ("valkey", "stripe", "media", "static", "static.json", "secrets.json", "demo.*", "beat*")


class Supervisor:
    """The parts of one local platform, in the order in which they were started."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.state = State(options.state.resolve())
        self.variables: Path = options.env
        self.web_port: int | None = options.port
        self.reset: bool = options.reset
        self.demo: bool | None = options.demo
        self.running: list[RunningPart] = []
        self.signals = 0

    def run(self) -> None:
        self.state.prepare()
        with self.state.locked() as note:
            self._listen_for_signals()
            began = time.monotonic()
            bring, port = self._settle_environment()
            try:
                self._start(bring, port)
                note(f"http://{ports.HOST}:{port.web}/")
                welcome(self.state, port, bring, time.monotonic() - began)
                Restarts(self.running, say).watch(self._stopping)
            except StopRequested:
                pass
            finally:
                self._stop()

    def _settle_environment(self) -> tuple[environment.Brought, environment.Ports]:
        environment.adopt(self.variables)
        bring = environment.brought()
        if self.reset and bring.database:
            raise CannotStart(
                "--reset empties this platform's own database, but DATABASE_URL points to another; "
                "unset it, or empty that database yourself."
            )
        healed = leftovers.stop_leftovers(self.state)
        if healed:
            say("healing", f"stopped {healed} processes that an earlier start had left behind")
        if self.reset:
            begin_anew(self.state)
        port = self._choose_ports()
        environment.complete(self.state, bring, port)
        environment.refuse_wrong_values()
        environment.refuse_silent_servers(bring)
        return bring, port

    def _choose_ports(self) -> environment.Ports:
        chosen = {}
        for name, preferred in PREFERRED.items():
            asked = self.web_port if name == "web" else None
            chosen[name], taken = ports.choose(self.state, name, preferred, asked=asked)
            if taken:
                say(name, f"port {taken} is taken by another program; using {chosen[name]}")
        return environment.Ports(**chosen)

    def _start(self, bring: environment.Brought, port: environment.Ports) -> None:
        own: list[Part] = []
        if not bring.database:
            own.append(postgres.part(self.state, port.database))
            self._say_where_data_lies(postgres.find_place(self.state).data)
        if not bring.cache:
            own.append(valkey.part(self.state, port.valkey))
        if not bring.stripe:
            own.append(platform_parts.offline_stripe(self.state, port))
        self._start_parts(own)
        if not bring.database:
            postgres.create_database(self.state, port.database)
        self._finish(platform_parts.preparation(), "database, translations, static files")
        self._start_parts([platform_parts.web(port)])
        self._look_at_first_page(port.web)
        if not bring.database if self.demo is None else self.demo:
            self._load_demo()
        self._start_parts([*platform_parts.workers(), platform_parts.beat(self.state)])

    def _say_where_data_lies(self, data: Path) -> None:
        if not data.is_relative_to(self.state.root):
            say("database", f"its data is in {data}, as {self.state.root} is closed to others")

    def _start_parts(self, parts: Sequence[Part]) -> None:
        """All at once, then waits for each."""
        started = []
        for part in parts:
            self._refuse_to_go_on_when_stopping()
            self.running.append(RunningPart(part, self.state))
            self.running[-1].start()
            started.append(self.running[-1])
        for running in started:
            running.wait_until_ready(self._stopping)
            say(running.part.name, "ready")

    def _look_at_first_page(self, port: int) -> None:
        status = platform_parts.answered_status(port) or 0
        if status >= 500:
            say("web", f"its first page FAILS with {status}; see {self.state.logs / 'web.log'}")

    def _finish(self, part: Part, what: str) -> None:
        code = self._run_once(part)
        if code != 0:
            raise CannotStart(f"{what}: failed.\n{self._once.last_lines(20)}")
        say(part.name, what)

    def _run_once(self, part: Part) -> int:
        self._refuse_to_go_on_when_stopping()
        self._once = RunningPart(part, self.state)
        self._once.start()
        try:
            return self._once.finish(self._stopping)
        finally:
            self._once.stop()

    def _load_demo(self) -> None:
        if self.state.read("demo.json").get("loaded"):
            return
        say("demo", "loading the demo data, once")
        code = self._run_once(platform_parts.demo())
        if code == 0:
            self.state.write("demo.json", {"loaded": True})
        elif code == REFUSED:
            say("demo", f"not loaded. {self._once.last_lines(1).strip()}")
        else:
            say("demo", f"FAILED; going on without.\n{self._once.last_lines()}")

    def _listen_for_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.signals += 1

    def _stopping(self) -> bool:
        return self.signals > 0

    def _refuse_to_go_on_when_stopping(self) -> None:
        if self._stopping():
            raise StopRequested

    def _stop(self) -> None:
        """The last started first: nothing loses the server it speaks to before it has ended."""
        if self.running:
            say("stopping", "a second Ctrl-C does not wait")
        asked = self.signals
        for running in reversed(self.running):
            running.stop(hurry=lambda: self.signals > asked)
        say("stopped", "nothing is left running")


def begin_anew(state: State) -> None:
    postgres.forget(state)
    for path in (path for pattern in MADE for path in state.root.glob(pattern)):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    say("reset", "database, payments, pictures and mails are gone")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bin/run", description="Runs the whole platform here.")
    parser.add_argument("--port", type=int, help="first port to try (8000, then the last one)")
    parser.add_argument("--reset", action="store_true", help="begin anew: deletes all local data")
    parser.add_argument(
        "--demo",
        action=argparse.BooleanOptionalAction,
        help="load the demo data once (the default, except into a DATABASE_URL of yours)",
    )
    parser.add_argument("--state", type=Path, default=ROOT / ".local", help="the state folder")
    parser.add_argument("--env", type=Path, default=ROOT / ".env", help="the file of variables")
    options = parser.parse_args(arguments)
    os.umask(0o022)
    try:
        Supervisor(options).run()
    except CannotStart as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Watches the running parts and starts again what died, ever more slowly, and not for ever."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from goteo.local.errors import CannotStart, StopRequested
from goteo.local.part import RunningPart

LOOK_EVERY = 0.2
DEATHS_ALLOWED = 5
# Deaths longer ago than this are forgiven.
MEMORY_SECONDS = 180
LONGEST_WAIT = 30


@dataclass
class _Watched:
    running: RunningPart
    deaths: list[float] = field(default_factory=list)
    start_at: float | None = None


class Restarts:
    def __init__(self, running: Sequence[RunningPart], say: Callable[[str, str], None]) -> None:
        self.watched = [_Watched(each) for each in running]
        self.say = say

    def watch(self, stopping: Callable[[], bool]) -> None:
        """Until a stop is asked for, or a part has died too often."""
        while not stopping():
            for each in self.watched:
                self._look_at(each, time.monotonic())
            time.sleep(LOOK_EVERY)
        raise StopRequested

    def _look_at(self, each: _Watched, now: float) -> None:
        if each.start_at is not None:
            if now >= each.start_at:
                each.start_at = None
                each.running.start()
                self.say(each.running.part.name, "started again")
        elif not each.running.alive():
            each.deaths = [death for death in each.deaths if now - death < MEMORY_SECONDS] + [now]
            wait = min(2 ** (len(each.deaths) - 1), LONGEST_WAIT)
            name = each.running.part.name
            if len(each.deaths) > DEATHS_ALLOWED:
                raise CannotStart(
                    f"{name} died {len(each.deaths)} times; giving up. Its last lines:\n"
                    f"{each.running.last_lines()}"
                )
            self.say(name, f"ended unexpectedly; starting it again in {wait} s")
            each.running.clear_away()
            each.start_at = now + wait

"""What happens by itself when its time on the sandbox's clock has come, such as expiry.

Called before every request and once in a while in the background, so that nobody ever sees an
object that ought to have changed already.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable

from stripe_sandbox.store import State, Work

DUE: dict[str, Callable[[Work, str], None]] = {}


def due(verb: str) -> Callable[[Callable[[Work, str], None]], Callable[[Work, str], None]]:
    """Enter what is to be done to a target when this verb falls due."""

    def enter(act: Callable[[Work, str], None]) -> Callable[[Work, str], None]:
        DUE[verb] = act
        return act

    return enter


def run_due(state: State) -> int:
    """Do everything that is due, each as its own piece of work; returns how many there were."""
    done = 0
    while state.due and state.due[0][0] <= state.clock.now():
        _, name = heapq.heappop(state.due)
        work = state.work()
        item = work.find("_due", name)
        if item is None:
            continue
        DUE[item["verb"]](work, item["target"])
        work.drop("_due", name)
        state.commit(work)
        done += 1
    return done

"""The sandbox's own clock: the machine's, plus however far it was asked to move ahead."""

from __future__ import annotations

import time


class Clock:
    """Seconds since 1970. It only ever moves forward, so that nothing un-expires."""

    def __init__(self, ahead: float = 0.0) -> None:
        self.ahead = ahead

    def now(self) -> float:
        return time.time() + self.ahead

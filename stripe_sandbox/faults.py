"""Things that go wrong on request: a short table of faults, each for so many requests.

A fault names an operation of the API (or `*` for all of them), how many more requests it touches
(none given: until it is lifted), how many it leaves alone first, for how long, and the share of
them it touches. Whether a request is in that share follows from the seed, the fault and the request
itself (its idempotency key, else its address), so it is the same however requests interleave.
To add a kind, add it to KINDS and act on it in front.py at the moment it belongs to.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = {
    "down": "close the connection before reading the request",
    "delay": "wait `seconds` before carrying the request out, its idempotency key being taken",
    "delay_answer": "wait `seconds` after carrying the request out",
    "answer_409": "answer 409, as if the key were in use, before the request is carried out",
    "answer_429": "answer 429 before the request is carried out",
    "answer_500": "answer 500 before the request is carried out; nothing is remembered",
    "store_500": "answer 500, remembered under the idempotency key; nothing is carried out",
    "store_500_after": "carry the request out, then answer 500, remembered under the key",
    "drop_answer": "carry the request out, then close the connection without an answer",
}


def drawn(*parts: object) -> float:
    """A number from 0 up to 1 that follows from these parts alone."""
    digest = hashlib.sha256(":".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


@dataclass
class Fault:
    """One row of the table; `times` counts down, None stays until it is lifted or over."""

    id: int
    kind: str
    operation: str = "*"
    times: int | None = 1
    share: float = 1.0
    seconds: float = 0.0
    skip: int = 0
    lasts: float | None = None  # seconds of real time
    until: float | None = None
    struck: int = 0
    met: Counter[str] = field(default_factory=Counter, repr=False)

    @property
    def over(self) -> bool:
        used_up = self.times is not None and self.times <= 0
        return used_up or (self.until is not None and time.monotonic() >= self.until)


WISHES = ("kind", "operation", "times", "share", "seconds", "skip", "lasts")


class Faults:
    """The faults in force, and how often each kind struck. Not kept across a restart."""

    def __init__(self, seed: int | str | None = None) -> None:
        self.start_anew(seed)

    def start_anew(self, seed: int | str | None) -> None:
        """Forget faults and counts, and draw by this seed."""
        self.table: list[Fault] = []
        self.struck: Counter[tuple[str, str]] = Counter()
        self.given = 0
        self.seed = seed

    def add(self, wish: dict[str, Any]) -> Fault:
        """Enter a fault; ValueError says what is wrong with the wish."""
        if wish.get("kind") not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}")
        unknown = set(wish) - set(WISHES)
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        lasts = wish.get("lasts")
        wish = {"times": None if lasts is not None else 1} | wish
        self.given += 1
        fault = Fault(id=self.given, **wish)
        if lasts is not None:
            fault.until = time.monotonic() + float(lasts)
        self.table.append(fault)
        return fault

    def lift(self, id: int | None = None) -> None:
        self.table = [fault for fault in self.table if id is not None and fault.id != id]

    def strike(self, kind: str, operation: str, request: str = "") -> Fault | None:
        """The fault of this kind that touches this request, used up by one."""
        if not self.table:
            return None
        self.table = [fault for fault in self.table if not fault.over]
        for fault in self.table:
            if fault.kind != kind or fault.operation not in ("*", operation):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.met[request] += 1
            if drawn(self.seed, fault.id, request, fault.met[request]) >= fault.share:
                continue
            if fault.times is not None:
                fault.times -= 1
            fault.struck += 1
            self.struck[kind, operation] += 1
            return fault
        return None

    def listed(self) -> list[dict[str, Any]]:
        return [shown(fault) for fault in self.table if not fault.over]

    def counted(self) -> dict[str, dict[str, int]]:
        """How often each kind struck each operation since the last reset."""
        counts: dict[str, dict[str, int]] = {}
        for (kind, operation), times in sorted(self.struck.items()):
            counts.setdefault(kind, {})[operation] = times
        return counts


def shown(fault: Fault) -> dict[str, Any]:
    hidden = ("met", "until")
    return {name: value for name, value in asdict(fault).items() if name not in hidden}

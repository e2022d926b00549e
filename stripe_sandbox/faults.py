"""Things that go wrong on request: a short table of faults, each for so many requests.

A fault names an operation of the API (or `*` for all of them), how many more requests it touches
(none given: until it is lifted) and the share of them it touches. To add a kind, add it to KINDS
and act on it in front.py at the moment it belongs to.
"""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from typing import Any

KINDS = {
    "down": "close the connection before reading the request",
    "delay": "wait `seconds` before carrying the request out, its idempotency key being taken",
    "delay_answer": "wait `seconds` after carrying the request out",
    "answer_429": "answer 429 before the request is carried out",
    "store_500": "answer 500, remembered under the idempotency key; nothing is carried out",
    "store_500_after": "carry the request out, then answer 500, remembered under the key",
    "drop_answer": "carry the request out, then close the connection without an answer",
}


@dataclass
class Fault:
    """One row of the table; `times` counts down, None stays until it is lifted."""

    id: int
    kind: str
    operation: str = "*"
    times: int | None = 1
    share: float = 1.0
    seconds: float = 0.0


class Faults:
    """The faults in force. They are not kept across a restart."""

    def __init__(self, seed: int | None = None) -> None:
        self.table: list[Fault] = []
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.given = 0

    def add(self, wish: dict[str, Any]) -> Fault:
        """Enter a fault; ValueError says what is wrong with the wish."""
        if wish.get("kind") not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}")
        unknown = set(wish) - set(Fault.__dataclass_fields__) | ({"id"} & set(wish))
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        self.given += 1
        fault = Fault(id=self.given, **wish)
        self.table.append(fault)
        return fault

    def lift(self, id: int | None = None) -> None:
        self.table = [fault for fault in self.table if id is not None and fault.id != id]

    def strike(self, kind: str, operation: str) -> Fault | None:
        """The fault of this kind that touches this request, used up by one."""
        for fault in self.table:
            if fault.kind != kind or fault.operation not in ("*", operation):
                continue
            if self.random.random() >= fault.share:
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.table.remove(fault)
            return fault
        return None

    def listed(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self.table]

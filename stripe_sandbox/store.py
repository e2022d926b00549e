"""All state: Stripe-shaped dictionaries by kind and id, changed only by whole pieces of work.

A piece of work reads through to the state and keeps what it changes to itself; committing writes
one line to the journal and then shows the changes to everyone. What is never committed never
happened. Records are replaced, not altered, so a reader may hold one without copying it.
Kinds that begin with an underscore are the sandbox's own and never leave it.
"""

from __future__ import annotations

import hashlib
import heapq
import secrets
import string
from collections import Counter
from collections.abc import Iterator
from typing import Any

from stripe_sandbox.clock import Clock
from stripe_sandbox.journal import Journal
from stripe_sandbox.pricing import PER_DISPUTE

Record = dict[str, Any]
LETTERS = string.digits + string.ascii_letters


def duplicate(value: Any) -> Any:
    """A copy all the way down of what JSON can say, several times faster than copy.deepcopy."""
    if isinstance(value, dict):
        return {key: duplicate(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [duplicate(inner) for inner in value]
    return value


class Order:
    """Ids of one kind in the order of their creation, and where each of them stands."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.place: dict[str, int] = {}

    def append(self, name: str) -> None:
        self.place[name] = len(self.names)
        self.names.append(name)

    def downwards(self, below: str | None) -> Iterator[str]:
        """Newest first, from just below an id or from the top."""
        start = self.place[below] if below else len(self.names)
        for at in range(start - 1, -1, -1):
            if self.place[self.names[at]] == at:
                yield self.names[at]

    def upwards(self, above: str) -> Iterator[str]:
        """Oldest first, from just above an id."""
        for at in range(self.place[above] + 1, len(self.names)):
            if self.place[self.names[at]] == at:
                yield self.names[at]


class State:
    """Everything the sandbox remembers, rebuilt from the journal when it starts."""

    def __init__(self, journal: Journal, seed: int | None = None) -> None:
        self.journal = journal
        self.dispute_fee = PER_DISPUTE
        self.refund_delay = 60.0
        self.verifying = 0.0
        self.clock = Clock()
        self.tables: dict[str, dict[str, Record]] = {}
        self.kind_of: dict[str, str] = {}
        self.due: list[tuple[float, str]] = []
        self.order: dict[str, Order] = {}
        self.fresh: list[str] = []  # deliveries that the courier has not looked at yet
        self.sums: Counter[tuple[str, str]] = Counter()
        self.counter = 0
        self.seed = str(seed) if seed is not None else secrets.token_hex(8)
        for line in journal.replay():
            self._apply(line)
        if journal.cut_short or journal.lines > 2 * sum(map(len, self.tables.values())):
            journal.rewrite(self._snapshot())
        elif not journal.lines:
            journal.append(next(self._snapshot()))

    def work(self, request: Record | None = None) -> Work:
        return Work(self, request)

    def commit(self, work: Work) -> None:
        """Write the work to the journal, then make it visible. A work is committed once."""
        line = work.as_line()
        if line is None:
            return
        self.journal.append(line)
        self._apply(line)

    def move_clock(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("The sandbox's clock only moves forward.")
        line = {"ahead": self.clock.ahead + seconds}
        self.journal.append(line)
        self._apply(line)

    def forget_everything(self, seed: int | None = None) -> None:
        """Start anew. Ids go on counting, so that none from before is given out again."""
        self.tables, self.kind_of, self.due = {}, {}, []
        self.order.clear()
        self.fresh.clear()
        self.sums.clear()
        self.clock.ahead = 0.0
        if seed is not None:
            self.seed, self.counter = str(seed), 0
        self.journal.rewrite(self._snapshot())

    def _apply(self, line: Record) -> None:
        if "ahead" in line:
            self.clock.ahead = line["ahead"]
        self.seed = line.get("seed", self.seed)
        self.counter = line.get("counter", self.counter)
        for record in line.get("put", ()):
            kind = record["object"]
            if kind == "balance_transaction":
                count_movement(self.sums, record, self.tables)
            if not kind.startswith("_") and record["id"] not in self.tables.get(kind, {}):
                self.kind_of[record["id"]] = kind
                self.order.setdefault(kind, Order()).append(record["id"])
            self.tables.setdefault(kind, {})[record["id"]] = record
            if kind == "_delivery":
                self.fresh.append(record["id"])
            if kind == "_due":
                heapq.heappush(self.due, (record["at"], record["id"]))
        for kind, name, fields in line.get("set", ()):
            self.tables[kind][name] = {**self.tables[kind][name], **fields}
        for kind, name in line.get("drop", ()):
            self.tables.get(kind, {}).pop(name, None)
            if not kind.startswith("_"):
                self.kind_of.pop(name, None)

    def _snapshot(self) -> Iterator[Record]:
        yield {"seed": self.seed, "counter": self.counter, "ahead": self.clock.ahead}
        for table in self.tables.values():
            for record in table.values():
                yield {"put": [record]}


class Work:
    """One atomic piece of work: what one request, one form or one timer changes."""

    def __init__(self, state: State, request: Record | None = None) -> None:
        self.state = state
        self.request = request or {"id": None, "idempotency_key": None}
        self.counter = state.counter
        self.changed: dict[str, dict[str, Record]] = {}
        self.dropped: list[tuple[str, str]] = []
        self.patches: dict[tuple[str, str], Record] = {}

    @property
    def now(self) -> int:
        return int(self.state.clock.now())

    def find(self, kind: str, name: str) -> Record | None:
        """The record as it stands, for reading only."""
        if (kind, name) in self.dropped:
            return None
        return self.changed.get(kind, {}).get(name) or self.state.tables.get(kind, {}).get(name)

    def find_any(self, name: str) -> Record | None:
        """Whatever public object has this id."""
        for kind, table in self.changed.items():
            if name in table and not kind.startswith("_"):
                return table[name]
        known = self.state.kind_of.get(name)
        return self.find(known, name) if known else None

    def get(self, kind: str, name: str) -> Record:
        """Like find, where the record is known to exist."""
        record = self.find(kind, name)
        if record is None:
            raise KeyError(f"{kind} {name}")
        return record

    def edit(self, kind: str, name: str) -> Record:
        """A copy of the record that will replace it; change it freely."""
        table = self.changed.setdefault(kind, {})
        if self.patches.pop((kind, name), None) or name not in table:
            table[name] = duplicate(self.get(kind, name))
        return table[name]

    def add(self, record: Record) -> Record:
        self.patches.pop((record["object"], record["id"]), None)
        self.changed.setdefault(record["object"], {})[record["id"]] = record
        return record

    def replace(self, kind: str, name: str, **fields: Any) -> None:
        """Other values for a few fields of a record, of which the journal notes only those."""
        table = self.changed.setdefault(kind, {})
        if name not in table or (kind, name) in self.patches:
            self.patches.setdefault((kind, name), {}).update(fields)
        table[name] = {**self.get(kind, name), **fields}

    def drop(self, kind: str, name: str) -> None:
        self.changed.get(kind, {}).pop(name, None)
        self.dropped.append((kind, name))

    def forget(self) -> None:
        """Take back everything this work has changed."""
        self.changed, self.dropped, self.patches = {}, [], {}

    def rows(self, kind: str, below: str | None = None) -> Iterator[Record]:
        """All records of a kind, newest first, or those older than the one `below` names."""
        old = self.state.tables.get(kind, {})
        changed = self.changed.get(kind, {})
        if below is None:
            for name in reversed(changed):
                if name not in old:
                    yield changed[name]
        order = self.state.order.get(kind)
        yield from self._known(kind, order.downwards(below) if order else reversed(old))

    def rows_above(self, kind: str, above: str) -> Iterator[Record]:
        """Records that were there before this work and are newer than one, oldest first."""
        yield from self._known(kind, self.state.order[kind].upwards(above))

    def _known(self, kind: str, names: Iterator[str]) -> Iterator[Record]:
        old = self.state.tables.get(kind, {})
        changed = self.changed.get(kind, {})
        gone = {name for dropped_kind, name in self.dropped if dropped_kind == kind}
        for name in names:
            if name not in gone and name in old:
                yield changed.get(name, old[name])

    def letters(self, length: int) -> str:
        """Letters that look random and follow from the seed and from how many were drawn."""
        self.counter += 1
        drawn = ""
        while len(drawn) < length:
            digest = hashlib.sha512(f"{self.state.seed}:{self.counter}:{len(drawn)}".encode())
            drawn += "".join(LETTERS[byte % 62] for byte in digest.digest())
        return drawn[:length]

    def new_id(self, prefix: str, length: int = 24) -> str:
        return f"{prefix}_{self.letters(length)}"

    def later(self, at: float, verb: str, target: str) -> None:
        """Remember that something is to be done to an object at a time of the sandbox's clock."""
        self.add(
            {
                "id": self.new_id("due"),
                "object": "_due",
                "at": at,
                "verb": verb,
                "target": target,
            }
        )

    def as_line(self) -> Record | None:
        put = [
            record
            for kind, table in self.changed.items()
            for name, record in table.items()
            if (kind, name) not in self.patches
        ]
        if not put and not self.dropped and not self.patches:
            return None
        line: Record = {"put": put, "drop": self.dropped, "counter": self.counter}
        if self.patches:
            line["set"] = [(kind, name, fields) for (kind, name), fields in self.patches.items()]
        return line


def count_movement(
    sums: Counter[tuple[str, str]], entry: Record, tables: dict[str, dict[str, Record]]
) -> None:
    """Add a balance transaction to the sums in cents, in place of what it was before."""
    before = tables.get("balance_transaction", {}).get(entry["id"])
    if before:
        sums[before["status"], before["currency"]] -= before["net"]
    sums[entry["status"], entry["currency"]] += entry["net"]

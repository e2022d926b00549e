"""Webhooks: events sent to their endpoints, signed, and sent again until they are acknowledged.

Deliveries are records like all others, so those not yet acknowledged survive a restart.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import heapq
import hmac
import json
import random
import time
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from stripe_sandbox.faults import drawn
from stripe_sandbox.front import Sandbox
from stripe_sandbox.posting import Post
from stripe_sandbox.store import Record
from stripe_sandbox.thin_events import notification

PAUSES = (1.0, 5.0, 30.0, 120.0, 600.0)
FAST_PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0)
THEN_EVERY, FAST_THEN_EVERY = 3600.0, 5.0
GIVE_UP_AFTER = 3 * 24 * 3600.0
TIMEOUT = 10.0
AT_ONCE = 8


@dataclass
class Disturbance:
    """How delivery is disturbed: nothing is, unless someone asked. Not kept across a restart.

    `share` is the part of deliveries that `copies`, `delay` and `dropped` touch; `spread` delays
    each by up to that many seconds more. Which and how much follows from the seed and the event.
    """

    paused: bool = False
    copies: int = 1
    shuffled: bool = False
    delay: float = 0.0
    spread: float = 0.0
    dropped: bool = False
    share: float = 1.0


def signature(secret: str, body: bytes, at: int) -> str:
    """The Stripe-Signature header for this body at a time in seconds."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


class Courier:
    """Sends what is due, a few at a time, and sleeps until something is."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.on_the_way: set[str] = set()
        self.numbered = 0
        self.news = asyncio.Event()
        self.post = Post(TIMEOUT)
        self.start_anew()
        sandbox.after_commit.append(self.news.set)
        fast = sandbox.options.fast_webhooks
        self.pauses = FAST_PAUSES if fast else PAUSES
        self.then_every = FAST_THEN_EVERY if fast else THEN_EVERY

    async def work(self) -> None:
        """Deliver for as long as the sandbox runs."""
        running: set[asyncio.Task[None]] = set()

        def finished(task: asyncio.Task[None]) -> None:
            running.discard(task)
            self.news.set()

        try:
            while True:
                self.news.clear()
                for delivery in self._due(AT_ONCE - len(running)):
                    self.on_the_way.add(delivery["id"])
                    task = asyncio.create_task(self._deliver(delivery))
                    running.add(task)
                    task.add_done_callback(finished)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.news.wait(), self._until_next(len(running)))
        finally:
            self.post.close()

    def pending(self) -> list[Record]:
        return list(self.sandbox.state.tables.get("_delivery", {}).values())

    def start_anew(self) -> None:
        """Disturb nothing and count from nought, by the seed that now holds."""
        self.disturbance = Disturbance()
        self.disturbed: Counter[str] = Counter()
        self.random = random.Random(self.sandbox.state.seed)  # noqa: S311 - repeatable, not secret
        self._look_anew()

    def change(self, **wish: object) -> dict[str, object]:
        """Disturb delivery, or stop disturbing it."""
        self.disturbance = Disturbance(**{**asdict(self.disturbance), **wish})
        self._look_anew()
        return asdict(self.disturbance)

    def _look_anew(self) -> None:
        """Work out again who is next, after all that could have changed it."""
        self.queue: deque[str] = deque()
        self.waiting: list[tuple[float, int, str]] = []
        self.sandbox.state.fresh.clear()
        self._await(self.pending())
        self.news.set()

    def _due(self, room: int) -> list[Record]:
        """Up to `room` deliveries that are due and not on their way already."""
        if self.disturbance.paused:
            return []
        table = self.sandbox.state.tables.get("_delivery", {})
        fresh, self.sandbox.state.fresh = self.sandbox.state.fresh, []
        self._await(table[name] for name in fresh if name in table)
        now, more = self.sandbox.state.clock.now(), False
        while self.waiting and self.waiting[0][0] <= now:
            self.queue.append(heapq.heappop(self.waiting)[-1])
            more = True
        if self.disturbance.shuffled and more:
            self.random.shuffle(self.queue)
            self.disturbed["shuffled"] += len(self.queue)
        found: list[Record] = []
        while self.queue and len(found) < room:
            row = table.get(self.queue.popleft())
            if row and row["id"] not in self.on_the_way and self._due_at(row) <= now:
                found.append(row)
        return found

    def _await(self, rows: Iterable[Record]) -> None:
        for row in rows:
            self.numbered += 1
            heapq.heappush(self.waiting, (self._due_at(row), self.numbered, row["id"]))

    def _due_at(self, row: Record) -> float:
        at: float = row["next_at"] + self._lateness(row)
        return at

    def _until_next(self, running: int) -> float:
        """Seconds to sleep; news wakes the courier sooner."""
        if running >= AT_ONCE or self.disturbance.paused:
            return 1.0
        if self.queue:
            return 0.01
        if not self.waiting:
            return 1.0
        return max(0.01, min(1.0, self.waiting[0][0] - self.sandbox.state.clock.now()))

    def _touches(self, delivery: Record) -> bool:
        """Whether this delivery is in the share that is disturbed."""
        share = self.disturbance.share
        seed = self.sandbox.state.seed
        return share >= 1 or drawn(seed, "share", delivery["event"]) < share

    def _lateness(self, delivery: Record) -> float:
        """Seconds by which the first attempt at this delivery is late on request."""
        wish = self.disturbance
        if not (wish.delay or wish.spread) or delivery["attempts"]:
            return 0.0
        late = wish.delay if self._touches(delivery) else 0.0
        return late + wish.spread * drawn(self.sandbox.state.seed, "spread", delivery["event"])

    async def _deliver(self, delivery: Record) -> None:
        try:
            copies = self.disturbance.copies if self._touches(delivery) else 1
            if self._lateness(delivery):
                self.disturbed["late"] += 1
            if copies > 1:
                self.disturbed["copied"] += copies - 1
            answers = [await self._send(delivery) for _ in range(copies)]
            self._note(delivery["id"], answers)
        finally:
            self.on_the_way.discard(delivery["id"])

    async def _send(self, delivery: Record) -> int | str:
        """Send once; the status answered, or the kind of failure in a word."""
        parcel = self._parcel(delivery)
        if parcel is None:
            return "endpoint deleted"
        if self.disturbance.dropped and self._touches(delivery):
            self.disturbed["dropped"] += 1
            return "dropped"
        url, secret, event = parcel
        body = json.dumps(event).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature(secret, body, int(time.time())),
            "User-Agent": "Stripe/1.0 (offline sandbox)",
        }
        try:
            return await self.post.send(url, headers, body)
        except (OSError, EOFError, ValueError) as error:
            return type(error).__name__

    def _parcel(self, delivery: Record) -> tuple[str, str, Record] | None:
        """Where a delivery goes, the secret to sign it with, and what is sent."""
        tables = self.sandbox.state.tables
        to, what = delivery["endpoint"], delivery["event"]
        if destination := tables.get("_destination", {}).get(to):
            thin = tables.get("v2.core.event", {}).get(what)
            if thin is None:
                return None
            return destination["url"], destination["secret"], notification(thin)
        endpoint = tables.get("webhook_endpoint", {}).get(to)
        event = tables.get("event", {}).get(what)
        if endpoint is None or event is None:
            return None
        return endpoint["url"], tables["_webhook_secret"][to]["secret"], event

    def _note(self, name: str, answers: list[int | str]) -> None:
        """Write down how it went, and when to try again."""
        work = self.sandbox.state.work()
        if work.find("_delivery", name) is None:
            return
        delivery = work.edit("_delivery", name)
        delivery["attempts"] += 1
        delivery["answers"] = (delivery["answers"] + answers)[-20:]
        accepted = [answer for answer in answers if isinstance(answer, int) and answer < 300]
        now = self.sandbox.state.clock.now()
        if accepted or answers[-1] == "endpoint deleted":
            delivery["status"] = "delivered" if accepted else "endpoint deleted"
            if work.find("event", delivery["event"]):
                left = work.get("event", delivery["event"])["pending_webhooks"] - 1
                work.replace("event", delivery["event"], pending_webhooks=max(0, left))
        elif answers[-1] == "dropped":
            delivery["status"] = "dropped"  # never arrived, so the event counts as not delivered
        elif now - delivery.get("created", now) > GIVE_UP_AFTER:
            delivery["status"] = "given up"
        if delivery["status"] != "pending":
            work.drop("_delivery", name)
            work.add({**delivery, "object": "_delivered"})
        else:
            tried = delivery["attempts"] - 1
            pause = self.pauses[tried] if tried < len(self.pauses) else self.then_every
            delivery["next_at"] = now + pause
        self.sandbox.state.commit(work)

"""Stripe's limits on requests a second: one per operation and one for all of them."""

from __future__ import annotations

import time
from collections import Counter, defaultdict, deque

from stripe_sandbox.errors import Refusal

# What Stripe documents: for each operation, and for all together, live and in test mode.
PUBLISHED = {"none": (0, 0), "live": (25, 100), "test": (25, 25)}


class RateLimit:
    """At most so many requests in any second of real time; nought means no limit."""

    def __init__(self, each: int = 0, all: int = 0) -> None:
        self.each, self.all = each, all
        self.seen: dict[str, deque[float]] = defaultdict(deque)
        self.refused: Counter[str] = Counter()

    def admit(self, operation: str) -> None:
        """Count the request, or refuse it with 429; a refused one is not counted."""
        if not self.each and not self.all:
            return
        now = time.monotonic()
        wanted = [(operation, self.each, "endpoint-rate"), ("*", self.all, "global-rate")]
        for name, limit, reason in wanted:
            seen = self.seen[name]
            while seen and seen[0] <= now - 1:
                seen.popleft()
            if limit and len(seen) >= limit:
                self.refused[operation] += 1
                raise too_many(reason)
        for name, _, _ in wanted:
            self.seen[name].append(now)

    def change(self, wish: dict[str, object]) -> None:
        """Set `each` and `all`, or both at once by the name of a published pair."""
        unknown = set(wish) - {"each", "all", "published"}
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        if "published" in wish:
            if wish["published"] not in PUBLISHED:
                raise ValueError(f"published must be one of {', '.join(PUBLISHED)}")
            self.each, self.all = PUBLISHED[str(wish["published"])]
        self.each = int(str(wish.get("each", self.each)))
        self.all = int(str(wish.get("all", self.all)))

    def shown(self) -> dict[str, object]:
        return {"each": self.each, "all": self.all, "refused": dict(self.refused)}


def too_many(reason: str) -> Refusal:
    """429 as from a limiter in front of everything: nothing was looked at, nothing is stored.

    The header leaves the pause to whoever asks; a client that repeats at once makes it worse.
    """
    return Refusal(
        "Request rate limit exceeded. Slow down and try again.",
        status=429,
        code="rate_limit",
        stored=False,
        headers={"Stripe-Rate-Limited-Reason": reason, "Stripe-Should-Retry": "false"},
    )

"""Stripe's limits on requests a second: one per operation and one for all of them."""

from __future__ import annotations

import time
from collections import defaultdict, deque

from stripe_sandbox.errors import Refusal


class RateLimit:
    """At most so many requests in any second of real time; nought means no limit."""

    def __init__(self, each: int = 0, all: int = 0) -> None:
        self.each, self.all = each, all
        self.seen: dict[str, deque[float]] = defaultdict(deque)

    def admit(self, operation: str) -> None:
        """Count the request, or refuse it with 429; a refused one is not counted."""
        now = time.monotonic()
        wanted = [(operation, self.each, "endpoint-rate"), ("*", self.all, "global-rate")]
        for name, limit, reason in wanted:
            seen = self.seen[name]
            while seen and seen[0] <= now - 1:
                seen.popleft()
            if limit and len(seen) >= limit:
                raise too_many(reason)
        for name, _, _ in wanted:
            self.seen[name].append(now)


def too_many(reason: str) -> Refusal:
    return Refusal(
        "Request rate limit exceeded. Slow down and try again.",
        status=429,
        code="rate_limit",
        stored=False,
        headers={"Stripe-Rate-Limited-Reason": reason},
    )

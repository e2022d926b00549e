"""Calls to the provider at a pace that it accepts, counted over all processes together.

Stripe takes 25 requests a second for each operation by default (docs.stripe.com, Rate limits); we
stay below, so that a night of collecting does not shut out whoever gives meanwhile.
"""

import logging
import random
import time
from functools import lru_cache

from django.conf import settings
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from donations.gateways.port import NoAnswer

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 10.0
# For each process by itself while the server that counts for all of them is away.
ALONE_PER_SECOND = 5
PAUSE_SECONDS = 0.05


class Pace:
    """At most `together` for each operation, or `alone` in each process while nobody counts."""

    def __init__(
        self,
        address: str,
        together: RateLimitItem,
        alone: RateLimitItem,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        storage = storage_from_string(
            address, wrap_exceptions=True, socket_connect_timeout=1, socket_timeout=1
        )
        self._together, self._shared = together, MovingWindowRateLimiter(storage)
        self._alone, self._own = alone, MovingWindowRateLimiter(MemoryStorage())
        self._patience_seconds = patience_seconds

    def wait(self, operation: str) -> None:
        """Returns when it is this call's turn. Raises NoAnswer when that takes too long: nothing
        was asked then, and whoever wanted to asks again as after any silence."""
        deadline = time.monotonic() + self._patience_seconds
        while not self._takes(operation):
            if time.monotonic() >= deadline:
                raise NoAnswer(f"too many calls of {operation}")
            time.sleep(PAUSE_SECONDS * (1 + random.random()))  # noqa: S311 - only spreads calls

    def _takes(self, operation: str) -> bool:
        try:
            return self._shared.hit(self._together, "provider", operation)
        except StorageError as error:
            logger.warning("Nobody counts calls to the provider (%s)", error)
            return self._own.hit(self._alone, "provider", operation)


@lru_cache(maxsize=1)
def _pace(address: str, per_second: int) -> Pace:
    alone = RateLimitItemPerSecond(min(ALONE_PER_SECOND, per_second))
    return Pace(address, RateLimitItemPerSecond(per_second), alone)


def provider_pace() -> Pace:
    """The one of this process, at the pace that the settings name."""
    return _pace(settings.REDIS_URL, settings.PROVIDER_CALLS_PER_SECOND)

"""The caches: Django's for Redis, made to go on while the server is away.

Nobody is turned away because Redis is down: sign-in and its limits go on, counted by each process
in its own memory until the server is back; pages are written for each visitor.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# After one failure the pages' cache is left alone for so long, so that not every page waits.
REST_SECONDS = 5.0

SPARED = (
    *("add", "get", "set", "touch", "delete", "has_key", "incr"),
    *("get_many", "set_many", "delete_many", "clear"),
)


class RedisWithSpare(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.spare = LocMemCache("spare", {"OPTIONS": {"MAX_ENTRIES": 10_000}})


def _spared(name: str) -> Callable[..., Any]:
    def call(self: RedisWithSpare, *args: Any, **more: Any) -> Any:
        try:
            return getattr(RedisCache, name)(self, *args, **more)
        except RedisError as error:
            logger.warning("The cache does not answer (%s)", type(error).__name__)
            return getattr(self.spare, name)(*args, **more)

    call.__name__ = name
    return call


for _name in SPARED:
    setattr(RedisWithSpare, _name, _spared(_name))


class RedisOrNothing(RedisCache):
    """For what can be made again: while the server is away nothing is kept, and nobody waits."""

    # One for all threads: each of them has a cache of its own.
    resting_until = 0.0


def _or_nothing(name: str, nothing: Any) -> Callable[..., Any]:
    def call(self: RedisOrNothing, *args: Any, **more: Any) -> Any:
        if time.monotonic() < RedisOrNothing.resting_until:
            return nothing
        try:
            return getattr(RedisCache, name)(self, *args, **more)
        except RedisError as error:
            RedisOrNothing.resting_until = time.monotonic() + REST_SECONDS
            logger.warning("The cache does not answer (%s)", type(error).__name__)
            return nothing

    call.__name__ = name
    return call


# Added: yes, as if nobody else had been before.
_NOTHING: dict[str, Any] = {"add": True, "get": None, "set": None, "delete": False}
_NOTHING |= {"get_many": {}, "set_many": [], "delete_many": None}
for _name, _nothing in _NOTHING.items():
    setattr(RedisOrNothing, _name, _or_nothing(_name, _nothing))

"""The cache: Django's for Redis, with memory of the process as a spare while the server is away.

Nobody is turned away because Redis is down: sign-in and its limits go on, counted by each process
for itself until the server is back.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

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

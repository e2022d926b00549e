"""Periodic work runs in one place at a time, however many beats and workers there are."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from hashlib import blake2b
from typing import ParamSpec, TypeVar

from django.db import connection

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def holding(name: str) -> Iterator[bool]:
    """Hold the advisory lock of that name; gives False when another session holds it.

    The lock belongs to the database session, not to a transaction, so that the work inside may
    commit as often as it needs; it ends with its session if the worker dies.
    """
    key = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (held,) = cursor.fetchone()
    try:
        yield held
    finally:
        if held and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def only_one(name: str) -> Callable[[Callable[P, R]], Callable[P, R | None]]:
    """Decorate a tick so that it does nothing while the same tick runs elsewhere."""

    def wrap(tick: Callable[P, R]) -> Callable[P, R | None]:
        @wraps(tick)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | None:
            with holding(name) as held:
                if not held:
                    logger.info("The tick “%s” already runs elsewhere.", name)
                    return None
                return tick(*args, **kwargs)

        return guarded

    return wrap

"""Periodic work runs in one place at a time, however many beats and workers there are."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from hashlib import blake2b
from typing import ParamSpec, TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

SILENCES_AT_MOST = 3


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


def one_by_one(
    rows: Iterable[T],
    act: Callable[[T], object],
    *,
    trouble: str,
    silence: type[Exception] | None = None,
) -> list[T]:
    """Acts on each row by itself; gives the rows for which `act` gave something true.

    A row that fails rings in the log as `trouble % its id` and holds up none of the others. After
    three that met `silence` the rest wait for the next tick: whoever does not answer now would
    only use up the time that this tick may take."""
    done = []
    silences = 0
    for row in rows:
        try:
            if act(row):
                done.append(row)
        except SoftTimeLimitExceeded:
            raise  # The worker is told to stop; what is left is found again.
        except Exception as error:
            logger.exception(trouble, getattr(row, "pk", row))
            silences += silence is not None and isinstance(error, silence)
            if silences == SILENCES_AT_MOST:
                break
    return done

"""The doorbell: telling workers after commit that rows wait for them.

PostgreSQL is the queue; a bell that nobody hears costs seconds, never work, because the beat's
sweeps find the rows. So an absent broker may neither break nor hold up what somebody is doing.
"""

import logging
import time
from functools import cache, partial
from typing import Any

from celery import current_app
from django.db import transaction
from kombu import Connection
from kombu.exceptions import OperationalError
from kombu.pools import producers
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# After one failure the bell rests, so that a page that records ten events waits only once.
REST_SECONDS = 5.0
_resting_until = 0.0


def ring_after_commit(task: Any, *arguments: int | str) -> None:
    """Start `task` in a worker once the present transaction has committed."""
    transaction.on_commit(partial(ring, task, *arguments))


def ring(task: Any, *arguments: int | str) -> bool:
    """Start `task` in a worker now; False when the broker could not be told within a second."""
    global _resting_until
    if time.monotonic() < _resting_until:
        return False
    try:
        with producers[_connection()].acquire(block=True, timeout=1) as producer:
            task.apply_async(args=arguments, producer=producer, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        _resting_until = time.monotonic() + REST_SECONDS
        logger.warning("The broker did not answer, the sweep will run %s: %s", task.name, error)
        return False
    return True


@cache
def _connection() -> Connection:
    # Celery's own connection tries again for six seconds before it says that nobody answers.
    options = current_app.conf.broker_transport_options
    return current_app.connection_for_write(
        transport_options={
            **options,
            "max_retries": 0,
            "socket_timeout": 1,
            "socket_connect_timeout": 1,
        }
    )

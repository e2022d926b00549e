"""The doorbell: telling workers after commit that rows wait for them.

PostgreSQL is the queue; a bell that nobody hears costs seconds, never work, because the beat's
sweeps find the rows. So an absent broker may neither break nor hold up what somebody is doing.
"""

import logging
import time
from functools import partial
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# After one failure the bell rests, so that a page that records ten events waits only once.
REST_SECONDS = 5.0
_resting_until = 0.0


def ring_after_commit(task: Task, *arguments: int | str) -> None:
    """Start `task` in a worker once the present transaction has committed."""
    transaction.on_commit(partial(ring, task, *arguments))


def ring(task: Any, *arguments: int | str) -> bool:
    """Start `task` in a worker now; False when the broker could not be told."""
    global _resting_until
    if time.monotonic() < _resting_until:
        return False
    try:
        task.apply_async(args=arguments, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        _resting_until = time.monotonic() + REST_SECONDS
        logger.warning("The broker did not answer, the sweep will run %s: %s", task.name, error)
        return False
    return True

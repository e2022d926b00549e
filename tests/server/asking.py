"""A worker's own tasks for the tests: started as `celery -A tests.server.asking worker`.

What they find out goes to files in the folder that ASKING_FOLDER names, because results of tasks
are kept nowhere.
"""

import json
import os
import time
from pathlib import Path

from celery import shared_task

from goteo.celery import app as app
from goteo.request_ids import current, current_task

QUEUE = "asking"
app.conf.worker_soft_shutdown_timeout = 2


def folder() -> Path:
    return Path(os.environ["ASKING_FOLDER"])


@shared_task(queue=QUEUE)
def tell(name: str) -> None:
    """Who this worker is, and what it sees of its database."""
    from django.conf import settings  # noqa: PLC0415 - a module of tasks is read before Django
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    facts = {
        "backend": backend,
        "pool": connection.pool is not None,  # type: ignore[attr-defined]
        "setting": settings.DATABASE_POOL,
        "process": os.getpid(),
        "request_id": current.get(),
        "task": current_task.get(),
    }
    draft = folder() / f".{name}"
    draft.write_text(json.dumps(facts))
    draft.rename(folder() / name)


@shared_task(queue=QUEUE)
def work(name: str, seconds: float) -> None:
    (folder() / f"{name} began").touch()
    time.sleep(seconds)
    (folder() / f"{name} finished").touch()

"""What web processes have and workers do not: a pool of connections, counts added up with others.

A pool opened before Celery forks would hand one task's rows to another, so workers never read
DATABASE_POOL: only goteo/wsgi.py calls this, in the process that answers requests.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

from django.conf import settings

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def prepare() -> None:
    """Call before Django starts: both are read when the first part of it is imported."""
    if settings.DATABASE_POOL:
        open_pool(settings.DATABASES["default"], settings.DATABASE_POOL)
    if settings.METRICS_TOKEN:
        share_metrics()


def open_pool(database: dict[str, object], most: int) -> None:
    """Connections stay in the pool and no longer with a thread."""
    options = database["OPTIONS"]
    assert isinstance(options, dict)
    options["pool"] = {"min_size": 1, "max_size": most, "timeout": 5}
    database["CONN_MAX_AGE"] = 0


def share_metrics() -> None:
    """Web processes of one parent add up their counts, in files named for their parent.

    Not below DATA_DIR, which machines may share: numbers of processes are each machine's own.
    """
    base = Path(tempfile.gettempdir()) / f"goteo-metrics-{os.getuid()}"
    base.mkdir(mode=0o700, exist_ok=True)
    if base.is_symlink() or base.stat().st_uid != os.getuid():
        return  # Somebody else made it; each process then tells of itself alone.
    for old in base.iterdir():
        if old.name.isdecimal() and not _is_running(int(old.name)):
            rmtree(old, ignore_errors=True)
    folder = base / str(os.getppid())
    folder.mkdir(exist_ok=True)
    os.environ.setdefault(METRICS_FOLDER, str(folder))


def _is_running(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False

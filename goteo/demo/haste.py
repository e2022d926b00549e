"""Not waiting for the disk while the demo is written: half of its time went there."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def unwaited_commits() -> Iterator[None]:
    """This session's commits return before they are on the disk.

    If the database itself falls over, the last of them are lost, whole, and the next run tells
    the rest of the story again. Nothing else commits in this session."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")

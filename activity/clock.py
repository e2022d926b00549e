"""The platform's one clock: the database's. Application servers only display time."""

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """The instant by the database, moving on inside a transaction too. Read it once per act."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    return now

"""Deadlines as people read them: the exclusive instant 00:00 is 23:59 of the day before."""

from datetime import datetime, timedelta


def last_day(deadline: datetime) -> datetime:
    """An instant on the last day, for showing; a deadline itself belongs to the next day."""
    return deadline - timedelta(minutes=1)

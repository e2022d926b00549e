"""How long a round may wait, and how far an admin may move its end. Instants in UTC."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from projects.rules.calendar import midnight_after

# What collecting needs between the verdict and the last day of charging (money-rules.md, C12).
DAYS_OF_COLLECTING = 8
# Spare days between the end of round 1 and the last verdict in time (C11): real hours.
LONGEST_EXTENSION_OF_ROUND_1 = timedelta(hours=72)
# “Freely” still has an end: as many days more as the longest round has.
LONGEST_EXTENSION_OF_ROUND_2_DAYS = 60


def verdict_by(promised_end: datetime, charge_by_days: int, zone: ZoneInfo) -> datetime:
    """From this instant on a round on hold gets no verdict any more: it fails (C12).

    Ended 2026-04-09 22:00 UTC, charged until 04-20 22:00: 2026-04-12 22:00."""
    return midnight_after(promised_end, charge_by_days - DAYS_OF_COLLECTING, zone)


def latest_end(number: int, promised_end: datetime, zone: ZoneInfo) -> datetime:
    """The latest instant to which a round may be extended, counted from the end it had at its
    launch however often it is extended. In the night that has 25 hours, 72 hours are less than
    three days."""
    if number == 1:
        return promised_end + LONGEST_EXTENSION_OF_ROUND_1
    return midnight_after(promised_end, LONGEST_EXTENSION_OF_ROUND_2_DAYS, zone)

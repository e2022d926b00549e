"""Dates of rounds. Days are calendar days in the platform's zone; ends are exclusive instants."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def midnight_after(instant: datetime, days: int, zone: ZoneInfo) -> datetime:
    """00:00 in `zone`, `days` calendar days after the local date of `instant`; given in UTC.

    Launched 2026-03-01 10:00 UTC, 40 days, Madrid: 2026-04-09 22:00 UTC (domain.md, Calendar).
    """
    day = instant.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time(0), tzinfo=zone).astimezone(ZoneInfo("UTC"))


def round_windows(
    launched_at: datetime, first_days: int, second_days: int | None, zone: ZoneInfo
) -> list[tuple[datetime, datetime]]:
    """(opens, closes) of each round. The second follows the first at once, whatever the verdict's
    hour, and ends `first + second` days after the launch (money-rules.md, C9)."""
    first_end = midnight_after(launched_at, first_days, zone)
    windows = [(launched_at, first_end)]
    if second_days is not None:
        second_end = midnight_after(launched_at, first_days + second_days, zone)
        windows.append((first_end, second_end))
    return windows


def charge_by(round_end: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The last instant at which a promise may be charged (money-rules.md, C9: 11 days)."""
    return midnight_after(round_end, days, zone)


def collection_start(verdict_at: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """The first `hour` o'clock in `zone` after the verdict (money-rules.md, C4: 10:00 in Madrid).

    A round that ends with 3 December has its verdict in the night, and its charges on the 4th."""
    local = verdict_at.astimezone(zone)
    day = local.date() if local.time() < time(hour) else local.date() + timedelta(days=1)
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(ZoneInfo("UTC"))

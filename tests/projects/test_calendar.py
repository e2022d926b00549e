"""Dates of rounds: the examples of the rules, and both changes of the clock. No database."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from projects.rules.calendar import charge_by, collection_start, midnight_after, round_windows

MADRID = ZoneInfo("Europe/Madrid")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def test_the_example_of_the_rules() -> None:
    launched = utc(2026, 3, 1, 10)
    assert round_windows(launched, 40, 40, MADRID) == [
        (launched, utc(2026, 4, 9, 22)),
        (utc(2026, 4, 9, 22), utc(2026, 5, 19, 22)),
    ]


def test_a_deadline_is_midnight_in_madrid() -> None:
    ends = midnight_after(utc(2026, 3, 1, 10), 40, MADRID)
    assert ends.astimezone(MADRID) == datetime(2026, 4, 10, 0, 0, tzinfo=MADRID)


def test_one_round_has_one_window() -> None:
    assert round_windows(utc(2026, 3, 1, 10), 40, None, MADRID) == [
        (utc(2026, 3, 1, 10), utc(2026, 4, 9, 22))
    ]


@pytest.mark.parametrize(
    ("launched", "days", "ends"),
    [
        # In March the night of the 29th is an hour short, and midnights come an hour earlier.
        (utc(2026, 3, 27, 12), 1, utc(2026, 3, 27, 23)),
        (utc(2026, 3, 28, 12), 1, utc(2026, 3, 28, 23)),
        (utc(2026, 3, 29, 12), 1, utc(2026, 3, 29, 22)),
        (utc(2026, 3, 28, 12), 2, utc(2026, 3, 29, 22)),
        # In October the night of the 25th has an hour more.
        (utc(2026, 10, 24, 12), 1, utc(2026, 10, 24, 22)),
        (utc(2026, 10, 25, 12), 1, utc(2026, 10, 25, 23)),
        (utc(2026, 10, 1, 10), 40, utc(2026, 11, 9, 23)),
        # Within the hour that happens twice it is still the same day.
        (utc(2026, 10, 25, 0, 30), 1, utc(2026, 10, 25, 23)),
        (utc(2026, 10, 25, 1, 30), 1, utc(2026, 10, 25, 23)),
        # A leap day counts as a day, and the year may end.
        (utc(2028, 2, 28, 10), 2, utc(2028, 2, 29, 23)),
        (utc(2026, 12, 31, 22, 59), 1, utc(2026, 12, 31, 23)),
    ],
)
def test_days_are_calendar_days_whatever_the_clock_does(
    launched: datetime, days: int, ends: datetime
) -> None:
    assert midnight_after(launched, days, MADRID) == ends


def test_the_day_is_the_one_in_madrid_not_in_utc() -> None:
    # 22:30 UTC in July is 00:30 of the next day in Madrid.
    assert midnight_after(utc(2026, 7, 1, 22, 30), 1, MADRID) == utc(2026, 7, 2, 22)
    assert midnight_after(utc(2026, 7, 1, 21, 30), 1, MADRID) == utc(2026, 7, 1, 22)


def test_a_promise_may_be_charged_for_eleven_days_more() -> None:
    assert charge_by(utc(2026, 4, 9, 22), 11, MADRID) == utc(2026, 4, 20, 22)


@pytest.mark.parametrize(
    ("verdict", "start"),
    [
        (utc(2026, 4, 9, 22, 31), utc(2026, 4, 10, 8)),
        (utc(2026, 4, 10, 7, 59), utc(2026, 4, 10, 8)),
        (utc(2026, 4, 10, 8, 0), utc(2026, 4, 11, 8)),
        # The nights on which the clocks change: summer begins, and ends.
        (utc(2026, 3, 28, 23, 30), utc(2026, 3, 29, 8)),
        (utc(2026, 10, 24, 22, 30), utc(2026, 10, 25, 9)),
        (utc(2026, 10, 23, 22, 30), utc(2026, 10, 24, 8)),
    ],
)
def test_collection_starts_at_the_first_ten_in_madrid_after_the_verdict(
    verdict: datetime, start: datetime
) -> None:
    assert collection_start(verdict, 10, MADRID) == start

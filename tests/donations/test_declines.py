"""What banks say, and when a card is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from donations.rules.declines import (
    REMINDERS_AFTER,
    Collecting,
    DeclineClass,
    classify,
    give_up_at,
    next_reminder,
    next_retry,
)

FIRST = datetime(2026, 4, 10, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("code", "advice", "meaning"),
    [
        ("insufficient_funds", "", DeclineClass.SOFT),
        ("insufficient_funds", "try_again_later", DeclineClass.SOFT),
        ("generic_decline", "", DeclineClass.UNCLEAR),
        ("expired_card", "", DeclineClass.FIX),
        ("lost_card", "", DeclineClass.NEVER),
        ("authentication_required", "", DeclineClass.AUTHENTICATE),
        # The advice counts before the code ...
        ("generic_decline", "do_not_try_again", DeclineClass.NEVER),
        ("do_not_honor", "confirm_card_data", DeclineClass.FIX),
        ("lost_card", "try_again_later", DeclineClass.SOFT),
        # ... but a bank that wants to see the backer says nothing of the card.
        ("authentication_required", "do_not_try_again", DeclineClass.AUTHENTICATE),
        # What nobody knows yet.
        ("a_code_of_next_year", "", DeclineClass.UNCLEAR),
        ("expired_card", "an_advice_of_next_year", DeclineClass.FIX),
        ("", "", DeclineClass.UNCLEAR),
    ],
)
def test_what_a_decline_means(code: str, advice: str, meaning: DeclineClass) -> None:
    assert classify(code, advice) == meaning


@pytest.mark.parametrize(
    ("meaning", "made", "declined_after", "again_after"),
    [
        (DeclineClass.SOFT, 0, 0, 24),
        (DeclineClass.SOFT, 1, 24, 72),
        (DeclineClass.SOFT, 2, 72, 168),
        (DeclineClass.SOFT, 3, 168, None),
        # The workers were away: a retry that is too near to the next one is left out.
        (DeclineClass.SOFT, 1, 61, 168),
        (DeclineClass.SOFT, 1, 60, 72),
        (DeclineClass.SOFT, 2, 160, None),
        (DeclineClass.UNCLEAR, 0, 0, 72),
        (DeclineClass.UNCLEAR, 1, 72, None),
        # Another card said something milder or harder than the first one.
        (DeclineClass.UNCLEAR, 1, 24, None),
        (DeclineClass.SOFT, 1, 72, 168),
        (DeclineClass.AUTHENTICATE, 0, 0, None),
        (DeclineClass.FIX, 0, 0, None),
        (DeclineClass.NEVER, 0, 0, None),
    ],
)
def test_when_the_card_is_tried_again(
    meaning: DeclineClass, made: int, declined_after: int, again_after: int | None
) -> None:
    expected = None if again_after is None else FIRST + again_after * HOUR

    assert next_retry(meaning, Collecting(FIRST, made), FIRST + declined_after * HOUR) == expected


def test_no_card_is_tried_more_than_four_times_nor_after_the_seventh_day() -> None:
    for meaning in DeclineClass:
        declined, tries = FIRST, 1
        while (again := next_retry(meaning, Collecting(FIRST, tries - 1), declined)) is not None:
            declined, tries = again, tries + 1
        assert tries <= 4
        assert declined <= give_up_at(FIRST) == FIRST + timedelta(days=7)


def test_the_backer_is_reminded_on_the_second_fourth_and_sixth_day() -> None:
    told = [next_reminder(FIRST, number) for number in range(len(REMINDERS_AFTER) + 1)]

    assert told == [FIRST + 48 * HOUR, FIRST + 96 * HOUR, FIRST + 144 * HOUR, None]

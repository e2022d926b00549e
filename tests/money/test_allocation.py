"""The worked examples of dividing money, to the cent."""

from fractions import Fraction

import pytest

from money.allocation import Rounding, share, split


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (51, [500, 1000, 200], [15, 30, 6]),
        (50, [500, 1000, 200], [15, 29, 6]),
        (36, [500, 200], [26, 10]),
        (900, [500, 1000, 200], [265, 529, 106]),
        (10000, [10000, 5000], [6667, 3333]),
        (100000, [1900, 100, 300], [82609, 4348, 13043]),
        (1, [1, 1, 1], [1, 0, 0]),
        (2, [1, 1, 1], [1, 1, 0]),
        (5, [0, 1], [0, 5]),
        (0, [3, 4], [0, 0]),
        (-50, [500, 1000, 200], [-15, -29, -6]),
    ],
)
def test_a_sum_is_split_by_largest_remainder(
    total: int, weights: list[int], parts: list[int]
) -> None:
    assert split(total, weights) == parts


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [5, -1]])
def test_a_split_needs_somebody_entitled(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weight"):
        split(100, weights)
    with pytest.raises(ValueError, match="weight"):
        split(0, weights)


@pytest.mark.parametrize(
    ("cents", "rate", "rounding", "taken"),
    [
        (3333, Fraction(1, 2), "floor", 1666),
        (3333, Fraction(1, 2), "half_up", 1667),
        (10000, Fraction(4, 100), "half_up", 400),
        (400, Fraction(21, 100), "half_up", 84),
        (123456, Fraction(4, 100), "half_up", 4938),
        (4938, Fraction(21, 100), "half_up", 1037),
        (-400, Fraction(21, 100), "half_up", -84),
        (-3333, Fraction(1, 2), "floor", -1666),
        (-3333, Fraction(1, 2), "half_up", -1667),
        (0, Fraction(1, 3), "half_up", 0),
    ],
)
def test_a_share_is_rounded_as_asked(
    cents: int, rate: Fraction, rounding: Rounding, taken: int
) -> None:
    assert share(cents, rate, rounding=rounding) == taken


def test_a_negative_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="rate"):
        share(100, Fraction(-1, 2), rounding="floor")

"""Dividing cents: splitting a sum over weights, and taking a share of a sum. No Django here."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

Rounding = Literal["floor", "half_up"]


def split(total_cents: int, weights: Sequence[int]) -> list[int]:
    """Divide `total_cents` in proportion to `weights`, by largest remainder.

    Cents left over go to the largest remainders; among equals the earlier position wins. The
    parts always add up to the total, and each is less than one cent from its exact share. A
    negative total is divided as its opposite. Raises ValueError if a weight is negative or if
    none is positive, because then nobody is entitled to anything.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("A weight is never negative.")
    whole = sum(weights)
    if whole == 0:
        raise ValueError("At least one weight must be positive.")
    if total_cents < 0:
        return [-part for part in split(-total_cents, weights)]

    parts = [total_cents * weight // whole for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda place: (-(total_cents * weights[place] % whole), place)
    )
    for place in by_remainder[: total_cents - sum(parts)]:
        parts[place] += 1
    assert sum(parts) == total_cents
    return parts


def share(cents: int, rate: Fraction, *, rounding: Rounding) -> int:
    """Take `rate` of `cents` and round it to whole cents.

    `floor` drops the fraction, `half_up` rounds a half away from zero. Both treat a negative
    amount as the opposite of its positive twin, so that giving a fee back returns exactly what
    was taken. Raises ValueError if the rate is negative.
    """
    if rate < 0:
        raise ValueError("A rate is never negative.")
    if cents < 0:
        return -share(-cents, rate, rounding=rounding)
    exact = cents * rate
    if rounding == "half_up":
        exact += Fraction(1, 2)
    return exact.numerator // exact.denominator

"""Minimum, optimum, and what a sum means beside them. All amounts in cents."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Goals:
    minimum_cents: int
    optimum_cents: int


def goals_of(items: Iterable[tuple[int, bool]]) -> Goals:
    """From (cents, essential) of each budget item (domain.md, Words: minimum / optimum)."""
    lines = list(items)
    return Goals(
        minimum_cents=sum(cents for cents, essential in lines if essential),
        optimum_cents=sum(cents for cents, _ in lines),
    )


def reaches_minimum(raised_cents: int, minimum_cents: int) -> bool:
    """149,999 of 150,000 cents fails, 150,000 passes (domain.md, Closing a round)."""
    return raised_cents >= minimum_cents

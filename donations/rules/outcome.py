"""How a round ends: a total function of what was raised."""

from dataclasses import dataclass

from projects.rules.goals import reaches_minimum


@dataclass(frozen=True)
class RoundFacts:
    """Cents; `number` is 1 or 2. `raised_cents` counts promises and held money of the project."""

    number: int
    raised_cents: int
    minimum_cents: int


def passes(facts: RoundFacts) -> bool:
    """Round 1 is all-or-nothing to the minimum; round 2 keeps what it raised (domain.md, round)."""
    if facts.number == 1:
        return reaches_minimum(facts.raised_cents, facts.minimum_cents)
    return True

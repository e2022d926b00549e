"""How a round ends."""

import pytest

from donations.rules.outcome import RoundFacts, passes


@pytest.mark.parametrize(
    ("raised", "passed"), [(149_999, False), (150_000, True), (150_001, True), (0, False)]
)
def test_round_one_is_all_or_nothing(raised: int, passed: bool) -> None:
    assert passes(RoundFacts(1, raised, 150_000)) is passed


def test_round_two_keeps_whatever_it_raised() -> None:
    assert passes(RoundFacts(2, 0, 150_000))

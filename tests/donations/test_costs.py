"""What arrives of a donation."""

import pytest

from donations.rules.costs import expected_arrival


@pytest.mark.parametrize(
    ("donated", "card", "fee", "vat", "arrives"),
    [
        (100, 27, 4, 1, 68),  # domain.md: of 1.00, 0.68 arrives
        (10_000, 175, 400, 84, 9_341),  # domain.md: 100.00 gives the project 93.41
        (2_500, 63, 100, 21, 2_316),  # the drawing of the checkout: 23.16 of 25.00
    ],
)
def test_examples_of_the_domain(donated: int, card: int, fee: int, vat: int, arrives: int) -> None:
    arrival = expected_arrival(donated, fee_basis_points=400, vat_basis_points=2100)
    assert (arrival.card_cents, arrival.fee_cents, arrival.vat_cents) == (card, fee, vat)
    assert arrival.project_cents == arrives


def test_without_fee_only_the_card_costs() -> None:
    assert expected_arrival(1_000, fee_basis_points=0, vat_basis_points=2100).project_cents == 960

"""What arrives of a donation: estimates shown before paying, in cents."""

from dataclasses import dataclass
from fractions import Fraction

from money.allocation import share

# The provider's public price for a European card: 1.5 % + 0.25 (payments.md, 1.8).
CARD_RATE = Fraction(15, 1000)
CARD_FIXED_CENTS = 25


@dataclass(frozen=True)
class Arrival:
    """Where each cent of a donation goes; `project_cents` may be small but is never negative."""

    donation_cents: int
    card_cents: int
    fee_cents: int
    vat_cents: int

    @property
    def project_cents(self) -> int:
        return self.donation_cents - self.card_cents - self.fee_cents - self.vat_cents


def expected_arrival(
    donation_cents: int, *, fee_basis_points: int, vat_basis_points: int
) -> Arrival:
    """Of 1.00, 0.68 arrives: card 0.27, fee 0.04, VAT 0.01 (domain.md, When is a backer charged).

    For one donation that is charged alone; shared payments and cumulative fees do better."""
    card = share(donation_cents, CARD_RATE, rounding="half_up") + CARD_FIXED_CENTS
    fee = share(donation_cents, Fraction(fee_basis_points, 10_000), rounding="half_up")
    vat = share(fee, Fraction(vat_basis_points, 10_000), rounding="half_up")
    return Arrival(donation_cents, min(card, donation_cents), fee, vat)

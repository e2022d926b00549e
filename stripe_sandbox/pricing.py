"""What the provider charges, and how it words amounts. Integer cents, half up.

Rates are Stripe's published prices for an account in Spain: 1.5 % for cards of the European
Economic Area, 2.5 % for the United Kingdom, 3.25 % for all others, and 25 cents each.
"""

from __future__ import annotations

EEA = frozenset(
    (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE"),
        *("SI", "SK"),
    )
)
PER_PAYMENT = 25
PER_DISPUTE = 2_000
SMALLEST = {"eur": 50, "usd": 50, "gbp": 30}
LARGEST = 99_999_999
SIGNS = {"eur": "€", "usd": "$", "gbp": "£"}


def fee(amount: int, country: str) -> int:
    """The provider's fee in cents for a payment of `amount` cents with a card of a country."""
    basis_points = 150 if country in EEA else 250 if country == "GB" else 325
    return (amount * basis_points + 5_000) // 10_000 + PER_PAYMENT


def worded(amount: int, currency: str) -> str:
    """An amount in cents as people write it, such as -€12.50."""
    sign = SIGNS.get(currency, currency.upper() + " ")
    cents = abs(amount)
    return f"{'-' if amount < 0 else ''}{sign}{cents // 100:,}.{cents % 100:02d}"

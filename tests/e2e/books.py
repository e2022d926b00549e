"""What was charged and how it is booked, while the platform runs as processes of its own."""

import stripe

from donations.models import Payment
from ledger.checks import verify
from tests.e2e.platform import RunningPlatform, wait_until


def charged(platform: RunningPlatform) -> list[int]:
    """The cents of every charge that the provider made."""
    client = stripe.StripeClient("sk_test_x", base_addresses={"api": platform.stripe_url})
    return sorted(charge.amount for charge in client.v1.charges.list().data if charge.paid)


def assert_books_are_right() -> None:
    wait_until(
        "the provider has booked every payment",
        lambda: (
            not Payment.objects.filter(status="succeeded", balance_transaction_id=None).exists()
        ),
    )
    report = verify()
    assert report.is_right, report.wrong

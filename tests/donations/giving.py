"""Gifts made the way a backer makes them: our use-case, then the provider's page over HTTP."""

from typing import Any
from uuid import uuid4

import stripe

from accounts.models import User
from donations import checkout_outcome
from donations.checkout import Gift, open_checkout
from donations.models import Checkout, Donation
from projects.models import Project
from tests.stripe_sandbox.running import RunningSandbox, complete_checkout

RETURN_URL = "http://127.0.0.1:8000/en/donations/{token}/return/"
# A Spanish card, so that its costs are the ones of the examples: 1.5 % + 0.25.
SUCCEEDS = "4000007240000007"
DECLINES_WHEN_CHARGED = "4000000000000341"
ASKS_WHEN_CHARGED = "4000002760003184"


def a_gift(amount_cents: int = 2500, **changes: Any) -> Gift:
    wanted: dict[str, Any] = {
        "email": "guest@example.org",
        "language": "en",
        "agrees_to_charge": True,
    }
    return Gift(amount_cents=amount_cents, **{**wanted, **changes})


def an_open_checkout(
    project: Project, gift: Gift | None = None, *, actor: User | None = None
) -> Checkout:
    """At the card page: nothing typed there yet."""
    key = uuid4()
    open_checkout(project, gift or a_gift(), form_key=key, return_url=RETURN_URL, actor=actor)
    return Checkout.objects.get(form_key=key)


def a_donation(
    sandbox: RunningSandbox,
    project: Project,
    gift: Gift | None = None,
    *,
    card: str = SUCCEEDS,
    actor: User | None = None,
) -> Donation:
    """Confirmed at the provider and applied: promised in round 1, paid in others."""
    checkout = an_open_checkout(project, gift, actor=actor)
    complete_checkout(checkout.session_url, card=card)
    checkout_outcome.refresh_checkout(checkout)
    return Donation.objects.get(checkout=checkout)


def stripe_of(sandbox: RunningSandbox) -> stripe.StripeClient:
    """The provider as somebody at the bank would look into it."""
    return stripe.StripeClient("sk_test_looking", base_addresses={"api": sandbox.url})

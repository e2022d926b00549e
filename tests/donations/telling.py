"""Events as the provider sends them: signed, a moment ago, in whatever order a test likes."""

import time
from typing import Any

import stripe

from donations.webhooks import receive_event
from tests.donations.giving import stripe_of
from tests.stripe_sandbox.running import RunningSandbox

SECRET = "whsec_of_the_inbox"


def send(event: Any) -> None:
    """For tests whose settings name SECRET among STRIPE_WEBHOOK_SECRETS."""
    body = str(event)
    moment = int(time.time())
    signed = stripe.WebhookSignature._compute_signature(f"{moment}.{body}", SECRET)
    receive_event(body.encode(), f"t={moment},v1={signed}")


def sent_events(sandbox: RunningSandbox) -> list[Any]:
    """All that the provider has to tell, oldest first; the latest hundred at most."""
    return list(reversed(stripe_of(sandbox).v1.events.list({"limit": 100}).data))

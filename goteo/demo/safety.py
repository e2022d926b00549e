"""Where the demo may be loaded: on one machine, against the offline Stripe, and nowhere else."""

import http.client
import json
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 5
# The command's exit code when it refuses; any other but 0 is trouble.
REFUSED = 3


def why_not_here() -> str | None:
    """A sentence if the demo must not be loaded here, None if it may. Asks the provider once."""
    if not settings.LOCAL:
        return "The demo is for one's own machine, and this is a server (GOTEO_MODE)."
    if not _is_offline_stripe(settings.STRIPE_API_BASE):
        return (
            "The demo pays with invented cards, so it needs the offline Stripe;"
            f" none answers at {settings.STRIPE_API_BASE} (STRIPE_API_BASE)."
        )
    return None


def _is_offline_stripe(address: str) -> bool:
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = connect(parts.netloc, timeout=SECONDS)
    try:
        connection.request("GET", "/_sandbox/health")
        answer = connection.getresponse()
        return answer.status == 200 and json.loads(answer.read()).get("status") == "ok"
    except (OSError, http.client.HTTPException, ValueError, AttributeError):
        return False
    finally:
        connection.close()

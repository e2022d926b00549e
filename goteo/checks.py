"""System checks: settings that are each in order, but not together. Every finding is a sentence."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

STRIPE = "https://api.stripe.com"
LIVE_KEYS = ("sk_live_", "rk_live_")
SECRET_KEYS = ("sk_", "rk_")


@register()
def check_settings(**_: Any) -> list[CheckMessage]:
    return [*_payments(), *_amounts(), *([] if settings.LOCAL else _server())]


def _payments() -> Iterator[CheckMessage]:
    key: str = settings.STRIPE_SECRET_KEY
    live = key.startswith(LIVE_KEYS)
    if not key.startswith(SECRET_KEYS):
        yield Error("STRIPE_SECRET_KEY is not a secret key; those begin with sk_.", id="goteo.E001")
    if live and settings.LOCAL:
        yield Error(
            "STRIPE_SECRET_KEY is a live key, which moves real money; "
            "a local platform takes test keys (sk_test_) only.",
            id="goteo.E002",
        )
    if live and settings.STRIPE_API_BASE != STRIPE:
        yield Error(
            f"STRIPE_SECRET_KEY is a live key, but STRIPE_API_BASE is not {STRIPE}; "
            "the key would be told to a stranger.",
            id="goteo.E003",
        )
    if not settings.STRIPE_WEBHOOK_SECRETS:
        yield Error(
            "STRIPE_WEBHOOK_SECRETS is empty, so no webhook could be believed; "
            "give the signing secret (whsec_) of the endpoint.",
            id="goteo.E004",
        )
    if not all(secret.startswith("whsec_") for secret in settings.STRIPE_WEBHOOK_SECRETS):
        yield Error(
            "STRIPE_WEBHOOK_SECRETS holds something that is not a signing secret; "
            "those begin with whsec_.",
            id="goteo.E005",
        )


def _amounts() -> Iterator[CheckMessage]:
    floors = (settings.DONATION_FLOOR_CENTS, settings.GUEST_CHECKOUT_FLOOR_CENTS)
    if max(floors) > settings.DONATION_CEILING_CENTS:
        yield Error(
            "DONATION_CEILING_CENTS is below a floor, so that nobody could donate.",
            id="goteo.E006",
        )
    if settings.PLATFORM_FEE_BASIS_POINTS > 10_000:
        yield Error(
            "PLATFORM_FEE_BASIS_POINTS is more than everything (10000 is 100 %).", id="goteo.E007"
        )


def _server() -> Iterator[CheckMessage]:
    """What a place for real people must not do without."""
    if not settings.BASE_URL.startswith("https://"):
        yield Error(
            "BASE_URL must begin with https:// in server mode; GOTEO_MODE=local is for trying.",
            id="goteo.E008",
        )
    if settings.DEBUG:
        yield Error("DEBUG is on in server mode; its error pages show secrets.", id="goteo.E009")
    host = urlsplit(settings.BASE_URL).hostname
    if "*" in settings.ALLOWED_HOSTS or host not in settings.ALLOWED_HOSTS:
        yield Error(
            f"ALLOWED_HOSTS must name {host}, the host of BASE_URL, and must not be *.",
            id="goteo.E010",
        )
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        yield Error(
            "EMAIL_URL is console:// in server mode, so nobody would get a mail.", id="goteo.E011"
        )
    if not settings.ADMIN_SECOND_FACTOR:
        yield Warning(
            "ADMIN_SECOND_FACTOR is off in server mode, so a stolen password opens the admin.",
            id="goteo.W001",
        )

"""Settings that do not go together are refused, each with its sentence."""

from typing import Any

import pytest

from goteo.checks import check_settings

SERVER = {
    "LOCAL": False,
    "DEBUG": False,
    "BASE_URL": "https://goteo.example",
    "ALLOWED_HOSTS": ["goteo.example"],
    "STRIPE_API_BASE": "https://api.stripe.com",
    "STRIPE_SECRET_KEY": "sk_live_1",
    "STRIPE_WEBHOOK_SECRETS": ["whsec_1"],
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "ADMIN_SECOND_FACTOR": True,
}
LOCAL = {**SERVER, "LOCAL": True, "STRIPE_SECRET_KEY": "sk_test_1"}


def sentences(settings: Any, values: dict[str, object]) -> dict[str, str]:
    for name, value in values.items():
        setattr(settings, name, value)
    return {str(found.id): found.msg for found in check_settings()}


@pytest.mark.parametrize("values", [SERVER, LOCAL], ids=["server", "local"])
def test_good_settings_pass(settings: Any, values: dict[str, object]) -> None:
    assert sentences(settings, values) == {}


@pytest.mark.parametrize("key", ["sk_live_1", "rk_live_1"])
def test_a_live_key_never_works_on_a_local_platform(settings: Any, key: str) -> None:
    found = sentences(settings, {**LOCAL, "STRIPE_SECRET_KEY": key})

    assert "moves real money" in found["goteo.E002"]
    assert key not in str(found)


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("STRIPE_SECRET_KEY", "pk_live_1", "E001"),
        ("STRIPE_API_BASE", "https://api.stripe.example", "E003"),
        ("STRIPE_WEBHOOK_SECRETS", [], "E004"),
        ("STRIPE_WEBHOOK_SECRETS", ["whsec_1", "sk_live_1"], "E005"),
        ("DONATION_CEILING_CENTS", 150, "E006"),
        ("PLATFORM_FEE_BASIS_POINTS", 10_001, "E007"),
        ("BASE_URL", "http://goteo.example", "E008"),
        ("DEBUG", True, "E009"),
        ("ALLOWED_HOSTS", ["other.example"], "E010"),
        ("ALLOWED_HOSTS", ["*", "goteo.example"], "E010"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "E011"),
        ("ADMIN_SECOND_FACTOR", False, "W001"),
    ],
)
def test_a_server_is_refused(settings: Any, name: str, value: object, number: str) -> None:
    found = sentences(settings, {**SERVER, name: value})

    assert set(found) == {f"goteo.{number}"}
    assert found[f"goteo.{number}"].endswith(".")

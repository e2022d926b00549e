"""Donations move money: checkout, payments, settlement, and the only road to the provider."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DonationsConfig(AppConfig):
    name = "donations"
    verbose_name = _("Donations")

    def ready(self) -> None:
        from donations import (  # noqa: F401 - they subscribe and register
            emails,
            provider_balance,
            reactions,
        )

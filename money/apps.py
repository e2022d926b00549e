"""The app of amounts: arithmetic, what people type, how amounts are shown. It keeps no tables."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MoneyConfig(AppConfig):
    name = "money"
    verbose_name = _("Money")

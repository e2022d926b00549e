"""An amount in the API: whole cents beside their currency, `{"cents": 2500, "currency": "EUR"}`."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from money.format import format_money

# Wider than any amount of ours, and still what a column of the database can hold.
MOST_CENTS = 10**15


class MoneyField(serializers.Field[int, Any, Any, Any]):
    """Cents inside, an object with its currency outside. Only the platform's currency is taken."""

    default_error_messages = {
        "not_an_object": _("Write an object with cents and currency."),
        "not_whole": _("Write a whole number of cents."),
        "currency": _("Amounts are in %(currency)s."),
        "unknown": _("There is no such field."),
        "too_small": _("The least is %(limit)s."),
        "too_large": _("The most is %(limit)s."),
    }

    def __init__(self, *, min_cents: int = 0, max_cents: int = MOST_CENTS, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_cents = min_cents
        self.max_cents = max_cents

    def to_representation(self, value: int) -> dict[str, int | str]:
        return {"cents": value, "currency": settings.CURRENCY}

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, dict):
            self.fail("not_an_object")
        problems = self._problems(data)
        if problems:
            raise serializers.ValidationError(problems)
        cents: int = data["cents"]
        return cents

    def _problems(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is wrong with each part of the object, by its name."""
        unknown = {name: [self._error("unknown")] for name in data.keys() - {"cents", "currency"}}
        cents = self._wrong_cents(data.get("cents"))
        currency = data.get("currency") != settings.CURRENCY
        return {
            **unknown,
            **({"cents": [cents]} if cents else {}),
            **({"currency": [self._error("currency")]} if currency else {}),
        }

    def _wrong_cents(self, cents: Any) -> serializers.ErrorDetail | None:
        if not isinstance(cents, int) or isinstance(cents, bool):
            return self._error("not_whole")
        if cents < self.min_cents:
            return self._error("too_small", limit=self.min_cents)
        if cents > self.max_cents:
            return self._error("too_large", limit=self.max_cents)
        return None

    def _error(self, code: str, *, limit: int = 0) -> serializers.ErrorDetail:
        params = {"limit": format_money(limit, whole=True), "currency": settings.CURRENCY}
        return serializers.ErrorDetail(str(self.error_messages[code]) % params, code=code)

"""The form field for an amount: people type `12,50`, the code gets 1250 cents."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from money.format import decimal_mark, format_for_typing, format_money
from money.typed import AmountError, read_amount


class AmountField(forms.Field):
    """Cleans to whole cents between `min_cents` and `max_cents`, both allowed.

    The widget shows an `initial` in cents as a person would type it, and gives back what was
    typed unchanged when it is refused.
    """

    widget = forms.TextInput
    default_error_messages = {
        "required": _("Write an amount."),
        "empty": _("Write an amount."),
        "not_a_number": _("This is not an amount. Write it in digits, for example %(example)s."),
        "ambiguous": _(
            "This can be read in two ways. Write thousands without a mark and cents with two"
            " digits, for example %(example)s."
        ),
        "too_many_decimals": _("Cents have two digits at most, for example %(example)s."),
        "negative": _("The amount cannot be negative."),
        "too_small": _("The least is %(limit)s."),
        "too_large": _("The most is %(limit)s."),
    }

    def __init__(self, *, min_cents: int, max_cents: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_cents = min_cents
        self.max_cents = max_cents

    def to_python(self, value: object) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            return read_amount(str(value), decimal=decimal_mark())
        except AmountError as error:
            if error.code == "empty" and not self.required:
                return None
            raise self._refusal(error.code, example=format_for_typing(125050)) from error

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        if value < self.min_cents:
            raise self._refusal("too_small", limit=format_money(self.min_cents, whole=True))
        if value > self.max_cents:
            raise self._refusal("too_large", limit=format_money(self.max_cents, whole=True))

    def prepare_value(self, value: object) -> object:
        return format_for_typing(value) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # The keyboard of a phone gets digits and a decimal mark; type=number would refuse commas.
        return {"inputmode": "decimal", "autocomplete": "off"}

    def _refusal(self, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)

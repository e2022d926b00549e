"""What the components of forms ask about a field: which control it is, what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms, template
from django.forms import BaseForm, BoundField

from money.format import format_for_typing
from money.forms import AmountField
from projects.forms import RowForm

register = template.Library()


@register.filter
def control_kind(field: BoundField) -> str:
    """`hidden`, `tick` (one box), `group` (several boxes or radios), `amount` or `plain`."""
    if field.is_hidden:
        return "hidden"
    if isinstance(field.field, AmountField):
        return "amount"
    if isinstance(field.field.widget, forms.CheckboxInput):
        return "tick"
    return "group" if field.use_fieldset else "plain"


@register.filter
def typed(cents: int) -> str:
    """An amount as a person would type it: `25` or, in Spanish, `12,50`."""
    return format_for_typing(cents)


@dataclass(frozen=True)
class FieldError:
    sentence: str
    label: str = ""
    target: str = ""
    row: str = ""

    @property
    def lead(self) -> str:
        """The row and the label as the beginning of a line; a question needs no colon after its
        mark."""
        label = f"{self.row} · {self.label}" if self.row else self.label
        return label if label.endswith("?") else f"{label}:"


@register.filter
def all_errors(form: BaseForm | Iterable[BaseForm]) -> list[FieldError]:
    """Every error of a form, or of several, each with the id of the control to mend."""
    if not isinstance(form, BaseForm):
        return [error for one in form for error in all_errors(one)]
    found = [FieldError(str(sentence)) for sentence in form.non_field_errors()]
    row = form.name if isinstance(form, RowForm) else ""
    for field in form:
        target = f"{field.auto_id}_0" if control_kind(field) == "group" else field.auto_id
        found += [
            FieldError(str(error), str(field.label), str(target), row) for error in field.errors
        ]
    return found

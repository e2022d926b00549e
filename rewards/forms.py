"""What a campaign offers, as its creator types it: rewards with a price, returns with a licence."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from babel.core import Locale
from babel.dates import get_month_names
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from money.forms import AmountField
from projects.forms import CHOOSE, MOST_AMOUNT_CENTS, RowForm
from rewards.models import Licence, ReturnKind

YEARS_AHEAD = 6
MOST_UNITS = 100_000
WHOLE_UNITS = _("Write a whole number from 1 to 100000, or leave it empty.")


class MonthWidget(forms.MultiWidget):
    """Two lists, because not every browser has a control for months."""

    def __init__(self) -> None:
        super().__init__({"month": forms.Select, "year": forms.Select})
        self.widgets[0].attrs["aria-label"] = _("Month")
        self.widgets[1].attrs["aria-label"] = _("Year")

    def decompress(self, value: date | None) -> list[int | None]:
        return [None, None] if value is None else [value.month, value.year]


class MonthField(forms.MultiValueField):
    """A month of a year, from `today` on; cleans to its first day."""

    widget = MonthWidget
    default_error_messages = {
        "required": _("Choose a month and a year."),
        "past": _("This month is over. Choose a later one."),
    }

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        self.today = today
        years = [(year, str(year)) for year in range(today.year, today.year + YEARS_AHEAD + 1)]
        parts = (
            forms.TypedChoiceField(coerce=int, choices=[("", _("Month")), *_months()]),
            forms.TypedChoiceField(coerce=int, choices=[("", _("Year")), *years]),
        )
        super().__init__(parts, **kwargs)
        for widget, part in zip(self.widget.widgets, parts, strict=True):
            widget.choices = part.choices  # type: ignore[attr-defined]

    def compress(self, data_list: list[int]) -> date | None:
        if not data_list:
            return None
        month, year = data_list
        if (year, month) < (self.today.year, self.today.month):
            raise ValidationError(self.error_messages["past"], code="past")
        return date(year, month, 1)


def _months() -> list[tuple[int, str]]:
    language = get_language() or settings.LANGUAGE_CODE
    names = get_month_names("wide", "stand-alone", Locale.parse(language, sep="-"))
    return [(number, names[number]) for number in range(1, 13)]


class RewardForm(RowForm):
    """One reward. `today` is the date by the platform's clock and zone."""

    called = _("Reward %(number)s")
    written = ("title", "description", "price", "units")

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        error_messages={"required": _("Name the reward, or remove it.")},
    )
    description = forms.CharField(
        label=_("What the backer gets"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what the backer gets.")},
    )
    price = AmountField(
        label=_("For a donation of"),
        min_cents=settings.DONATION_FLOOR_CENTS,
        max_cents=MOST_AMOUNT_CENTS,
        help_text=_("Whoever gives this much or more may choose it."),
    )
    units = forms.IntegerField(
        label=_("How many there are"),
        required=False,
        min_value=1,
        max_value=MOST_UNITS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Empty if there is no limit."),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WHOLE_UNITS),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"] = MonthField(label=_("Month of delivery"), today=today)


class ThanksForm(forms.Form):
    """For campaigns that offer nothing to each backer but thanks."""

    thanks_only = forms.BooleanField(
        label=_("No individual rewards: we only give thanks"),
        required=False,
        help_text=_("What everyone gets is enough for many backers."),
    )

    def __init__(self, *args: Any, rewards: Callable[[], int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rewards = rewards

    def clean_thanks_only(self) -> bool:
        thanks_only: bool = self.cleaned_data["thanks_only"]
        if thanks_only and self.rewards():
            raise ValidationError(
                _("There are rewards as well: remove them, or take this tick away."), code="both"
            )
        return thanks_only


def licence_choices(licences: Iterable[Licence]) -> list[tuple[str, object]]:
    """The catalogue, which comes ordered by domain, grouped by what licences are made for."""
    domains = [
        (
            str(Licence.Domain(domain).label),
            [(str(each.pk), f"{each.spdx_id} · {each.name}") for each in group],
        )
        for domain, group in groupby(licences, key=lambda each: each.domain)
    ]
    return [("", CHOOSE), *domains]


class ReturnForm(RowForm):
    """One return. A licence and a date may wait until the project is sent to review."""

    called = _("Return %(number)s")
    written = ("title", "description", "licence", "due_on")

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        error_messages={"required": _("Name the return, or remove it.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", CHOOSE), *ReturnKind.choices],
        error_messages={"required": _("Choose what kind of thing it is.")},
    )
    description = forms.CharField(
        label=_("What everyone gets"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what everyone gets.")},
    )
    licence = forms.ChoiceField(label=_("Licence"), required=False)
    due_on = forms.DateField(
        label=_("Promised for"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the date as day/month/year, for example 31/12/2027.")},
    )

    def __init__(self, *args: Any, today: date, licences: Sequence[Licence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.licences = {str(each.pk): each for each in licences}
        self.fields["licence"].choices = licence_choices(licences)  # type: ignore[attr-defined]
        for name in ("licence", "due_on"):
            self.fields[name].wanted = True  # type: ignore[attr-defined]

    def clean_licence(self) -> Licence | None:
        return self.licences.get(self.cleaned_data["licence"])

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on is not None and due_on <= self.today:
            raise ValidationError(_("This date has passed. Choose a later one."), code="past")
        return due_on

"""What the API of rewards and returns reads and writes, field by field."""

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from activity.api import OneOf, Strict, Text, Whole, YesNo
from money.api import MoneyField
from projects.forms import MOST_AMOUNT_CENTS
from projects.lifecycle import ProjectStatus
from projects.views.rows import MOST_ROWS
from rewards.forms import MOST_UNITS, YEARS_AHEAD
from rewards.models import Licence, ReturnKind

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


@extend_schema_field({"type": "string", "pattern": r"^[0-9]{4}-(0[1-9]|1[0-2])$"})
class MonthField(serializers.Field[date, Any, Any, Any]):
    """A month, `2027-03`; inside it is its first day. `today` comes with the context."""

    default_error_messages = {
        "invalid": _("Write year and month, for example 2027-03."),
        "past": _("This month is over. Choose a later one."),
        "far": _("This is too far away. Choose an earlier month."),
    }

    def to_representation(self, value: date) -> str:
        return f"{value:%Y-%m}"

    def to_internal_value(self, data: Any) -> date:
        if not isinstance(data, str) or not MONTH.fullmatch(data) or data.startswith("0000"):
            self.fail("invalid")
        month = date.fromisoformat(f"{data}-01")
        today: date = self.context["today"]
        if month < today.replace(day=1):
            self.fail("past")
        if month.year > today.year + YEARS_AHEAD:
            self.fail("far")
        return month


class DayField(serializers.DateField):
    """A day still to come; `today` comes with the context."""

    def to_internal_value(self, data: Any) -> date:
        if not isinstance(data, str):
            self.fail("invalid", format="YYYY-MM-DD")
        day: date = super().to_internal_value(data)
        if day <= self.context["today"]:
            sentence = _("This date has passed. Choose a later one.")
            raise serializers.ValidationError(sentence, code="past")
        return day


@extend_schema_field({"type": "string", "description": "SPDX identifier."})
class LicenceId(serializers.Field[Licence, Any, Any, Any]):
    """A licence of the catalogue by its SPDX identifier."""

    default_error_messages = {"unknown": _("This licence is not in the catalogue.")}

    def to_representation(self, value: Licence) -> str:
        return value.spdx_id

    def to_internal_value(self, data: Any) -> Licence:
        known = isinstance(data, str) and "\0" not in data
        licence = Licence.objects.filter(spdx_id=data).first() if known else None
        if licence is None:
            self.fail("unknown")
        return licence


class RewardShape(Strict):
    title = Text(max_length=120)
    description = Text(max_length=1000)
    price = MoneyField(
        source="price_cents",
        min_cents=settings.DONATION_FLOOR_CENTS,
        max_cents=MOST_AMOUNT_CENTS,
        help_text="Whoever gives this much or more may choose it.",
    )
    units = Whole(
        min_value=1, max_value=MOST_UNITS, allow_null=True, help_text="Null: there is no limit."
    )
    delivery_month = MonthField()


class Rewards(Strict):
    thanks_only = YesNo(help_text="No individual rewards; then `items` is empty.")
    items: Any = serializers.ListSerializer(child=RewardShape(), max_length=MOST_ROWS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["thanks_only"] and attrs["items"]:
            sentence = _("There are rewards as well: remove them, or take this tick away.")
            raise serializers.ValidationError({"thanks_only": [sentence]}, code="both")
        return attrs


class ReturnShape(Strict):
    kind = OneOf(choices=ReturnKind.choices)
    title = Text(max_length=120)
    description = Text(max_length=1000)
    licence = LicenceId(allow_null=True, help_text="SPDX identifier; may be null in a draft.")
    due_on = DayField(allow_null=True, help_text="May be null in a draft.")


class Returns(Strict):
    items: Any = serializers.ListSerializer(child=ReturnShape(), max_length=MOST_ROWS)


class LicenceShape(serializers.Serializer[Licence]):
    spdx_id = serializers.CharField()
    name = serializers.CharField()
    url = serializers.URLField()
    domain = serializers.ChoiceField(choices=Licence.Domain.choices)
    copyleft = serializers.ChoiceField(choices=Licence.Copyleft.choices)
    is_osi = serializers.BooleanField()
    is_free_culture = serializers.BooleanField()
    allows_commercial = serializers.BooleanField()
    allows_derivatives = serializers.BooleanField()


class LicenceFilters(Strict):
    domain = OneOf(choices=Licence.Domain.choices, required=False)


class ReturnFilters(Strict):
    kind = OneOf(choices=ReturnKind.choices, required=False)
    licence = serializers.CharField(max_length=60, required=False, help_text="SPDX identifier.")
    project = serializers.SlugField(max_length=80, required=False, help_text="Slug of a project.")
    status = OneOf(
        choices=ProjectStatus.choices, required=False, help_text="Status of the project."
    )


class ProjectOfReturn(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    title = serializers.CharField()
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    status = serializers.ChoiceField(choices=ProjectStatus.choices)


class ReturnOfProject(serializers.Serializer[Any]):
    """What everyone gets, told beside its project."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=ReturnKind.choices)
    title = serializers.CharField()
    description = serializers.CharField()
    licence = LicenceId(allow_null=True)
    due_on = serializers.DateField(allow_null=True)


class PublicReturn(ReturnOfProject):
    """What everyone gets from a campaign that was launched."""

    project = ProjectOfReturn()

"""What the API of drafts reads and writes, field by field."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api import person
from accounts.models import Organisation, OrganisationKind, Role
from activity.api import Instant, OneOf, Strict, Text, Whole, YesNo
from money.api import MoneyField
from projects.forms import (
    LEAST_AMOUNT_CENTS,
    MOST_AMOUNT_CENTS,
    MOST_DAYS,
    MOST_STORY_CHARACTERS,
    PHONE_NUMBER,
)
from projects.lifecycle import ProjectStatus
from projects.models import BudgetKind, Category, Project, RoundsPlan
from projects.models.project import PayeeKind
from projects.pictures import PictureRefused, take_picture
from projects.views.rows import MOST_ROWS


class CategoryShape(serializers.Serializer[Category]):
    slug = serializers.SlugField()
    name = serializers.CharField()


@extend_schema_field({"type": "string", "description": "The slug of a category."})
class CategorySlug(serializers.Field[Category, Any, Any, Any]):
    """A category by its slug."""

    default_error_messages = {"unknown": _("There is no such category.")}

    def to_representation(self, value: Category) -> str:
        return value.slug

    def to_internal_value(self, data: Any) -> Category:
        known = isinstance(data, str) and "\0" not in data
        category = Category.objects.filter(slug=data).first() if known else None
        if category is None:
            self.fail("unknown")
        return category


@extend_schema_field({"type": "string", "description": "The slug of an organisation of one's own."})
class OwnOrganisationSlug(serializers.Field[Organisation, Any, Any, Any]):
    """An organisation of whoever asks, by its slug; others are unknown here."""

    default_error_messages = {"unknown": _("There is no such organisation of yours.")}

    def to_representation(self, value: Organisation) -> str:
        return value.slug

    def to_internal_value(self, data: Any) -> Organisation:
        known = isinstance(data, str) and "\0" not in data
        own = Organisation.objects.of(person(self.context["request"]))
        organisation = own.filter(slug=data).first() if known else None
        if organisation is None:
            self.fail("unknown")
        return organisation


class Beginning(Strict):
    """What is asked before there is a project."""

    title = Text(max_length=90)
    language = OneOf(choices=settings.LANGUAGES)
    organisation = OwnOrganisationSlug(required=False, allow_null=True)


class Creator(Strict):
    organisation = OwnOrganisationSlug(allow_null=True)


class OwnOrganisation(serializers.Serializer[Any]):
    """Read from a membership."""

    slug = serializers.SlugField(source="organisation.slug")
    name = serializers.CharField(source="organisation.name")
    kind = serializers.ChoiceField(source="organisation.kind", choices=OrganisationKind.choices)
    role = serializers.ChoiceField(choices=Role.choices)


class Section(Strict):
    """Any of its fields may be left as it is; at least one is to be changed."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError(_("Send at least one field."), code="empty")
        return attrs


class Basics(Section):
    title = Text(max_length=90)
    pitch = Text(max_length=180, allow_blank=True)
    location = Text(max_length=120, allow_blank=True)
    category = CategorySlug(allow_null=True)
    language = OneOf(choices=settings.LANGUAGES)


class Story(Section):
    description = Text(max_length=MOST_STORY_CHARACTERS, allow_blank=True, help_text="Markdown.")
    image_alt = Text(max_length=200, allow_blank=True)
    drawn_cover = YesNo(help_text="No picture: the platform draws a cover.")
    image = serializers.SerializerMethodField(help_text="Changed at the address `picture`.")

    def get_image(self, project: Project) -> str | None:
        return settings.BASE_URL + project.image.url if project.image else None


class Rounds(Section):
    rounds_planned = OneOf(
        choices=RoundsPlan.choices, help_text="0: permanent, every donation is charged at once."
    )
    first_round_days = Whole(min_value=1, max_value=MOST_DAYS)
    second_round_days = Whole(min_value=1, max_value=MOST_DAYS)


class Payee(Section):
    contact_phone = Text(max_length=30, allow_blank=True, validators=[PHONE_NUMBER])
    payee_kind = OneOf(choices=[("", ""), *PayeeKind.choices])
    payee_name = Text(max_length=160, allow_blank=True)


class Picture(serializers.Serializer[Any]):
    image = serializers.FileField(help_text="The file itself, as multipart/form-data.")

    def validate_image(self, upload: Any) -> Any:
        try:
            return take_picture(upload)
        except PictureRefused as refusal:
            raise serializers.ValidationError(str(refusal), code=refusal.code) from refusal


class BudgetItemShape(Strict):
    kind = OneOf(choices=BudgetKind.choices)
    title = Text(max_length=120)
    description = Text(max_length=500, allow_blank=True, default="")
    amount = MoneyField(
        source="amount_cents", min_cents=LEAST_AMOUNT_CENTS, max_cents=MOST_AMOUNT_CENTS
    )
    essential = YesNo(help_text="The essential ones add up to the minimum, all to the optimum.")


class Budget(Strict):
    items: Any = serializers.ListSerializer(child=BudgetItemShape(), max_length=MOST_ROWS)
    minimum = MoneyField(read_only=True)
    optimum = MoneyField(read_only=True)


class Rule(serializers.Serializer[Any]):
    code = serializers.CharField()
    section = serializers.CharField()
    sentence = serializers.CharField()
    holds = serializers.BooleanField()


class Checklist(serializers.Serializer[Any]):
    ready = serializers.BooleanField(help_text="Whether it may be submitted.")
    rules = Rule(many=True)


class OwnLinks(serializers.Serializer[Any]):
    checklist = serializers.URLField()
    submit = serializers.URLField()
    basics = serializers.URLField()
    story = serializers.URLField()
    creator = serializers.URLField()
    picture = serializers.URLField()
    rounds = serializers.URLField()
    budget = serializers.URLField()
    returns = serializers.URLField()
    rewards = serializers.URLField()
    payee = serializers.URLField()

    def get_fields(self) -> dict[str, Any]:
        # `self` is a word of the API, and no name for a field of a class.
        return {"self": serializers.URLField(), **super().get_fields()}


class OwnProject(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    title = serializers.CharField()
    organisation = serializers.SlugField(
        allow_null=True, help_text="That owns it; null: whoever began it."
    )
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    status = serializers.ChoiceField(choices=ProjectStatus.choices)
    editable = serializers.BooleanField()
    created_at = Instant()
    submitted_at = Instant(allow_null=True)
    links = OwnLinks()

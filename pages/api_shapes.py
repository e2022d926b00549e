"""What the API tells of projects and of the platform, field by field."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import OrganisationKind
from activity.api import Instant, OneOf, Strict
from money.api import MoneyField
from pages.wanted import MOST_CHOICES, YES, Sort, State
from projects.api_shapes import BudgetItemShape, CategoryShape
from projects.lifecycle import ProjectStatus, RoundStatus, public_statuses
from projects.models import RoundsPlan
from projects.search import LONGEST_SEARCH
from rewards.api_shapes import MonthField, ReturnOfProject
from rewards.models import ReturnKind

PUBLIC = [(each.value, each.label) for each in public_statuses()]


def _several(*, choices: Any = None, help_text: str = "") -> serializers.ListField:
    """Of one filter any of these: `language=es&language=ca`."""
    child = OneOf(choices=choices) if choices else serializers.CharField()
    return serializers.ListField(
        child=child, required=False, max_length=MOST_CHOICES, help_text=help_text
    )


class ProjectFilters(Strict):
    """The words of the page Explore, whose address asks the same."""

    q = serializers.CharField(
        max_length=LONGEST_SEARCH,
        required=False,
        help_text="Words to look for, in Spanish, Catalan or English, as on the page Explore:"
        " quotes, `or` and `-` count. Small typos are forgiven.",
    )
    status = OneOf(choices=PUBLIC, required=False)
    state = _several(
        choices=[each.value for each in State],
        help_text="Where the campaign stands: the round that takes donations now, or how it ended.",
    )
    kind = _several(choices=ReturnKind.values, help_text="Of its collective returns.")
    licence = _several(help_text="SPDX identifier of a licence of its collective returns.")
    category = _several(help_text="Its slug.")
    language = _several(choices=settings.LANGUAGES)
    reached = OneOf(choices=[YES], required=False, help_text="Those that have their minimum.")
    ending = OneOf(choices=[YES], required=False, help_text="Those whose round ends within a week.")
    place = serializers.CharField(
        max_length=120, required=False, help_text="Part of the place, whatever case and accents."
    )
    sort = OneOf(
        choices=[each.value for each in Sort],
        required=False,
        help_text="`best` with words, where it is the usual order: those that match best first."
        " `newest`, the usual one without. `ending`: whose round ends soonest first."
        " `supported`: what raised most first. `nearest`: who is nearest to the minimum first.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("sort") == Sort.BEST and "q" not in attrs:
            sentence = _("Without words there is no best match: send q as well.")
            raise serializers.ValidationError({"sort": [sentence]}, code="no_words")
        return attrs


class Picture(serializers.Serializer[Any]):
    url = serializers.URLField()
    alt = serializers.CharField()


class Totals(serializers.Serializer[Any]):
    """Raised: promised or in hand. Collected: what the ledger holds."""

    raised = MoneyField(source="raised_cents")
    collected = MoneyField(source="collected_cents")
    backers = serializers.IntegerField(help_text="People, one per e-mail address.")
    donations = serializers.IntegerField()


class Goals(serializers.Serializer[Any]):
    minimum = MoneyField(source="minimum_cents")
    optimum = MoneyField(source="optimum_cents")


class Progress(serializers.Serializer[Any]):
    """How far the raised fills the vessel; percentages are cut, never rounded up."""

    of_minimum_percent = serializers.IntegerField(allow_null=True)
    of_optimum_percent = serializers.IntegerField(allow_null=True)
    minimum_reached = serializers.BooleanField()


class Verdict(serializers.Serializer[Any]):
    """How the round ended, once for ever, with the figures it was decided by."""

    passed = serializers.BooleanField()
    raised = MoneyField(source="raised_cents")
    minimum = MoneyField(source="minimum_cents")
    optimum = MoneyField(source="optimum_cents")
    donations = serializers.IntegerField()
    decided_at = Instant()


class Round(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    status = serializers.ChoiceField(choices=RoundStatus.choices)
    opens_at = Instant()
    closes_at = Instant(help_text="The first instant that is too late.")
    verdict = Verdict(allow_null=True)


class Links(serializers.Serializer[Any]):
    page = serializers.URLField(help_text="For people, in the language of Accept-Language.")

    def get_fields(self) -> dict[str, Any]:
        # `self` is a word of the API, and no name for a field of a class.
        return {"self": serializers.URLField(), **super().get_fields()}


class Owner(serializers.Serializer[Any]):
    """In whose name the campaign is."""

    kind = serializers.ChoiceField(choices=[("person", _("A person")), *OrganisationKind.choices])
    name = serializers.CharField()
    website = serializers.CharField(help_text="Of an organisation, if it has one; else empty.")


class Project(serializers.Serializer[Any]):
    """A project as lists show it."""

    slug = serializers.SlugField()
    status = serializers.ChoiceField(choices=ProjectStatus.choices)
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    title = serializers.CharField()
    pitch = serializers.CharField()
    location = serializers.CharField()
    category = CategoryShape(allow_null=True)
    owner = Owner()
    image = Picture(allow_null=True)
    licences = serializers.ListField(
        child=serializers.CharField(), help_text="SPDX identifiers of its collective returns."
    )
    launched_at = Instant(allow_null=True)
    rounds_planned = serializers.ChoiceField(choices=RoundsPlan.choices)
    rounds = Round(many=True)
    goals = Goals()
    totals = Totals()
    progress = Progress()
    links = Links()


class Reward(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    title = serializers.CharField()
    description = serializers.CharField()
    price = MoneyField(source="price_cents")
    units = serializers.IntegerField(allow_null=True, help_text="Null: there is no limit.")
    units_left = serializers.IntegerField(allow_null=True)
    delivery_month = MonthField()


class ProjectInFull(Project):
    """A project as its page shows it."""

    description = serializers.CharField(help_text="Markdown, as its creator wrote it.")
    thanks_only = serializers.BooleanField(help_text="No individual rewards, only thanks.")
    budget = BudgetItemShape(many=True)
    rewards = Reward(many=True)
    returns = ReturnOfProject(many=True)


class MoneyFigure(serializers.Serializer[Any]):
    value = MoneyField()
    definition = serializers.CharField()


class NumberFigure(serializers.Serializer[Any]):
    value = serializers.IntegerField()
    definition = serializers.CharField()


class ShareFigure(serializers.Serializer[Any]):
    value = serializers.FloatField(allow_null=True, help_text="From 0 to 1; null: none has ended.")
    funded = serializers.IntegerField()
    ended = serializers.IntegerField()
    definition = serializers.CharField()


class Stats(serializers.Serializer[Any]):
    """The figures of the home page, computed now, each with what it means."""

    collected = MoneyFigure()
    funded_share = ShareFigure()
    people = NumberFigure()
    returns_promised = NumberFigure()

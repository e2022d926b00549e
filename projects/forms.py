"""What a creator types, section by section. An unfinished draft is welcome: only what is written
is checked here, and what is still missing is the business of the publication rules."""

import copy
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from money.forms import AmountField
from projects.models import BudgetKind, Project, RoundsPlan
from projects.models.project import PayeeKind
from projects.pictures import PictureRefused, take_picture

LEAST_AMOUNT_CENTS = 100
MOST_AMOUNT_CENTS = 100_000_000
MOST_DAYS = 60
MOST_STORY_CHARACTERS = 20_000
CHOOSE = _("Choose one")
WHOLE_DAYS = _("Write a whole number of days, from 1 to 60.")
WHOLE_DAYS_ERRORS = dict.fromkeys(("invalid", "min_value", "max_value"), WHOLE_DAYS)
PHONE_NUMBER = RegexValidator(
    r"^\+?[0-9][0-9 ().-]{5,}$",
    _("Write a phone number in digits, for example +34 972 000 000."),
)


class CreatorField(forms.ModelChoiceField):
    """One of the organisations of whoever asks, by its slug; nothing chosen is that person."""

    def __init__(self) -> None:
        super().__init__(
            Organisation.objects.none(),
            label=_("In whose name"),
            required=False,
            empty_label=_("My own"),
            to_field_name="slug",
            help_text=_(
                "The campaign shows this name, and the money is paid to whoever bears it. What an"
                " organisation owns, its members write together."
            ),
        )
        self.wanted = True  # An answer is always given, so it is not called optional.


class DraftForm(forms.Form):
    """The beginning of a project: what is asked before there is one."""

    title = forms.CharField(
        label=_("Title"),
        max_length=Project._meta.get_field("title").max_length,
        help_text=_("Short and plain. It also makes the address of the page."),
        error_messages={"required": _("Give the project a title.")},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("The language you will write it in."),
    )
    organisation = CreatorField()

    def __init__(self, data: Any = None, *, person: User, **more: Any) -> None:
        super().__init__(data, **more)
        own = Organisation.objects.of(person)
        if own.exists():
            self.fields["organisation"].queryset = own  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]


class HandOverForm(forms.Form):
    """Whose project it is, while it is a draft."""

    organisation = CreatorField()

    def __init__(self, data: Any = None, *, project: Project, person: User) -> None:
        super().__init__(data, initial={"organisation": project.organisation})
        self.fields["organisation"].queryset = Organisation.objects.of(person)  # type: ignore[attr-defined]


class SectionForm(forms.ModelForm):
    """A section that is fields of the project itself.

    `wanted` marks fields that may stay empty in a draft and must not when it is sent to review:
    they are not called optional."""

    wanted: tuple[str, ...] = ()

    def __init__(self, data: Any = None, files: Any = None, *, project: Project) -> None:
        # Checking a ModelForm writes into its instance, and the page still shows the real one.
        super().__init__(data, files, instance=copy.copy(project))
        for name in self.wanted:
            self.fields[name].wanted = True  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """What `drafting.save_section` is to write."""
        return dict(self.cleaned_data)


class BasicsForm(SectionForm):
    wanted = ("pitch", "location", "category")

    class Meta:
        model = Project
        fields = ("title", "pitch", "location", "category", "language")
        labels = {
            "title": _("Title"),
            "pitch": _("In one line"),
            "location": _("Place"),
            "category": _("Category"),
            "language": _("Language"),
        }
        help_texts = {
            "title": _("Short and plain."),
            "pitch": _("What will exist once this is funded, and for whom. 180 characters."),
            "location": _("Town, county or region where it happens."),
            "language": _("The language you write it in."),
        }
        error_messages = {"title": {"required": _("Give the project a title.")}}

    def __init__(self, data: Any = None, files: Any = None, *, project: Project) -> None:
        super().__init__(data, files, project=project)
        self.fields["category"].empty_label = CHOOSE  # type: ignore[attr-defined]
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]


class PictureField(forms.FileField):
    """A file that becomes a picture of ours; cleans to the file to store."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload is None or upload is initial:
            return None
        try:
            return take_picture(upload)
        except PictureRefused as refusal:
            raise ValidationError(refusal.sentence, code=refusal.code) from refusal


WRITTEN_STORY = ("description", "image_alt", "drawn_cover")


class StoryForm(SectionForm):
    wanted = ("description", "image", "image_alt", "drawn_cover")

    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=MOST_STORY_CHARACTERS,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "At least 80 words: what you will do, who you are, what the money is for. Markdown "
            "works: ## for a heading, **bold**, a hyphen for a list, [text](https://…) for a link."
        ),
    )
    image = PictureField(
        label=_("Picture"),
        required=False,
        error_messages={"empty": _("This file is empty. Choose another.")},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
        help_text=_(
            "JPEG, PNG, WebP or AVIF, up to 10 MB. We remove what cameras write into the file, "
            "such as the place."
        ),
    )
    remove_image = forms.BooleanField(label=_("Remove this picture"), required=False)

    class Meta:
        model = Project
        fields = WRITTEN_STORY
        labels = {
            "image_alt": _("What the picture shows"),
            "drawn_cover": _("I have no picture: draw a cover"),
        }
        help_texts = {
            "image_alt": _("One sentence for people who cannot see it: “Two women by a spring”."),
            "drawn_cover": _("A vessel in the colour of your category. A picture takes its place."),
        }

    field_order = ("description", "image", "remove_image", "image_alt", "drawn_cover")

    def __init__(self, data: Any = None, files: Any = None, *, project: Project) -> None:
        super().__init__(data, files, project=project)
        if not project.image:
            del self.fields["remove_image"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors and cleaned.get("image") is not None:
            # A browser does not send a file twice, so it would be lost without a word.
            self.add_error("image", _("Choose the picture once more: it could not be kept."))
        return cleaned

    def changes(self) -> dict[str, Any]:
        written = {name: self.cleaned_data[name] for name in WRITTEN_STORY}
        picture: ContentFile | None = self.cleaned_data["image"]
        if picture is not None:
            return {**written, "image": picture}
        return {**written, "image": ""} if self.cleaned_data.get("remove_image") else written


class RoundsForm(SectionForm):
    first_round_days = forms.IntegerField(
        label=_("Days of the first round"),
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        help_text=_("From 1 to 60. Forty is usual."),
        error_messages=WHOLE_DAYS_ERRORS,
    )
    second_round_days = forms.IntegerField(
        label=_("Days of the second round"),
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        help_text=_("From 1 to 60. It counts only if there is a second round."),
        error_messages=WHOLE_DAYS_ERRORS,
    )
    # The number of rounds that need each length of days.
    needed_from = {"first_round_days": RoundsPlan.ONE, "second_round_days": RoundsPlan.TWO}

    class Meta:
        model = Project
        fields = ("rounds_planned", "first_round_days", "second_round_days")
        widgets = {"rounds_planned": forms.RadioSelect}
        labels = {"rounds_planned": _("How it is funded")}

    def __init__(self, data: Any = None, files: Any = None, *, project: Project) -> None:
        super().__init__(data, files, project=project)
        self.fields["rounds_planned"].choices = sorted(RoundsPlan.choices, reverse=True)  # type: ignore[attr-defined]
        for name in self.needed_from:
            self.fields[name].wanted = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        plan = cleaned.get("rounds_planned")
        for name, rounds in self.needed_from.items():
            if cleaned.get(name) is not None or name in self.errors or plan is None:
                continue
            if plan >= rounds:
                self.add_error(name, _("Say how many days it lasts."))
            else:
                cleaned[name] = self.initial[name]  # It does not count: leave what there was.
        return cleaned


class PayeeForm(SectionForm):
    wanted = ("contact_phone", "payee_kind", "payee_name")

    contact_phone = forms.CharField(
        label=_("Contact phone"),
        required=False,
        max_length=30,
        validators=[PHONE_NUMBER],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("Only for us, in case something about your campaign cannot wait."),
    )

    class Meta:
        model = Project
        fields = ("contact_phone", "payee_kind", "payee_name")
        widgets = {"payee_name": forms.TextInput(attrs={"autocomplete": "organization"})}
        labels = {"payee_kind": _("Who receives the money"), "payee_name": _("Legal name")}
        help_texts = {
            "payee_name": _("As in its registration or identity document. It is not published."),
        }

    def __init__(self, data: Any = None, files: Any = None, *, project: Project) -> None:
        super().__init__(data, files, project=project)
        if project.organisation is not None:
            # The organisation's own legal identity stands in their place.
            del self.fields["payee_kind"], self.fields["payee_name"]
            return
        self.fields["payee_kind"].choices = [("", CHOOSE), *PayeeKind.choices]  # type: ignore[attr-defined]


class RowForm(forms.Form):
    """One row of a list. A row in which nothing is written does not count."""

    use_required_attribute = False
    # What the page calls a row, with its number.
    called: str | Promise = _("Line %(number)s")
    number = 0
    # The fields that say whether somebody has begun to write the row.
    written: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As the summary of errors calls this row, so that equal labels can be told apart."""
        return str(self.called) % {"number": self.number}

    def has_changed(self) -> bool:
        return any(str(self[name].data or "").strip() for name in self.written)


class BudgetForm(RowForm):
    written = ("title", "description", "amount")

    title = forms.CharField(
        label=_("What it pays for"),
        max_length=120,
        error_messages={"required": _("Say what this pays for, or remove the line.")},
    )
    amount = AmountField(
        label=_("Amount"), min_cents=LEAST_AMOUNT_CENTS, max_cents=MOST_AMOUNT_CENTS
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=BudgetKind.choices, initial=BudgetKind.TASK)
    description = forms.CharField(label=_("Details"), max_length=500, required=False)
    essential = forms.BooleanField(
        label=_("We cannot do it without this"), required=False, initial=True
    )

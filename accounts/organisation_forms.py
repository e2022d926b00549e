"""The forms of organisations: registering one, changing it, asking people in."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, OrganisationKind, Role
from accounts.organisations import Identity, Profile
from activity.errors import Refused

# Refusals that belong to one field of a form rather than to the whole.
FIELD_OF_REFUSAL = {
    "tax_id": "tax_id",
    "tax_id_taken": "tax_id",
    "already_a_member": "email",
    "already_invited": "email",
}


class RefusableForm(forms.Form):
    def add_refusal(self, refusal: Refused) -> None:
        """Says why nothing was changed, at the field that it is about."""
        field = FIELD_OF_REFUSAL.get(refusal.code)
        self.add_error(field if field in self.fields else None, str(refusal.sentence))


class ProfileForm(RefusableForm):
    """What an organisation says of itself."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("As people know it. It stands on the pages of its projects."),
        error_messages={"required": _("Give the organisation a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    description = forms.CharField(
        label=_("In a few words"),
        max_length=300,
        required=False,
        help_text=_("Who you are, in 300 characters. It stands on the pages of its projects."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    website = forms.CharField(
        label=_("Website"),
        max_length=200,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
        help_text=_("With https:// in front."),
        validators=[
            URLValidator(
                schemes=["https", "http"],
                message=_("Write the whole address, such as https://goteo.org"),
            )
        ],
    )

    def profile(self) -> Profile:
        typed = self.cleaned_data
        return Profile(typed["name"], typed["description"], typed["website"])


class IdentityForm(RefusableForm):
    """Who an organisation is before the law."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=OrganisationKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what kind of organisation it is.")},
    )
    legal_name = forms.CharField(
        label=_("Legal name"),
        max_length=160,
        help_text=_("As in its registration. The money of its projects is paid to it."),
        error_messages={"required": _("Write the legal name.")},
    )
    tax_id = forms.CharField(
        label=_("Tax identifier (NIF)"),
        max_length=20,
        help_text=_(
            "Of the organisation, such as G12345674. It is not published, and it stands once a"
            " campaign is sent in its name."
        ),
        error_messages={"required": _("Write the tax identifier (NIF) of the organisation.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def identity(self) -> Identity:
        typed = self.cleaned_data
        return Identity(typed["kind"], typed["legal_name"], typed["tax_id"])


class OrganisationForm(IdentityForm, ProfileForm):
    """All of it at once."""

    field_order = ("name", "kind", "legal_name", "tax_id", "description", "website")


class InvitationForm(RefusableForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("They get a mail and answer it after signing in with this address."),
        error_messages={"required": _("Write the address of whoever you invite.")},
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        initial=Role.EDITOR,
        help_text=_(
            "Editors write the projects and see how they go. Owners also send them to review,"
            " withdraw them and say who the members are."
        ),
        widget=forms.RadioSelect,
    )


def initial_of(organisation: Organisation) -> dict[str, Any]:
    """What the forms show of an organisation."""
    names = OrganisationForm.field_order
    return {name: getattr(organisation, name) for name in names}

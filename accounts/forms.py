"""The forms of signing up, signing in and one's own account; allauth's, in our words."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessToken, User

PASSWORD_HELP = _("At least ten characters. Several words that only you put together are good.")


class OwnWords:
    """Takes out the placeholders, which vanish while one types, and puts in our labels."""

    labels: dict[str, Any] = {}
    help_texts: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")


class SignupForm(OwnWords, allauth_forms.SignupForm):
    labels = {"email": _("E-mail address"), "password1": _("Password")}
    help_texts = {"password1": PASSWORD_HELP}

    def try_save(self, request: HttpRequest) -> Any:
        try:
            return super().try_save(request)
        except IntegrityError:
            # A double click: the other request was first. The answer is that of a known address.
            self.account_already_exists = True
            return super().try_save(request)

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        """The person and their address in one go: half of an account would be a locked door."""
        person: User = super().save(request)
        return person


class LoginForm(OwnWords, allauth_forms.LoginForm):
    labels = {
        "login": _("E-mail address"),
        "password": _("Password"),
        "remember": _("Keep me signed in on this device"),
    }


class ResetPasswordForm(OwnWords, allauth_forms.ResetPasswordForm):
    labels = {"email": _("E-mail address")}


class ResetPasswordKeyForm(OwnWords, allauth_forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password, once more")}
    help_texts = {"password1": PASSWORD_HELP}


class ChangePasswordForm(OwnWords, allauth_forms.ChangePasswordForm):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }
    help_texts = {"password1": PASSWORD_HELP}


class SetPasswordForm(OwnWords, allauth_forms.SetPasswordForm):
    labels = {"password1": _("Password"), "password2": _("Password, once more")}
    help_texts = {"password1": PASSWORD_HELP}


class AddEmailForm(OwnWords, allauth_forms.AddEmailForm):
    labels = {"email": _("New e-mail address")}


class ReauthenticateForm(OwnWords, allauth_forms.ReauthenticateForm):
    labels = {"password": _("Password")}


class SettingsForm(forms.Form):
    """What a person may say about themselves without proving anything."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        required=False,
        help_text=_("Shown where you act in public, as with the projects you start."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of our mails to you, and of the pages after you sign in."),
    )


class TokenForm(forms.Form):
    """A new access token: what it is for, and how far it may go."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=60,
        help_text=_("So that you know it again: the name of the program, for example."),
        error_messages={"required": _("Give the token a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label=_("What it may do"),
        choices=AccessToken.Scope.choices,
        initial=AccessToken.Scope.READ,
        widget=forms.RadioSelect,
    )

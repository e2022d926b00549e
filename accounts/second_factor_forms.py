"""The forms that ask for a code: django-allauth's, in our words, each code good once."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app_forms
from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.forms import OwnWords
from accounts.models import User
from accounts.second_factor import note_recovery_code, use_up
from accounts.verbs import Verb
from activity.recording import record

CODE_LABEL = _("Code")
REFUSED = "incorrect_code"


class AsksForCode(OwnWords):
    """A field for a code, with the keyboard of digits; each code opens once, and a wrong one is
    remembered. How often one may try is limited by django-allauth (`login_failed`)."""

    labels = {"code": CODE_LABEL}
    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]
            if not use_up(self.user, code):
                raise get_adapter().validation_error(REFUSED)
        except forms.ValidationError as error:
            if error.code == REFUSED:
                self._remember_refusal()
            raise
        return code

    @transaction.atomic
    def _remember_refusal(self) -> None:
        record(Verb.SECOND_FACTOR_REFUSED, self.user, actor=None)


class AuthenticateForm(AsksForCode, code_forms.AuthenticateForm):
    def save(self) -> None:
        super().save()
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            note_recovery_code(self.user)


class ReauthenticateForm(AsksForCode, code_forms.ReauthenticateForm):
    def save(self) -> None:
        super().save()
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            note_recovery_code(self.user)


class SetUpForm(AsksForCode, app_forms.ActivateTOTPForm):
    labels = {"code": _("The code that your app shows now")}

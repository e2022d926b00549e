"""Refusals of this app."""

from django.utils.translation import gettext_lazy as _

from activity.errors import Refused


class TooManyTokens(Refused):
    code = "too_many_tokens"
    sentence = _("You have as many tokens as one person may have. Revoke one that you do not need.")


class NotYourToken(Refused):
    code = "not_your_token"
    sentence = _("Only the owner of a token can revoke it.")

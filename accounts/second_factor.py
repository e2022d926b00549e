"""The second factor: after the password, a code that an app on one's own device makes.

django-allauth does the arithmetic and the pages' order; here is who has one, which session has
proved it, and how its secrets are kept.
"""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sealing import seal, unseal
from accounts.signup import AccountAdapter
from accounts.verbs import Verb
from activity.recording import record

PURPOSE = "second factor"
PROVED_BY_SETTING_UP = "second_factor_set_up"


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        "add_email_blocked": _(
            "With a second factor the address stays as it is. Remove the second factor, change the "
            "address, confirm it, and set the second factor up again."
        ),
        "cannot_delete_authenticator": _("The second factor cannot be removed."),
        "cannot_generate_recovery_codes": _(
            "Recovery codes belong to a second factor; set that up first."
        ),
        "incorrect_code": _(
            "This code is not right, or it was used already. Wait for the next one in your app."
        ),
        "unverified_email": _("Confirm your new e-mail address before you set up a second factor."),
    }

    def get_totp_issuer(self) -> str:
        return settings.PLATFORM_NAME

    def encrypt(self, text: str) -> str:
        return seal(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, PURPOSE)


def has_second_factor(person: User) -> bool:
    """Whether `person` is asked for a code when they sign in."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def proved_second_factor(request: HttpRequest) -> bool:
    """Whether this session gave a code, and what made that code still belongs to the person."""
    person = request.user
    if not isinstance(person, User):
        return False
    records = get_authentication_records(request, person)
    proofs = {entry.get("id") for entry in records if entry.get("method") == "mfa"}
    proofs.add(request.session.get(PROVED_BY_SETTING_UP))
    known = Authenticator.objects.filter(user=person, pk__in=proofs - {None})
    return has_second_factor(person) and known.exists()


def note_set_up(request: HttpRequest, person: User) -> None:
    """Remember that this session set the app up, which took a code: it is a proof as well."""
    app = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    request.session[PROVED_BY_SETTING_UP] = app.pk


def use_up(person: User, code: str) -> bool:
    """Mark a right code as used; False if it was before. Codes of an app hold for three periods
    because clocks differ, but whoever looks over a shoulder must not come second with one."""
    digits = "".join(filter(str.isdigit, code))
    periods = 2 * settings.MFA_TOTP_TOLERANCE + 1
    key = f"second-factor-used:{person.pk}:{digits}"
    return bool(cache.add(key, True, timeout=settings.MFA_TOTP_PERIOD * periods))


# What is told to the owner of the account, by what happened: it may be somebody else's doing.
MAILS = {
    Verb.SECOND_FACTOR_ADDED: "totp_activated",
    Verb.SECOND_FACTOR_REMOVED: "totp_deactivated",
    Verb.RECOVERY_CODES_MADE: "recovery_codes_generated",
    Verb.RECOVERY_CODE_USED: "recovery_code_used",
}


def note(verb: Verb, person: User, *, actor: User | None, **facts: Any) -> None:
    """Record what happened to a second factor and write to its owner. Inside a transaction."""
    record(verb, person, actor=actor, **facts)
    AccountAdapter().send_mail(f"mfa/email/{MAILS[verb]}", person.email, {"user": person})


@transaction.atomic
def note_recovery_code(person: User) -> None:
    """A recovery code was used up: rare enough to be remembered, and to be told to its owner."""
    codes: Any = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    left = len(codes.wrap().get_unused_codes())
    note(Verb.RECOVERY_CODE_USED, person, actor=person, left=left)


@transaction.atomic
def remove_second_factor(person: User, *, actor: User | None) -> bool:
    """Take off the second factor of somebody who lost it; False if there is none."""
    removed, _rows = Authenticator.objects.filter(user=person).delete()
    if removed:
        note(Verb.SECOND_FACTOR_REMOVED, person, actor=actor)
    return bool(removed)

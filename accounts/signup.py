"""Where django-allauth meets the platform: its mails go our way, its acts are remembered."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import translation

from accounts.models import User
from accounts.verbs import Verb
from activity.mail import post_mail
from activity.recording import record

# Where a mail may lead, by the name allauth gives it.
ADDRESSES = ("activate_url", "password_reset_url", "signup_url")


class AccountAdapter(DefaultAccountAdapter):
    def new_user(self, request: HttpRequest) -> User:
        """Somebody who signs up reads the language of the page they do it on."""
        return User(language=known_language(translation.get_language()))

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        with transaction.atomic():
            saved: User = super().save_user(request, user, form, commit=commit)
            if commit:
                record(Verb.SIGNED_UP, saved, actor=saved)
        return saved

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        with transaction.atomic():
            confirmed = bool(super().confirm_email(request, email_address))
            if confirmed:
                person = email_address.user
                record(Verb.EMAIL_CONFIRMED, person, actor=person)
        return confirmed

    def set_password(self, user: User, password: str) -> None:
        with transaction.atomic():
            super().set_password(user, password)
            record(Verb.PASSWORD_SET, user, actor=user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The first page after signing in speaks the person's language."""
        person = request.user
        assert isinstance(person, User)
        with translation.override(known_language(person.language)):
            return str(super().get_login_redirect_url(request))

    def send_notification_mail(self, template_prefix: str, *args: Any, **kwargs: Any) -> None:
        # Those of second factors are written with their events, in accounts/second_factor.py.
        if not template_prefix.startswith("mfa/"):
            super().send_notification_mail(template_prefix, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post one of allauth's mails, in the language of its reader and with our addresses."""
        kind = "account_" + template_prefix.rsplit("/", 1)[-1].removeprefix("account_")
        language = _language_of(email, context)
        facts = {
            name: own_address(str(context[name]), language)
            for name in ADDRESSES
            if context.get(name)
        }
        # What allauth asks for twice it wants twice (a new link), so no key comes back.
        post_mail(
            f"{kind}:{secrets.token_hex(16)}",
            kind,
            to=email,
            language=language,
            context={"email": email, "settings_url": _settings_url(language), **facts},
        )


def known_language(code: str | None) -> str:
    """`code` if pages exist in it, else the platform's own language."""
    known = {each for each, _name in settings.LANGUAGES}
    return code if code in known else settings.LANGUAGE_CODE


def own_address(address: str, language: str) -> str:
    """The same page at our own address and in that language, whatever host was asked for it."""
    path = "/" + address.split("://", 1)[-1].split("/", 1)[-1]
    return settings.BASE_URL + translate_url(path, language)


def _settings_url(language: str) -> str:
    with translation.override(language):
        return settings.BASE_URL + reverse("accounts:settings")


def _language_of(email: str, context: dict[str, Any]) -> str:
    person = context.get("user") or User.objects.filter(email=email.strip().lower()).first()
    code = person.language if isinstance(person, User) else translation.get_language()
    return known_language(code)

"""Access tokens: made by a person for a program, shown once, kept as a digest, revocable."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from accounts.errors import NotYourToken, TooManyTokens
from accounts.models import AccessToken, User
from accounts.verbs import Verb
from activity.clock import database_now
from activity.recording import record

# So that a token lying in a file or a log is known for what it is, by people and by scanners.
PREFIX = "goteo_"
MOST_TOKENS = 20
# A busy program must not make each of its reads a write.
LAST_USED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make_token(owner: User, *, name: str, scope: str, actor: User) -> tuple[AccessToken, str]:
    """A new token and its secret, which is given here and never again. Raises TooManyTokens."""
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)  # Two at once count each other.
    if usable_tokens(owner).count() >= MOST_TOKENS:
        raise TooManyTokens
    secret = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        owner=owner, name=name.strip(), scope=AccessToken.Scope(scope), digest=_digest(secret)
    )
    record(Verb.TOKEN_MADE, token, actor=actor, name=token.name, scope=token.scope)
    return token, secret


@transaction.atomic
def revoke_token(token: AccessToken, *, actor: User) -> None:
    """Ends a token at once; a second time changes nothing. Raises NotYourToken."""
    if token.owner_id != actor.pk:
        raise NotYourToken
    now = database_now()
    if not AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        return
    token.revoked_at = now
    record(Verb.TOKEN_REVOKED, token, actor=actor, name=token.name)


def token_of(secret: str) -> AccessToken | None:
    """The token that `secret` opens, with its owner. None for every reason why it opens nothing:
    unknown, revoked, or its owner may no longer sign in."""
    usable = AccessToken.objects.select_related("owner").filter(
        digest=_digest(secret), revoked_at=None, owner__is_active=True
    )
    return usable.first()


def note_use(token: AccessToken) -> None:
    """Remembers that the token was used just now, to the minute."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=Now() - LAST_USED_EVERY)
    AccessToken.objects.filter(stale, pk=token.pk).update(last_used_at=Now())


def usable_tokens(owner: User) -> QuerySet[AccessToken]:
    return AccessToken.objects.filter(owner=owner, revoked_at=None)


def _digest(secret: str) -> str:
    """One round is enough: a secret of 256 random bits cannot be guessed, slowly or fast."""
    return hashlib.sha256(secret.encode()).hexdigest()

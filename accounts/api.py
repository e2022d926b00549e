"""Who asks the API, and how far their token goes. Sessions open nothing here, so no page of
another site can act through a visitor's browser."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle

from accounts.models import AccessToken, User
from accounts.tokens import note_use, token_of

if TYPE_CHECKING:
    # REST framework loads these classes while it defines its views.
    from rest_framework.views import APIView

KEYWORD = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`. One answer to every token that opens nothing."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        keyword, _space, secret = get_authorization_header(request).partition(b" ")
        if not keyword:
            return None
        known = keyword.lower() == KEYWORD.lower().encode()
        token = token_of(secret.strip().decode("latin-1")) if known else None
        if token is None:
            raise AuthenticationFailed(_("This token opens nothing: it is unknown or revoked."))
        note_use(token)
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return f'{KEYWORD} realm="api"'


class MayRead(BasePermission):
    """Any token: for what is its owner's."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return isinstance(request.auth, AccessToken)


class MayWrite(MayRead):
    message = _("This token may only read. Make one that may write.")
    code = "read_only_token"

    def has_permission(self, request: Request, view: "APIView") -> bool:
        token = request.auth
        return isinstance(token, AccessToken) and token.scope == AccessToken.Scope.WRITE


class ReadAndWrite(BasePermission):
    """Whose drafts these are may read them with any token, and change them with one that may
    write."""

    code = MayWrite.code
    message = MayWrite.message

    def has_permission(self, request: Request, view: "APIView") -> bool:
        needed = MayRead if request.method in ("GET", "HEAD") else MayWrite
        return needed().has_permission(request, view)


class AnonymousThrottle(AnonRateThrottle):
    """By address, for whoever shows no token."""

    def get_rate(self) -> str:
        return str(settings.API_ANONYMOUS_RATE)


class TokenThrottle(SimpleRateThrottle):
    """By person, so that more tokens give nobody more."""

    scope = "token"

    def get_rate(self) -> str:
        return str(settings.API_TOKEN_RATE)

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        if not isinstance(request.auth, AccessToken):
            return None
        return self.cache_format % {"scope": self.scope, "ident": request.auth.owner_id}


def person(request: Request) -> User:
    """Who asks, in views that nobody enters without a token."""
    token: Any = request.auth
    assert isinstance(token, AccessToken)
    return token.owner

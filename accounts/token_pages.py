"""The page of a person's access tokens: making one, seeing it once, revoking it."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.forms import TokenForm
from accounts.models import User
from accounts.tokens import make_token, revoke_token, usable_tokens
from activity.errors import Refused


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def tokens(request: HttpRequest) -> HttpResponse:
    """Whoever makes a token proves first who they are: it outlives the visit."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    person = _person(request)
    try:
        made, secret = make_token(person, **form.cleaned_data, actor=person)
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, form, status=409)
    return _page(request, TokenForm(), made=made, secret=secret)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Asks, then ends the token. Somebody else's is a 404, as if it did not exist."""
    person = _person(request)
    token = get_object_or_404(usable_tokens(person), pk=token_id)
    if request.method != "POST":
        return render(request, "account/token_revoke.html", {"token": token})
    revoke_token(token, actor=person)
    messages.success(request, _("The token is revoked: it opens nothing any more."))
    return redirect("accounts:tokens")


def _page(request: HttpRequest, form: TokenForm, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, "tokens": usable_tokens(_person(request)), **more}
    return render(request, "account/tokens.html", context, status=status)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user

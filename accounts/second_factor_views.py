"""The pages of the second factor: django-allauth's, which remember what happened."""

from typing import Any

import qrcode
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.second_factor import has_second_factor, note, note_set_up
from accounts.verbs import Verb

# Scanners want this many light squares around the code.
QUIET_SQUARES = 4


@method_decorator(never_cache, name="dispatch")
class SetUp(ActivateTOTPView):
    """Shows the secret once, as a picture and as letters, and asks for the first code."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User) and has_second_factor(request.user):
            return redirect("mfa_index")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "drawing": drawing_of(context["totp_url"])}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        person = _person(self.request)
        try:
            with transaction.atomic():
                answer: HttpResponse = super().form_valid(form)
                note(Verb.SECOND_FACTOR_ADDED, person, actor=person)
        except IntegrityError:
            return redirect("mfa_index")  # A double click: the other request was first.
        note_set_up(self.request, person)
        return answer


class Remove(DeactivateTOTPView):
    def form_valid(self, form: BaseForm) -> HttpResponse:
        person = _person(self.request)
        with transaction.atomic():
            answer: HttpResponse = super().form_valid(form)
            note(Verb.SECOND_FACTOR_REMOVED, person, actor=person)
        return answer


class NewRecoveryCodes(GenerateRecoveryCodesView):
    def form_valid(self, form: BaseForm) -> HttpResponse:
        person = _person(self.request)
        with transaction.atomic():
            answer: HttpResponse = super().form_valid(form)
            note(Verb.RECOVERY_CODES_MADE, person, actor=person)
        return answer


def drawing_of(address: str) -> dict[str, Any]:
    """A QR code as an SVG needs it: how many squares it is wide, and the path of the dark ones."""
    code = qrcode.QRCode(border=QUIET_SQUARES)
    code.add_data(address)
    code.make(fit=True)
    squares = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(squares) for x, dark in enumerate(row) if dark
    )
    return {"width": len(squares), "path": path}


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user

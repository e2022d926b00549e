"""Pages of the admin that ask before money moves: what will happen, and what is asked for."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from accounts.models import User
from accounts.permissions import is_admin
from activity.errors import Refused


def ask_first(
    request: HttpRequest, original: Any, form: forms.Form, label: str, consequences: list[str]
) -> HttpResponse:
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    context = {
        **admin.site.each_context(request),
        "opts": original._meta,
        "original": original,
        "title": f"{label}: {original}",
        "decision": {"label": label, "ends_it": True},
        "form": form,
        "consequences": consequences,
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/projects/decide.html", context, status=status)


def refused(request: HttpRequest, refusal: Refused, original: Any) -> HttpResponse:
    messages.warning(request, str(refusal))
    return redirect(f"admin:donations_{original._meta.model_name}_change", original.pk)


def acting_admin(request: HttpRequest) -> User:
    if not is_admin(request.user):
        raise Http404
    return request.user

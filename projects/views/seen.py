"""Whether a form was filled in upon what is stored now, or upon something older: two windows may
show the same part of a draft, and the later must not write over the earlier unknowingly."""

from hashlib import md5
from typing import Any

from django.http import HttpRequest

from activity.errors import Refused
from projects.errors import ChangedMeanwhile
from projects.forms import SectionForm
from projects.models import Project

NAME = "seen"


def fields_of(project: Project, form: SectionForm) -> dict[str, Any]:
    """What the project has stored in the fields that the form shows."""
    shown = [field for field in Project._meta.concrete_fields if field.name in form.fields]
    return {field.name: field.value_from_object(project) for field in shown}


def refuse_if_older(request: HttpRequest, stored: Any) -> None:
    """Raises ChangedMeanwhile. A form that does not say what it has seen is taken as it is."""
    seen = request.POST.get(NAME)
    if seen and seen != _mark_of(stored):
        raise ChangedMeanwhile


def mark_to_show(request: HttpRequest, stored: Any, refusal: Refused | None) -> str:
    """What the page is to send back. Mistakes do not make a form newer; being told of the change
    does, so that sending it once more writes over it knowingly."""
    told = refusal is not None and refusal.code == ChangedMeanwhile.code
    return (not told and request.POST.get(NAME)) or _mark_of(stored)


def _mark_of(stored: Any) -> str:
    """The same for the same contents."""
    return md5(repr(stored).encode(), usedforsecurity=False).hexdigest()

"""A section that is a list of rows: the budget here, rewards and returns in the app above."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse

from activity.errors import Refused
from projects.models import Project
from projects.views.editor import saved, section_page
from projects.views.rows import Rows
from projects.views.seen import mark_to_show, refuse_if_older

Lines = list[dict[str, Any]]


@dataclass
class RowSection:
    """What one such section is made of. `beside` is a form that is saved together with the rows;
    `more` gives the page what else it shows, once the rows are known."""

    project: Project
    name: str
    template: str
    rows: Rows[Any]
    stored: Lines
    save: Callable[[Lines], None]
    beside: Form | None = None
    more: Callable[[Rows[Any]], dict[str, Any]] = field(default=lambda rows: {})


def answer(request: HttpRequest, section: RowSection) -> HttpResponse:
    """Shows the rows, rearranges them without saving, or checks and saves them."""
    rows = section.rows
    if request.method != "POST":
        rows.show(section.stored)
    elif not rows.rearrange(request.POST):
        rows.take(request.POST)
        if _all_valid(section):
            return _save(request, section)
    return _page(request, section)


def _stored(section: RowSection) -> Any:
    return [section.stored, section.beside.initial if section.beside else {}]


def _all_valid(section: RowSection) -> bool:
    beside = section.beside is None or section.beside.is_valid()
    return section.rows.is_valid() and beside


def _save(request: HttpRequest, section: RowSection) -> HttpResponse:
    try:
        refuse_if_older(request, _stored(section))
        section.save(section.rows.lines())
    except Refused as refusal:
        return _page(request, section, refusal)
    return saved(request, section.project, section.name)


def _page(
    request: HttpRequest, section: RowSection, refusal: Refused | None = None
) -> HttpResponse:
    forms = [*section.rows.forms, *([section.beside] if section.beside else [])]
    context = {
        "rows": section.rows,
        "beside": section.beside,
        "seen": mark_to_show(request, _stored(section), refusal),
        # Only forms with answers to check: asking an unbound one for errors finds none.
        "checked": [form for form in forms if form.is_bound],
        **section.more(section.rows),
    }
    return section_page(
        request, section.project, section.name, section.template, context, refusal=refusal
    )

"""One search over everything the administration lists: what each list finds by, all at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.utils import display_for_field, display_for_value, lookup_field
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

MOST_SHOWN = 5
MOST_COLUMNS = 4
EMPTY = "—"
# What is mostly looked for comes first; what is not named here comes last, by its name.
ORDER = (
    "projects.project", "accounts.user", "accounts.organisation", "donations.donation",
    "donations.payment", "donations.checkout", "donations.customer", "donations.providerevent",
    "donations.verdict", "rewards.reward", "rewards.claim", "rewards.collectivereturn",
    "activity.mail", "ledger.entry", "ledger.account",
)  # fmt: skip
# These tell of other things, on whose pages they stand.
LEFT_OUT = {"activity.event", "activity.delivery"}


@dataclass(frozen=True)
class Hit:
    name: str
    address: str
    facts: list[str]


@dataclass(frozen=True)
class Hits:
    """Of one kind of thing the first few, and where the others are, if there are others."""

    kind: str
    hits: list[Hit]
    all_address: str


def look_for(words: str, site: AdminSite, request: HttpRequest) -> list[Hits]:
    """What the lists of `site` find for `words`, at most one query each, without empty ones."""
    found = (_hits(each, words, request) for each in _searched(site, request))
    return [hits for hits in found if hits.hits] if words else []


def _searched(site: AdminSite, request: HttpRequest) -> Iterator[ModelAdmin]:
    def place(known: ModelAdmin) -> tuple[int, str]:
        label = known.model._meta.label_lower
        return (ORDER.index(label) if label in ORDER else len(ORDER), label)

    for known in sorted(site._registry.values(), key=place):
        told_elsewhere = known.model._meta.label_lower in LEFT_OUT
        if known.get_search_fields(request) and not told_elsewhere:
            yield known


def _hits(known: ModelAdmin, words: str, request: HttpRequest) -> Hits:
    rows, repeats = known.get_search_results(request, known.get_queryset(request), words)
    rows = _related(known, request, rows.distinct() if repeats else rows)
    found = list(rows.order_by(*known.get_ordering(request))[: MOST_SHOWN + 1])
    options = known.model._meta
    page = f"admin:{options.app_label}_{options.model_name}"
    return Hits(
        kind=capfirst(str(options.verbose_name_plural)),
        hits=[
            Hit(str(row), reverse(f"{page}_change", args=[row.pk]), _facts(known, row))
            for row in found[:MOST_SHOWN]
        ],
        all_address=f"{reverse(f'{page}_changelist')}?{urlencode({'q': words})}"
        if len(found) > MOST_SHOWN
        else "",
    )


def _related(known: ModelAdmin, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """With what the columns read, as the list itself has it."""
    related = known.get_list_select_related(request)
    return rows.select_related(*related) if isinstance(related, list | tuple) and related else rows


def _facts(known: ModelAdmin, row: Model) -> list[str]:
    """The first columns of its list, but for what its name says already."""
    told = [_value(known, row, column) for column in known.list_display[:MOST_COLUMNS]]
    return [each for each in told if each not in ("", EMPTY, str(row), str(row.pk))]


def _value(known: ModelAdmin, row: Model, column: Any) -> str:
    field, _attribute, value = lookup_field(column, row, known)
    if isinstance(value, bool):
        return ""  # Without the column's name a yes says nothing.
    if field is None:
        return str(display_for_value(value, EMPTY))
    try:
        known.model._meta.get_field(column)
    except FieldDoesNotExist:
        return str(display_for_value(value, EMPTY))
    if field.is_relation:
        return EMPTY if value is None else str(getattr(row, column))
    return str(display_for_field(value, field, EMPTY))

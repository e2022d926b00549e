"""How admins look at things: who may, and a thing's whole story on one page made of sections."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.permissions import is_admin
from activity.history import events_about
from activity.models import Event
from activity.recording import record


class ForAdmins:
    """Every admin may look; nobody adds, changes or deletes here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_admin(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_admin(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OurHistory(admin.ModelAdmin):
    """Django keeps a log of its own in the admin; ours is on the page of the thing."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return redirect(page, object_id)


class WithHistory(OurHistory):
    """For things that have a form of their own: below it what was recorded about them."""

    change_form_template = "admin/edit.html"

    def sections(self, request: HttpRequest, obj: Any) -> list["Section"]:
        return [history([obj])]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        shown = {**context, "sections": self.sections(request, obj) if obj is not None else []}
        return super().render_change_form(request, shown, add, change, form_url, obj)


class EditableByAdmins(ForAdmins, WithHistory):
    """For the platform's own lists, such as categories: added and changed, never deleted."""

    saved_verb: str

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_admin(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_admin(request.user)

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """The admin saves inside a transaction, so the event stands or falls with the row."""
        obj.save()
        actor = request.user if is_admin(request.user) else None
        record(self.saved_verb, obj, actor=actor, fields=sorted(form.changed_data))


@dataclass(frozen=True)
class Section:
    """A part of a thing's page: pairs of label and value, a table, a text with its lines, or HTML
    that is known to be safe.

    `amounts` are the positions in a row that hold amounts and stand on the right; `note` is said
    where there is nothing to show."""

    title: str
    pairs: Sequence[tuple[Any, Any]] = ()
    headings: Sequence[Any] = ()
    rows: Sequence[Sequence[Any]] = ()
    text: str = ""
    html: str = ""
    note: str = ""
    amounts: frozenset[int] = field(default_factory=frozenset)


class StoryAdmin(ForAdmins, OurHistory):
    """Lists, and one page per thing that tells its whole story in sections."""

    change_form_template = "admin/story.html"

    def sections(self, request: HttpRequest, obj: Any) -> list[Section]:
        raise NotImplementedError

    def more_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return {}

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The story; whatever is sent to it is refused, since the verbs have pages of their own."""
        if request.method not in ("GET", "HEAD") or not self.has_view_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "title": str(obj),
            "sections": self.sections(request, obj),
            **self.more_context(request, obj),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, str(self.change_form_template), context)


def link(obj: Model | None, label: Any = None) -> Any:
    """A link to the admin's page of `obj`, or nothing."""
    if obj is None:
        return ""
    address = reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
    return format_html('<a href="{}">{}</a>', address, obj if label is None else label)


def related(name: str, label: Any) -> Callable[[Any], str]:
    """A column of a list for what a row belongs to, named by `label`."""

    @admin.display(description=label, ordering=name)
    def shown(row: Any) -> str:
        return str(getattr(row, name) or "—")

    return shown


def moment(instant: datetime | None) -> str:
    """To the second, in the platform's zone: the order of things matters here."""
    return "" if instant is None else f"{timezone.localtime(instant):%Y-%m-%d %H:%M:%S}"


def yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


def history(subjects: Iterable[Model]) -> Section:
    """Everything that was recorded about `subjects`, oldest first."""
    return Section(
        _("What happened"),
        headings=(_("When"), _("Who"), _("What"), _("To which thing"), _("Facts")),
        rows=[_event_row(event) for event in events_about(subjects)],
    )


def _event_row(event: Event) -> tuple[Any, ...]:
    return (
        moment(event.occurred_at),
        str(event.actor) if event.actor is not None else _("the platform"),
        event.verb,
        f"{event.subject_kind.partition('.')[2]} {event.subject_id}",
        " · ".join(f"{name}: {value}" for name, value in event.facts.items()),
    )

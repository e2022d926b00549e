"""Events, what follows from them, and mails, to be read. Only a failed mail can be sent again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activity.errors import Refused
from activity.history import events_about
from activity.mail import resend
from activity.models import Delivery, Event, Mail


class ToRead(admin.ModelAdmin):
    """Rows that nobody adds, changes or removes by hand."""

    change_form_template = "admin/edit.html"

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class DeliveriesOfEvent(admin.StackedInline):
    model = Delivery
    fields = ("handler", "attempts", "due_at", "done_at", "error")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ToRead):
    list_display = ("occurred_at", "verb", "subject_kind", "subject_id", "actor")
    list_filter = ("subject_kind",)
    list_select_related = ("actor",)
    search_fields = ("verb", "=subject_id")
    fields = ("occurred_at", "verb", "actor", "subject_kind", "subject_id", "facts")
    inlines = (DeliveriesOfEvent,)
    show_full_result_count = False


class Progress(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("failing", _("failing")), ("waiting", _("waiting")), ("done", _("done"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        done = {f"{self._done_field(queryset)}__isnull": False}
        if self.value() == "failing":
            return queryset.exclude(**done).exclude(error="")
        if self.value() == "waiting":
            return queryset.exclude(**done).filter(error="")
        return queryset.filter(**done) if self.value() == "done" else queryset

    def _done_field(self, queryset: QuerySet[Any]) -> str:
        return "sent_at" if queryset.model is Mail else "done_at"


@admin.register(Delivery)
class DeliveryAdmin(ToRead):
    list_display = ("event", "handler", "attempts", "due_at", "done_at", "error")
    list_filter = (Progress,)
    list_select_related = ("event",)
    search_fields = ("handler", "=event__id")
    show_full_result_count = False


@admin.register(Mail)
class MailAdmin(ToRead):
    list_display = ("created_at", "kind", "recipient", "subject", "sent_at", "attempts", "error")
    list_filter = (Progress, "kind")
    search_fields = ("recipient", "subject")
    # Never the words: links in them open doors that are not the admin's.
    fields = (
        "key",
        "kind",
        "recipient",
        "language",
        "subject",
        "created_at",
        "due_at",
        "sent_at",
        "attempts",
        "error",
        "what_happened",
    )
    readonly_fields = ("what_happened",)
    actions = ("send_again",)
    show_full_result_count = False

    @admin.display(description=_("what happened"))
    def what_happened(self, mail: Mail) -> str:
        lines = (
            (f"{localtime(each.occurred_at):%Y-%m-%d %H:%M:%S}", each.verb, each.actor or "")
            for each in events_about([mail])
        )
        return format_html_join(mark_safe("<br>"), "{} · {} · {}", lines)

    @admin.action(description=_("Send again what failed"))
    def send_again(self, request: HttpRequest, queryset: QuerySet[Mail]) -> None:
        sent = 0
        for mail in queryset:
            try:
                resend(mail, actor=request.user)  # type: ignore[arg-type]
                sent += 1
            except Refused as refusal:
                self.message_user(request, f"{mail}: {refusal}", messages.WARNING)
        if sent:
            sentence = ngettext(
                "%(count)d mail will be tried again.", "%(count)d mails will be tried again.", sent
            )
            self.message_user(request, sentence % {"count": sent}, messages.SUCCESS)

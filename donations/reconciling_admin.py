"""What came of comparing our records with the provider's, to read in the admin."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_pages import Section, StoryAdmin, history, moment, yes_or_no
from donations.models import Reconciliation
from money.format import format_money


@admin.register(Reconciliation)
class ReconciliationAdmin(StoryAdmin):
    list_display = ("began_at", "kind", "seen", "missing", "in_suspense", "right")
    list_filter = ("kind",)
    ordering = ("-pk",)

    @admin.display(description=gettext_lazy("right"))
    def right(self, done: Reconciliation) -> str:
        return yes_or_no(done.is_right)

    def sections(self, request: HttpRequest, obj: Reconciliation) -> list[Section]:
        difference = obj.difference_cents
        return [
            Section(
                _("The comparison"),
                pairs=[
                    (_("kind"), obj.get_kind_display()),
                    (_("began"), moment(obj.began_at)),
                    (_("ended"), moment(obj.ended_at)),
                    (_("seen"), str(obj.seen)),
                    (_("missing before"), str(obj.missing)),
                    (_("put into suspense"), str(obj.in_suspense)),
                    (_("difference"), "" if difference is None else format_money(difference)),
                    (_("right"), yes_or_no(obj.is_right)),
                ],
            ),
            history([obj]),
        ]

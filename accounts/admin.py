"""People in the administration: found by address or name; no password is ever shown or set here."""

from typing import Any, ClassVar

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from accounts import organisation_admin  # noqa: F401 - organisations are administered there
from accounts.admin_pages import Section, WithHistory, yes_or_no
from accounts.administration import RIGHTS, change_rights, check_rights
from accounts.models import User
from accounts.person_dossier import sections_of
from accounts.second_factor import has_second_factor
from activity.errors import Refused

# Addresses are confirmed by their owners, through mails; nobody edits them behind their backs.
# What makes the codes of a second factor is nobody else's to see.
for model in (EmailAddress, EmailConfirmation, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class RightsForm(forms.ModelForm):
    """Asks before saving whether this admin may give or take these rights, and why."""

    actor: User
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept with the change, for other admins to read."),
    )
    helps: ClassVar[dict[str, Any]] = {
        "is_active": _(
            "Without it nobody signs in to this account, its visits end and its access tokens open"
            " nothing. What the person gave and promised stays as it is."
        ),
        "is_staff": _("With it the person reads everything here and decides on projects."),
        "is_superuser": _("With it the person gives and takes rights, also those of admins."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in self.helps.items():
            self.fields[name].help_text = text

    @property
    def wanted(self) -> dict[str, bool]:
        return {name: bool(self.cleaned_data.get(name)) for name in RIGHTS}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            check_rights(User.objects.get(pk=self.instance.pk), self.wanted, actor=self.actor)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence, code=refusal.code) from None  # type: ignore[arg-type]
        if self.has_changed() and not cleaned.get("reason"):
            self.add_error("reason", _("Say why these rights change."))
        return cleaned


@admin.register(User)
class UserAdmin(WithHistory):
    form = RightsForm
    list_display = ("email", "name", "language", "is_active", "is_staff", "joined_at")
    list_filter = ("is_staff", "is_active", "language")
    search_fields = ("email", "name")
    ordering = ("-id",)
    fields = (
        "email",
        "name",
        "language",
        "joined_at",
        "last_login",
        "second_factor",
        "is_active",
        "is_staff",
        "is_superuser",
        "reason",
    )
    readonly_fields = ("email", "name", "language", "joined_at", "last_login", "second_factor")

    def sections(self, request: HttpRequest, obj: User) -> list[Section]:
        return sections_of(obj)

    @admin.display(description=_("Second factor"))
    def second_factor(self, person: User) -> str:
        return yes_or_no(has_second_factor(person))

    @method_decorator(
        reauthentication_required(
            allow_get=True, enabled=lambda request: settings.ADMIN_SECOND_FACTOR
        )
    )
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever gives or takes rights proves once more that it is they."""
        return super().changeform_view(request, *args, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # People sign up themselves.

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # What a person did stays in the books.

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[RightsForm]:
        form = super().get_form(request, obj, change, **kwargs)
        return type("RightsFormOfActor", (form,), {"actor": request.user})

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        change_rights(obj, form.wanted, actor=form.actor, reason=form.cleaned_data["reason"])

"""The admin's site: its name, and who may enter it, with a second factor where one is asked for."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.permissions import is_admin
from accounts.second_factor import has_second_factor, proved_second_factor
from accounts.signup import known_language

LONGEST_SEARCH = 200


class PlatformAdminSite(AdminSite):
    site_header = settings.PLATFORM_NAME
    site_title = settings.PLATFORM_NAME
    index_title = _("Administration")

    def has_permission(self, request: HttpRequest) -> bool:
        if not is_admin(request.user):
            return False
        return not settings.ADMIN_SECOND_FACTOR or proved_second_factor(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from donations.project_money import project_money  # The site stands before the models.

        money = self.admin_view(project_money)
        return [
            path("search/", self.admin_view(self.search), name="search"),
            path("projects/project/<int:project_id>/money/", money, name="project_money"),
            *super().get_urls(),
        ]

    def search(self, request: HttpRequest) -> HttpResponse:
        """Everything that has the words, whatever it is."""
        from goteo.admin_search import look_for

        typed = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_SEARCH]
        context = {
            **self.each_context(request),
            "title": _("Search"),
            "typed": typed,
            "groups": look_for(typed, self, request),
        }
        return TemplateResponse(request, "admin/search.html", context)

    @method_decorator(never_cache)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Where everybody lands whom `has_permission` keeps out. Never a form of its own: the
        stock one knows no limit of attempts and no second factor."""
        wanted = get_next_redirect_url(request) or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(wanted)
        if not is_admin(request.user):
            raise PermissionDenied
        if self.has_permission(request):
            return redirect(wanted)
        context = {
            "onward": urlencode({REDIRECT_FIELD_NAME: wanted}),
            "has_second_factor": has_second_factor(request.user),
        }
        with translation.override(known_language(request.user.language)):
            return render(request, "account/admin_closed.html", context, status=403)

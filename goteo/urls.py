"""All addresses. Pages for people carry their language first; machines' addresses do not."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.static import serve

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("goteo.api_urls")),
    path("", include("pages.plain_urls")),
    path("", include("donations.plain_urls")),
]
if settings.LOCAL:
    urlpatterns += [
        path("_local/mails/", include("activity.urls")),
        # On a server the web server or the storage in front of us gives uploads out.
        path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    ]

urlpatterns += i18n_patterns(
    path("accounts/", include("accounts.urls")),
    path("accounts/second-factor/", include("accounts.second_factor_urls")),
    path("accounts/", include("allauth.account.urls")),
    path("", include("donations.urls")),
    path("projects/", include("rewards.urls")),
    path("projects/", include("projects.urls")),
    path("", include("pages.urls")),
)

handler404 = "goteo.error_pages.not_found"
handler429 = "goteo.error_pages.too_many_requests"
handler500 = "goteo.error_pages.server_error"

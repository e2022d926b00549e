"""Django's admin as an app, with our site in the place of its own."""

from django.contrib.admin.apps import AdminConfig


class PlatformAdminConfig(AdminConfig):
    default_site = "goteo.admin_site.PlatformAdminSite"

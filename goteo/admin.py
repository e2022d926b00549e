"""The admin's name, and Django's own groups left out: being staff is the one right there is."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

admin.site.site_header = settings.PLATFORM_NAME
admin.site.site_title = settings.PLATFORM_NAME
admin.site.index_title = _("Administration")
if admin.site.is_registered(Group):
    admin.site.unregister(Group)

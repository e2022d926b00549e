"""Addresses without a language: on one's own machine, the style page."""

from django.conf import settings
from django.urls import URLPattern, path

from pages.views import style

urlpatterns: list[URLPattern] = []
if settings.LOCAL:
    urlpatterns.append(path("_local/style/", style.style, name="style"))

"""Addresses without a language: drawn covers and, on one's own machine, the style page."""

from django.conf import settings
from django.urls import URLPattern, path

from pages.views import covers, style

urlpatterns: list[URLPattern] = [
    path("cover/<str:seed>.svg", covers.cover, name="cover"),
]
if settings.LOCAL:
    urlpatterns.append(path("_local/style/", style.style, name="style"))

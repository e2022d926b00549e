"""The app of the pages everyone sees."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

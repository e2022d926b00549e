"""The app of the pages everyone sees."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from pages import reactions  # noqa: F401, PLC0415 - they subscribe

"""The platform as an app: its system checks and its management commands."""

from django.apps import AppConfig


class GoteoConfig(AppConfig):
    name = "goteo"

    def ready(self) -> None:
        from goteo import checks  # noqa: F401, PLC0415 - importing registers them

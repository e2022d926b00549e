"""The platform as an app: system checks, management commands, reports of errors."""

from django.apps import AppConfig
from django.conf import settings


class GoteoConfig(AppConfig):
    name = "goteo"

    def ready(self) -> None:
        from goteo import checks  # noqa: F401, PLC0415 - importing registers them

        if settings.SENTRY_DSN:
            from goteo import error_reports  # noqa: PLC0415 - a large part that most places lack

            error_reports.start(settings.SENTRY_DSN)

"""Projects ask: drafting, review, rounds, budget."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from projects import emails, reactions  # noqa: F401 - their handlers subscribe to events

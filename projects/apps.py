"""Projects ask: drafting, review, rounds, budget."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from projects import emails  # noqa: F401 - its handlers subscribe to events

"""The inbox: what the provider told us, stored before it is acted upon."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ProviderEvent(models.Model):
    event_id = models.CharField(_("provider's event"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=80)
    object_id = models.CharField(_("about"), max_length=120, blank=True)
    received_at = models.DateTimeField(_("received"), db_default=Now())
    due_at = models.DateTimeField(_("due"), db_default=Now())
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    applied_at = models.DateTimeField(_("applied"), null=True)
    error = models.TextField(_("last error"), blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("provider event")
        verbose_name_plural = _("provider events")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(applied_at__isnull=True),
                name="provider_event_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"

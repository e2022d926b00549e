"""What an admin said about a project that waited for review."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewDecision(models.Model):
    class Outcome(models.TextChoices):
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")

    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="review_decisions"
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    message = models.TextField(_("message"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        ordering = ["-decided_at"]
        verbose_name = _("review decision")
        verbose_name_plural = _("review decisions")

    def __str__(self) -> str:
        return f"{self.project}: {self.get_outcome_display()}"

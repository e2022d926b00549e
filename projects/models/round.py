"""Dated windows of a campaign. A deadline is an exclusive instant."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.lifecycle import RoundStatus


class Round(models.Model):
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    # The end that was promised at the launch, once an admin has moved it: dates of charging and
    # the longest extension are counted from there.
    extended_from = models.DateTimeField(_("extended from"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=RoundStatus.choices, default=RoundStatus.PLANNED
    )

    class Meta:
        ordering = ["project_id", "number"]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="round_once_per_project"),
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(status__in=["open", "closing"]),
                name="one_round_under_way_per_project",
            ),
            models.CheckConstraint(
                condition=models.Q(number__in=[1, 2]), name="round_number_one_or_two"
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="round_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=RoundStatus.values), name="round_status_known"
            ),
        ]
        indexes = [models.Index(fields=["status", "closes_at"], name="round_due")]

    def __str__(self) -> str:
        return f"{self.project} · {self.number}"

    @property
    def promised_end(self) -> datetime:
        """The end as its backers were told at the launch, whatever was added since (UTC)."""
        return self.extended_from or self.closes_at

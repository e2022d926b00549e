"""A backer's right to one unit of a reward. It never sees the donation that points to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rewards.lifecycle import ClaimStatus


class Claim(models.Model):
    reward = models.ForeignKey("rewards.Reward", on_delete=models.PROTECT, related_name="claims")
    status = models.CharField(
        _("status"), max_length=10, choices=ClaimStatus.choices, default=ClaimStatus.HELD
    )
    held_at = models.DateTimeField(_("held since"))

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=ClaimStatus.values), name="claim_status_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reward} · {self.pk}"

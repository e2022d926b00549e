"""How a round ended: one row, once, for ever."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.Model):
    round = models.OneToOneField("projects.Round", on_delete=models.PROTECT, related_name="verdict")
    passed = models.BooleanField(_("passed"))
    raised_cents = models.BigIntegerField(_("raised"))
    minimum_cents = models.BigIntegerField(_("minimum"))
    optimum_cents = models.BigIntegerField(_("optimum"))
    donations = models.PositiveIntegerField(_("donations"))
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(raised_cents__gte=0, minimum_cents__gte=0),
                name="verdict_amounts_not_negative",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round}: {_('passed') if self.passed else _('failed')}"

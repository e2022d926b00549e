"""What a backer gets for a donation of at least its price."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RewardQuerySet(models.QuerySet["Reward"]):
    def available(self) -> "RewardQuerySet":
        return self.filter(Q(units__isnull=True) | Q(taken__lt=F("units")))


class Reward(models.Model):
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="rewards"
    )
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("description"), max_length=1000)
    price_cents = models.BigIntegerField(_("price"))
    units = models.PositiveIntegerField(_("units"), null=True, blank=True)
    # Held and kept units together: the schema refuses one more than there are.
    taken = models.PositiveIntegerField(_("units taken"), default=0, editable=False)
    delivery_month = models.DateField(_("month of delivery"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = RewardQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("reward")
        verbose_name_plural = _("rewards")
        constraints = [
            models.CheckConstraint(condition=Q(price_cents__gt=0), name="reward_price_above_zero"),
            models.CheckConstraint(
                condition=Q(units__isnull=True) | Q(taken__lte=F("units")),
                name="reward_never_oversold",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def units_left(self) -> int | None:
        """None when there is no limit."""
        return None if self.units is None else self.units - self.taken

"""Cost lines: the essential ones add up to the minimum, all of them to the optimum."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BudgetKind(models.TextChoices):
    TASK = "task", _("Task")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure")
    MATERIAL = "material", _("Material")


class BudgetItem(models.Model):
    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="budget_items"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=BudgetKind.choices)
    title = models.CharField(_("what it pays for"), max_length=120)
    description = models.CharField(_("details"), max_length=500, blank=True)
    amount_cents = models.BigIntegerField(_("amount"))
    essential = models.BooleanField(_("essential"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("budget item")
        verbose_name_plural = _("budget items")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_cents__gt=0), name="budget_item_amount_above_zero"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=BudgetKind.values), name="budget_item_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

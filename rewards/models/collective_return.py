"""What everyone gets: a kind of thing, under an open licence, by a date."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReturnKind(models.TextChoices):
    SOURCE_CODE = "source_code", _("Source code")
    HARDWARE_DESIGN = "hardware_design", _("Hardware design")
    DATASET = "dataset", _("Dataset")
    MANUAL = "manual", _("Manual")
    EDUCATIONAL_MATERIAL = "educational_material", _("Educational material")
    PUBLICATION = "publication", _("Publication")
    AUDIOVISUAL = "audiovisual", _("Audiovisual work")
    FONT_OR_GRAPHICS = "font_or_graphics", _("Font or graphics")
    OPEN_SERVICE = "open_service", _("Service open to all")
    WORKSHOP = "workshop", _("Workshop")
    SHARED_FUND = "shared_fund", _("Shared fund")
    GOVERNANCE_TEMPLATE = "governance_template", _("Template for governance")


class CollectiveReturn(models.Model):
    """Licence and date may be missing in a draft; the publication rules ask for both."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="collective_returns"
    )
    kind = models.CharField(_("kind"), max_length=30, choices=ReturnKind.choices)
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("description"), max_length=1000)
    licence = models.ForeignKey(
        "rewards.Licence",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="collective_returns",
        verbose_name=_("licence"),
    )
    due_on = models.DateField(_("due date"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("collective return")
        verbose_name_plural = _("collective returns")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ReturnKind.values), name="return_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.title

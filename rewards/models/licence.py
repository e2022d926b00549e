"""The catalogue of licences that a return may carry, by SPDX identifier."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.Model):
    class Domain(models.TextChoices):
        SOFTWARE = "software", _("Software")
        HARDWARE = "hardware", _("Hardware and design")
        CONTENT = "content", _("Content")
        DATA = "data", _("Data")
        FONT = "font", _("Fonts")

    class Copyleft(models.TextChoices):
        NONE = "none", _("None")
        WEAK = "weak", _("Weak")
        STRONG = "strong", _("Strong")

    spdx_id = models.CharField(_("SPDX identifier"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    url = models.URLField(_("text of the licence"))
    domain = models.CharField(_("domain"), max_length=20, choices=Domain.choices)
    copyleft = models.CharField(_("copyleft"), max_length=10, choices=Copyleft.choices)
    is_osi = models.BooleanField(_("approved by the OSI"), default=False)
    is_free_culture = models.BooleanField(_("free culture or open definition"), default=False)
    allows_commercial = models.BooleanField(_("commercial use allowed"), default=True)
    allows_derivatives = models.BooleanField(_("changes allowed"), default=True)

    class Meta:
        ordering = ["domain", "spdx_id"]
        verbose_name = _("licence")
        verbose_name_plural = _("licences")

    def __str__(self) -> str:
        return self.spdx_id

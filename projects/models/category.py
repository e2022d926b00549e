"""What a project is about, named in the platform's three languages."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    slug = models.SlugField(_("address"), unique=True)
    name_es = models.CharField(_("name in Spanish"), max_length=60)
    name_ca = models.CharField(_("name in Catalan"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        language = (get_language() or "es")[:2]
        return str(getattr(self, f"name_{language}", self.name_es))

"""A backer as the provider knows them, and the ways to pay that they saved there."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Customer(models.Model):
    """One per e-mail address, in lower case. The provider's id comes with the first checkout."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    provider_id = models.CharField(_("provider's id"), max_length=80, unique=True, null=True)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="customer_email_in_lower_case"
            )
        ]

    def __str__(self) -> str:
        return f"{_('customer')} {self.pk}"


class SavedMethod(models.Model):
    """A card saved for one consent. What it shows is what the provider tells; never a number."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="methods")
    provider_id = models.CharField(_("provider's id"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=30)
    brand = models.CharField(_("brand"), max_length=30, blank=True)
    last_digits = models.CharField(_("last digits"), max_length=4, blank=True)
    expires_month = models.PositiveSmallIntegerField(_("month of expiry"), null=True)
    expires_year = models.PositiveSmallIntegerField(_("year of expiry"), null=True)

    class Meta:
        verbose_name = _("saved method")
        verbose_name_plural = _("saved methods")

    def __str__(self) -> str:
        return f"{(self.brand or self.kind).capitalize()} ···· {self.last_digits}"

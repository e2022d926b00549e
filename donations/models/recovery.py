"""A visit to the card page to pay a declined payment with another card."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.lifecycle import CheckoutStatus


class Recovery(models.Model):
    """The new card takes the old one's place on the same payment and the same PaymentIntent."""

    payment = models.ForeignKey(
        "donations.Payment", on_delete=models.PROTECT, related_name="recoveries"
    )
    status = models.CharField(
        _("status"), max_length=10, choices=CheckoutStatus.choices, default=CheckoutStatus.OPEN
    )
    session_id = models.CharField(_("provider's session"), max_length=120, unique=True, null=True)
    session_url = models.TextField(_("card page"), blank=True)
    method = models.ForeignKey(
        "donations.SavedMethod", on_delete=models.PROTECT, null=True, related_name="recoveries"
    )
    # What the backer agreed to, in the words they saw: amounts in cents, instants in UTC.
    consent = models.JSONField(_("consent"), default=dict)
    opened_at = models.DateTimeField(_("opened"))
    expires_at = models.DateTimeField(_("expires"))
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("payment with another card")
        verbose_name_plural = _("payments with another card")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=CheckoutStatus.values), name="recovery_status_known"
            ),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(status="open"), name="one_open_recovery_per_payment"
            ),
            models.CheckConstraint(
                condition=Q(status="complete", method__isnull=False) | ~Q(status="complete"),
                name="recovery_complete_has_its_card",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('payment with another card')} {self.pk}"

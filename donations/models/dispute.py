"""Money that a bank takes back, or asks about: what it is of, and how it ended."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.lifecycle import DisputeStatus, DonationStatus


class Dispute(models.Model):
    """An inquiry takes nothing; from `open` on the money is with the bank until it has decided."""

    payment = models.ForeignKey(
        "donations.Payment", on_delete=models.PROTECT, related_name="disputes"
    )
    status = models.CharField(
        _("status"), max_length=10, choices=DisputeStatus.choices, default=DisputeStatus.INQUIRY
    )
    provider_id = models.CharField(_("provider's dispute"), max_length=80, unique=True)
    amount_cents = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    # As the bank tells it; for staff.
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    respond_by = models.DateTimeField(_("to be answered by"), null=True)
    evidence = models.TextField(_("evidence that was sent"), blank=True)
    heard_at = models.DateTimeField(_("heard of"))
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="dispute_above_zero"),
            models.CheckConstraint(
                condition=Q(status__in=DisputeStatus.values), name="dispute_status_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["respond_by"],
                condition=Q(status__in=["inquiry", "open"]),
                name="dispute_to_answer",
            )
        ]

    def __str__(self) -> str:
        return f"{_('dispute')} {self.pk}"


class DisputeLine(models.Model):
    """Whose each disputed cent is, and where the donation goes back to if the bank gives in."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="lines")
    donation = models.ForeignKey(
        "donations.Donation", on_delete=models.PROTECT, related_name="dispute_lines"
    )
    amount_cents = models.BigIntegerField(_("amount"))
    status_before = models.CharField(
        _("status before"), max_length=20, choices=DonationStatus.choices
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("line of a dispute")
        verbose_name_plural = _("lines of a dispute")
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "donation"], name="dispute_line_once_per_donation"
            ),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="dispute_line_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} → {self.donation_id}"

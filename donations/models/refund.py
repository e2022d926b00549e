"""Money that goes back by us: one row for each time, of a donation or of what came too late."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.lifecycle import RefundStatus, refund_statuses_under_way


class Refund(models.Model):
    """Without a donation it returns money that came for what had ended already (money-rules.md)."""

    payment = models.ForeignKey(
        "donations.Payment", on_delete=models.PROTECT, related_name="refunds"
    )
    donation = models.ForeignKey(
        "donations.Donation", on_delete=models.PROTECT, null=True, related_name="refunds"
    )
    status = models.CharField(
        _("status"), max_length=10, choices=RefundStatus.choices, default=RefundStatus.DUE
    )
    amount_cents = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    # Passed on to the backer as it is written.
    reason = models.TextField(_("reason"), blank=True)
    provider_id = models.CharField(_("provider's refund"), max_length=80, unique=True, null=True)
    balance_transaction_id = models.CharField(
        _("provider's balance transaction"), max_length=80, unique=True, null=True
    )
    asked_at = models.DateTimeField(_("asked for"))
    due_at = models.DateTimeField(_("due"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    lease_until = models.DateTimeField(_("leased until"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="refund_above_zero"),
            models.CheckConstraint(
                condition=Q(status__in=RefundStatus.values), name="refund_status_known"
            ),
            models.UniqueConstraint(
                fields=["donation"],
                condition=Q(status__in=refund_statuses_under_way()),
                name="one_refund_under_way_per_donation",
            ),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(donation__isnull=True),
                name="money_after_the_end_goes_back_once",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(status="due"), name="refund_due"),
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=["sent", "pending"]),
                name="refund_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('refund')} {self.pk}"

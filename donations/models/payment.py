"""One PaymentIntent for life: lines say whose each cent is, attempts what was tried."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.lifecycle import AttemptStatus, PaymentStatus, unfinished_attempt_statuses
from projects.lifecycle import ProjectStatus


class Payment(models.Model):
    class Kind(models.TextChoices):
        CHECKOUT = "checkout", _("Checkout")
        COLLECTION = "collection", _("Collection")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    status = models.CharField(
        _("status"), max_length=20, choices=PaymentStatus.choices, default=PaymentStatus.CREATED
    )
    amount_cents = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    customer = models.ForeignKey(
        "donations.Customer", on_delete=models.PROTECT, related_name="payments"
    )
    method = models.ForeignKey(
        "donations.SavedMethod", on_delete=models.PROTECT, null=True, related_name="payments"
    )
    checkout = models.OneToOneField(
        "donations.Checkout", on_delete=models.PROTECT, null=True, related_name="payment"
    )
    intent_id = models.CharField(_("provider's intent"), max_length=80, unique=True, null=True)
    balance_transaction_id = models.CharField(
        _("provider's balance transaction"), max_length=80, unique=True, null=True
    )
    created_at = models.DateTimeField(_("created"))
    succeeded_at = models.DateTimeField(_("succeeded"), null=True)
    # Of a collection that was declined: how long it is tried, and when the backer is written to.
    first_declined_at = models.DateTimeField(_("declined first"), null=True)
    give_up_at = models.DateTimeField(_("given up"), null=True)
    next_reminder_at = models.DateTimeField(_("next reminder"), null=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    recovery_opened_at = models.DateTimeField(_("page to pay it opened"), null=True)
    # What the provider was told last: to be lowered there before anything is confirmed.
    intent_amount_cents = models.BigIntegerField(_("amount at the provider"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gte=50), name="payment_at_least_50"),
            models.CheckConstraint(
                condition=Q(status__in=PaymentStatus.values), name="payment_status_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="checkout", checkout__isnull=False)
                | Q(kind="collection", checkout__isnull=True, method__isnull=False),
                name="payment_has_what_its_kind_needs",
            ),
            models.CheckConstraint(
                condition=~Q(status="succeeded")
                | Q(intent_id__isnull=False, succeeded_at__isnull=False),
                name="payment_success_has_its_intent",
            ),
            models.CheckConstraint(
                condition=Q(first_declined_at__isnull=True, give_up_at__isnull=True)
                | Q(first_declined_at__isnull=False, give_up_at__isnull=False),
                name="payment_declined_has_its_last_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["give_up_at"],
                condition=Q(status__in=["retrying", "action_required"]),
                name="payment_to_give_up",
            ),
            models.Index(
                fields=["next_reminder_at"],
                condition=Q(status__in=["retrying", "action_required"]),
                name="payment_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('payment')} {self.pk}"

    @staticmethod
    def lines_on_hold(payment: str) -> "models.QuerySet[PaymentLine]":
        """Standing lines of the outer query's `payment` whose project is on hold (C12)."""
        return PaymentLine.objects.filter(
            payment=models.OuterRef(payment),
            left_at__isnull=True,
            donation__project__status=ProjectStatus.ON_HOLD,
        )

    def standing_lines(self) -> "models.QuerySet[PaymentLine]":
        """What it is for now: without the lines that left it."""
        return self.lines.filter(left_at__isnull=True).order_by("pk")


class PaymentLine(models.Model):
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="lines")
    donation = models.ForeignKey(
        "donations.Donation", on_delete=models.PROTECT, related_name="payment_lines"
    )
    amount_cents = models.BigIntegerField(_("amount"))
    # The backer wanted the others only: it is not charged, and stays as a record.
    left_at = models.DateTimeField(_("left the payment"), null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("line of a payment")
        verbose_name_plural = _("lines of a payment")
        constraints = [
            models.UniqueConstraint(fields=["payment", "donation"], name="line_once_per_payment"),
            # A donation is paid by one payment for ever, so it cannot be charged twice.
            models.UniqueConstraint(fields=["donation"], name="donation_in_one_payment"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="line_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} → {self.donation_id}"


class Attempt(models.Model):
    """One try to collect. Until `lease_until` the worker that took it is believed alive."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(_("number"))
    status = models.CharField(
        _("status"), max_length=20, choices=AttemptStatus.choices, default=AttemptStatus.DUE
    )
    due_at = models.DateTimeField(_("due"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    lease_until = models.DateTimeField(_("leased until"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    by_backer = models.BooleanField(_("by the backer"), default=False)
    # The provider makes a charge for every answer of a bank: whose answer it is.
    charge_id = models.CharField(_("provider's charge"), max_length=80, blank=True)
    # As the provider tells them; shown to staff only, since they tell a thief what to change.
    decline_code = models.CharField(_("decline code"), max_length=60, blank=True)
    advice_code = models.CharField(_("advice code"), max_length=60, blank=True)

    class Meta:
        ordering = ["payment_id", "number"]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(fields=["payment", "number"], name="attempt_numbered_once"),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(status__in=[str(s) for s in unfinished_attempt_statuses()]),
                name="one_unfinished_attempt_per_payment",
            ),
            models.CheckConstraint(
                condition=Q(status__in=AttemptStatus.values), name="attempt_status_known"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(status="due"), name="attempt_due"),
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=["sent", "unknown", "processing"]),
                name="attempt_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} · {self.number}"

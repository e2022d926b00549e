"""What one backer gives one project, from promise to paid or returned."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from donations.lifecycle import DonationStatus, counting_statuses

# What a donation stands for now: what was given, less what went back. Cents, to be summed.
STANDING_CENTS = F("amount_cents") - F("returned_cents")


class DonationQuerySet(models.QuerySet["Donation"]):
    def counting(self) -> "DonationQuerySet":
        """Those whose amount is part of what their project raised."""
        return self.filter(status__in=counting_statuses())


class Donation(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    checkout = models.ForeignKey(
        "donations.Checkout", on_delete=models.PROTECT, related_name="donations"
    )
    # The checkout's own. It stands here too, so that people are counted from an index alone; the
    # schema writes it and refuses another.
    customer = models.ForeignKey(
        "donations.Customer",
        on_delete=models.PROTECT,
        related_name="donations",
        editable=False,
        db_index=False,
        verbose_name=_("customer"),
    )
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="donations"
    )
    round = models.ForeignKey(
        "projects.Round", on_delete=models.PROTECT, null=True, related_name="donations"
    )
    backer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="donations",
        verbose_name=_("backer"),
    )
    status = models.CharField(
        _("status"), max_length=20, choices=DonationStatus.choices, default=DonationStatus.DRAFT
    )
    amount_cents = models.BigIntegerField(_("amount"))
    # Asked back so far, whether or not it has arrived; all of it changes the state as well.
    returned_cents = models.BigIntegerField(_("returned"), default=0, db_default=0)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    claim = models.OneToOneField(
        "rewards.Claim", on_delete=models.PROTECT, null=True, related_name="donation"
    )
    # Consent per gift: without it the public list says "someone".
    show_name = models.BooleanField(_("name may be shown"), default=False)
    public_name = models.CharField(_("name to show"), max_length=80, blank=True)
    charge_by = models.DateTimeField(_("charged at the latest"), null=True)
    opened_at = models.DateTimeField(_("opened"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    objects = DonationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("donation")
        verbose_name_plural = _("donations")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0), name="donation_amount_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(returned_cents__gte=0, returned_cents__lte=F("amount_cents")),
                name="donation_returned_at_most_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=DonationStatus.values), name="donation_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["promised", "collecting"]) | Q(charge_by__isnull=False),
                name="donation_promise_has_a_latest_date",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["promised", "held", "collecting", "paid"])
                | Q(confirmed_at__isnull=False),
                name="donation_counts_once_confirmed",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "status"], name="donation_of_project"),
            models.Index(fields=["round", "status"], name="donation_of_round"),
            # What projects raised and from how many people is asked for thousands of projects at
            # once, to order them by it: from this index alone, without a look at the rows.
            models.Index(
                fields=["project", "customer"],
                include=["amount_cents", "returned_cents"],
                condition=Q(status__in=counting_statuses()),
                name="donation_raised",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('donation')} {self.pk}"

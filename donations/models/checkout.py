"""What a backer confirms together at the provider's card page."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from donations.lifecycle import CheckoutStatus


def new_token() -> str:
    """What a backer holds to see and cancel what they gave, without an account."""
    return secrets.token_urlsafe(24)


class Checkout(models.Model):
    class Mode(models.TextChoices):
        SAVE = "save", _("Saves a card, charges nothing")
        PAY = "pay", _("Charges now")

    # Made by the form that was sent, so that sending it twice opens one checkout.
    form_key = models.UUIDField(unique=True)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices)
    status = models.CharField(
        _("status"), max_length=10, choices=CheckoutStatus.choices, default=CheckoutStatus.OPEN
    )
    customer = models.ForeignKey(
        "donations.Customer", on_delete=models.PROTECT, related_name="checkouts"
    )
    backer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="checkouts",
        verbose_name=_("backer"),
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(_("language"), max_length=2)
    # What the backer agreed to, in the words they saw: amounts in cents, instants in UTC.
    consent = models.JSONField(_("consent"), default=dict)
    method = models.ForeignKey(
        "donations.SavedMethod", on_delete=models.PROTECT, null=True, related_name="checkouts"
    )
    session_id = models.CharField(_("provider's session"), max_length=120, unique=True, null=True)
    session_url = models.TextField(_("card page"), blank=True)
    opened_at = models.DateTimeField(_("opened"))
    expires_at = models.DateTimeField(_("expires"))
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("checkout")
        verbose_name_plural = _("checkouts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=CheckoutStatus.values), name="checkout_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status="open", closed_at__isnull=True)
                | (~models.Q(status="open") & models.Q(closed_at__isnull=False)),
                name="checkout_closed_when_no_longer_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], condition=models.Q(status="open"), name="checkout_still_open"
            )
        ]

    def __str__(self) -> str:
        return f"{_('checkout')} {self.pk}"

"""What happened (events), what is still to follow from it (deliveries), and the mails to send.

Facts of an event outlive the people in them: write ids there, never names or addresses.
"""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One row of who did what to which thing. A trigger refuses every change to it."""

    verb = models.CharField(_("what was done"), max_length=80)
    # People are erased by pseudonym, so the row they are named by always stays.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who did it"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    subject_kind = models.CharField(_("kind of thing"), max_length=100)
    subject_id = models.CharField(_("which one"), max_length=64)
    facts = models.JSONField(_("facts"), default=dict, encoder=DjangoJSONEncoder)
    occurred_at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="event_by_subject"),
            models.Index(fields=["verb", "id"], name="event_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"


class Delivery(models.Model):
    """One handler's duty towards one event: done once, tried again while it fails."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(_("handler"), max_length=200)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"), db_default=Now())
    done_at = models.DateTimeField(_("done"), null=True)
    error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="delivery_once_per_handler"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(done_at=None), name="delivery_still_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handler} ← {self.event_id}"


class Mail(models.Model):
    """A mail to one person. Waiting while `due_at` is set, given up when neither date is."""

    key = models.CharField(_("key"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=80)
    recipient = models.EmailField(_("recipient"), max_length=254)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=255)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))
    created_at = models.DateTimeField(_("written"), db_default=Now())
    due_at = models.DateTimeField(_("due"), null=True, db_default=Now())
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True)
    error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(due_at=None),
                name="mail_sent_is_no_longer_due",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(due_at__isnull=False), name="mail_still_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

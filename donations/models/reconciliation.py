"""What came of comparing our records with the provider's: one row for each time."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reconciliation(models.Model):
    class Kind(models.TextChoices):
        EVENTS = "events", _("Events")
        BOOK = "book", _("Book")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"))
    seen = models.PositiveIntegerField(_("seen"))
    # Events that no webhook had brought, or lines of the provider's account that the book lacked.
    missing = models.PositiveIntegerField(_("missing before"))
    in_suspense = models.PositiveIntegerField(_("put into suspense"), default=0)
    # The provider's balance less the book's, when all lines were booked. Null for events.
    difference_cents = models.BigIntegerField(_("difference"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["events", "book"]), name="reconciliation_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="events", difference_cents__isnull=True)
                | models.Q(kind="book", difference_cents__isnull=False),
                name="reconciliation_of_the_book_has_a_difference",
            ),
        ]
        indexes = [models.Index(fields=["kind", "-began_at"], name="reconciliation_latest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.began_at:%Y-%m-%d %H:%M}"

    @property
    def is_right(self) -> bool:
        """Nothing that nobody can place, and the same sum on both sides."""
        return self.in_suspense == 0 and not self.difference_cents

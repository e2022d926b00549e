"""`manage.py reconcile`: our records against the provider's, and exits 1 when they differ."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from donations import webhooks
from donations.gateways.port import GatewayError
from donations.reconciling import hear_missed_events, reconcile
from money.format import format_money


class Command(BaseCommand):
    help = "Hear of events that no webhook told, then compare every line of the provider's account."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            events = hear_missed_events(self._tell)
            webhooks.apply_events(limit=max(events.missing, 100))
            book = reconcile(self._tell)
        except GatewayError as error:
            raise CommandError(
                f"The provider does not answer: {error}. Try again later."
            ) from error
        self.stdout.write(f"events: {events.seen} seen, {events.missing} had not been told")
        self.stdout.write(
            f"book: {book.seen} lines seen, {book.missing} were missing,"
            f" {book.in_suspense} of them in suspense"
        )
        if not book.is_right:
            difference = format_money(book.difference_cents or 0, language="en")
            raise CommandError(
                f"Not reconciled: {book.in_suspense} lines in suspense, difference {difference}."
            )
        self.stdout.write(self.style.SUCCESS("The provider and the book agree."))

    def _tell(self, seen: int) -> None:
        if self.stdout.isatty() and seen % 100 == 0:
            self.stdout.write(f"\r{seen} lines", ending="")
            self.stdout.flush()

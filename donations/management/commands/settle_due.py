"""`manage.py settle_due`: does now what the workers' ticks do for rounds and charges."""

from typing import Any

from django.core.management.base import BaseCommand

from donations import cancelling, checkout_outcome, collecting, releasing, settlement
from donations.models import Attempt


class Command(BaseCommand):
    help = "Close rounds whose end has come, give verdicts, and take the charges that are due."

    def handle(self, *args: Any, **options: Any) -> None:
        closed = settlement.close_due_rounds()
        checkout_outcome.expire_overdue_checkouts()
        releasing.release_leftovers()
        settled = settlement.settle_closing_rounds()
        self.stdout.write(f"{len(closed)} rounds closed, {len(settled)} settled")
        collected = 0
        while taken := collecting.collect_due():
            collected += taken
            self.stdout.write(f"{collected} charges tried")
        asked = collecting.resolve_silent_attempts()
        ended = cancelling.stop_late_payments()
        unknown = Attempt.objects.filter(status="unknown").count()
        self.stdout.write(
            f"{collected} charges tried, {asked} asked about, {ended} ended, {unknown} unknown"
        )

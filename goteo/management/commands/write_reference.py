"""Writes the pages of docs/reference that come from the code."""

from typing import Any

from django.core.management.base import BaseCommand

from goteo.reference import pages


class Command(BaseCommand):
    help = "Writes the reference pages that are generated from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        for path, text in pages().items():
            path.write_text(text)
            self.stdout.write(f"Wrote {path.name}.")

"""`manage.py restore FOLDER`: loads a backup into the empty database of DATABASE_URL."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goteo.backups.errors import BackupFailed
from goteo.backups.restoring import restore


class Command(BaseCommand):
    help = "Load a backup into an empty database, and prove that all of it came back."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="The dated folder that backup made.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            found = restore(folder, tell=self.stdout.write)
        except BackupFailed as error:
            raise CommandError(str(error)) from None
        rows = sum(found.rows.values())
        self.stdout.write(f"{rows} rows of {len(found.rows)} tables, each table as it was")
        if found.wrong:
            raise CommandError(
                "All came back; the books were wrong before:\n" + "\n".join(found.wrong)
            )
        self.stdout.write(self.style.SUCCESS("The books are right."))

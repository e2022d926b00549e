"""`manage.py backup FOLDER`: a dated folder in FOLDER with all that a restore needs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goteo.backups.errors import BackupFailed
from goteo.backups.making import make_backup


class Command(BaseCommand):
    help = "Write the database, the pictures and a manifest into a new dated folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="Where the dated folder is made.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            made, found = make_backup(folder, tell=self.stdout.write)
        except BackupFailed as error:
            raise CommandError(str(error)) from None
        rows = sum(found.rows.values())
        self.stdout.write(f"{made}: {rows} rows of {len(found.rows)} tables")
        if found.wrong:
            raise CommandError(
                "The backup is complete, but the books in it are wrong:\n" + "\n".join(found.wrong)
            )
        self.stdout.write(self.style.SUCCESS("The books in it are right."))

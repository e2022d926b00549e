"""`manage.py check_ledger`: asks the whole book whether it is right, and exits 1 when it is not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.checks import verify


class Command(BaseCommand):
    help = (
        "Check that every entry balances, that nothing is stuck or overdrawn, and all is covered."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--book-only", action="store_true", help="Ask the database alone, no provider."
        )

    def handle(self, *args: Any, book_only: bool, **options: Any) -> None:
        progress = self._tell if self.stdout.isatty() else None
        report = verify(progress=progress, book_only=book_only)
        for name, sentences in report.wrong.items():
            self.stdout.write(f"{'wrong' if sentences else 'right'}  {name}")
            for sentence in sentences:
                self.stdout.write(f"       {sentence}")
        looked_at = (
            f"{report.entries} entries, {report.postings} postings, {report.accounts} accounts"
        )
        if not report.is_right:
            raise CommandError(f"The books are wrong ({looked_at}).")
        self.stdout.write(self.style.SUCCESS(f"The books are right ({looked_at})."))

    def _tell(self, name: str, done: int, total: int) -> None:
        percent = done * 100 // total if total else 100
        self.stdout.write(f"\r{percent:3d} %  {name:<50}", ending="\r" if percent == 100 else "")
        self.stdout.flush()

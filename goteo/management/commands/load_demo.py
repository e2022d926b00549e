"""`manage.py load_demo`: people, projects and gifts to look at, made by the real use-cases."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from activity.errors import Refused
from activity.ticks import holding
from donations import collecting
from goteo.demo import sign_ins
from goteo.demo.card_page import CardPageFailed
from goteo.demo.haste import unwaited_commits
from goteo.demo.making import CollectionStuck, is_made, make
from goteo.demo.people import REMEI, account_of
from goteo.demo.safety import REFUSED, why_not_here
from goteo.demo.stories import STORIES
from ledger.checks import verify


class Command(BaseCommand):
    help = "Load the demo: people, projects and gifts, against the offline Stripe only."

    def handle(self, *args: Any, **options: Any) -> None:
        reason = why_not_here()
        if reason:
            raise CommandError(reason, returncode=REFUSED)
        with unwaited_commits(), holding("goteo.load_demo") as held:
            if not held:
                raise CommandError("The demo is being loaded already; wait for it.")
            try:
                self._load()
            except (CardPageFailed, CollectionStuck, Refused) as error:
                raise CommandError(f"{error} Run the command again to go on.") from error

    def _load(self) -> None:
        missing = [story for story in STORIES if not is_made(story)]
        if not missing:
            sign_ins.keep(STORIES)
            self.stdout.write("The demo is already there; nothing was changed.")
            return
        account_of(REMEI)
        for number, story in enumerate(missing, start=1):
            self.stdout.write(f"{number}/{len(missing)}  {story.title}")
            project = make(story, self._tell)
            self.stdout.write(f"     {project.status}, {len(story.gifts)} gifts")
        sign_ins.keep(STORIES)
        self._check()
        self.stdout.write("\n".join(["", "Demo sign-ins", *sign_ins.lines(STORIES)]))

    def _tell(self, done: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r     {done} of {total} gifts", ending="\r")
            self.stdout.flush()

    def _check(self) -> None:
        collecting.book_missing_costs()
        report = verify()
        for name, sentences in report.wrong.items():
            for sentence in sentences:
                self.stdout.write(f"wrong  {name}: {sentence}")
        if not report.is_right:
            raise CommandError("The demo is loaded, but the books are wrong.")
        self.stdout.write(self.style.SUCCESS(f"The books are right ({report.entries} entries)."))

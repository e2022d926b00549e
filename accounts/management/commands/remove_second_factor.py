"""`manage.py remove_second_factor ADDRESS`: for somebody who lost their device and their codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.second_factor import remove_second_factor


class Command(BaseCommand):
    help = "Removes a person's second factor and tells them. Be sure it is they who ask."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the e-mail address they sign in with")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        try:
            person = User.objects.get_by_natural_key(address)
        except User.DoesNotExist:
            raise CommandError(f"Nobody signs in as {address}.") from None
        if not remove_second_factor(person, actor=None):
            raise CommandError(f"{address} has no second factor.")
        self.stdout.write("Removed. Their password alone opens their account now.")

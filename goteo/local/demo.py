"""Loads the demo data on the first start, by the management command that servers have too."""

import sys

import django
from django.core.management import call_command, get_commands

ABSENT = 3


def main() -> int:
    django.setup()
    if "load_demo" not in get_commands():
        return ABSENT
    call_command("load_demo")
    return 0


if __name__ == "__main__":
    sys.exit(main())

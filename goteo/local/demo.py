"""Loads the demo data on the first start, by the management command that servers have too."""

import sys

import django
from django.core.management import CommandError, call_command

from goteo.demo.safety import REFUSED


def main() -> int:
    """REFUSED when the demo must not be loaded here; what is printed last says why."""
    django.setup()
    try:
        call_command("load_demo")
    except CommandError as error:
        print(error)
        return error.returncode
    return 0


__all__ = ["REFUSED", "main"]

if __name__ == "__main__":
    sys.exit(main())

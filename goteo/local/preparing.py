"""What has to be done once the database answers and before the first page: one Django process."""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from goteo.local import translations
from goteo.local.state import State


def main() -> None:
    made = translations.compile_all(settings.BASE_DIR / "locale")
    print(f"{made} translations compiled")
    django.setup()
    try:
        call_command("check", fail_level="ERROR")
    except SystemCheckError as error:
        sys.exit(str(error))
    call_command("migrate", interactive=False)
    collect_static_files(State(Path(settings.DATA_DIR)))


def collect_static_files(state: State) -> None:
    """Only when a file changed: naming and compressing them all takes seconds."""
    mark = _mark_of_static_files()
    if state.read("static.json").get("mark") == mark and settings.STATIC_ROOT.exists():
        print("static files are as they were")
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    state.write("static.json", {"mark": mark})


def _mark_of_static_files() -> str:
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415 - needs the apps

    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]["BACKEND"]).encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            facts = os.stat(storage.path(path))
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()

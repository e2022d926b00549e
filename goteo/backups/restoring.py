"""Restoring a backup into an empty database, and proving that everything came back."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from goteo.backups import facts, pictures, programs
from goteo.backups.errors import BackupFailed
from goteo.backups.making import DUMP, FORMAT, MANIFEST, PICTURES

Tell = Callable[[str], object]


def restore(folder: Path, *, tell: Tell) -> facts.DatabaseFacts:
    """Loads `folder` into the present database, which must hold no table.

    Raises BackupFailed, before anything is written, if a file is not the one that was packed or
    the database is not empty; and after it, if something did not come back as it was. The
    database comes back in one transaction. Pictures that are there already stay.
    """
    manifest = _read_manifest(folder)
    expected = facts.DatabaseFacts.from_json(manifest["database"])
    _refuse_full_database()
    version = max(_server_version(), int(manifest["pg_dump"]))
    program = programs.find("pg_restore", least=version)
    tell(f"loading the database with pg_restore {programs.version_of(program)}")
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    name = str(connection.settings_dict["NAME"])
    programs.run(program, [*options, f"--dbname={name}", str(folder / DUMP)], connection)
    tell("putting back the pictures")
    pictures.unpack(folder / PICTURES, manifest["pictures"])
    tell("comparing rows, triggers, ledger and pictures")
    made_at = datetime.fromisoformat(manifest["made_at"])
    return _compare(expected, manifest["pictures"], made_at)


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError):
        raise BackupFailed(f"{folder} is not a complete backup: no {MANIFEST} in it.") from None
    if manifest.get("format") != FORMAT:
        raise BackupFailed(f"{folder} was written in another format than {FORMAT}.")
    for name, expected in manifest["sha256"].items():
        if not (folder / name).exists() or facts.sha256_of(folder / name) != expected:
            raise BackupFailed(f"{name} is missing or not as it was when the backup was made.")
    return manifest


def _refuse_full_database() -> None:
    there = facts.tables()
    if there:
        name = connection.settings_dict["NAME"]
        raise BackupFailed(
            f"The database {name} is not empty ({len(there)} tables). A backup is restored into "
            "an empty one: make one with createdb and name it in DATABASE_URL."
        )


def _compare(
    expected: facts.DatabaseFacts, hashes: dict[str, str], made_at: datetime
) -> facts.DatabaseFacts:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("ANALYZE")
    found = facts.of_database(made_at)
    wrong = expected.differences(found) + pictures.differences(hashes)
    if wrong:
        raise BackupFailed("Not everything came back:\n" + "\n".join(wrong))
    return found


def _server_version() -> int:
    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10_000

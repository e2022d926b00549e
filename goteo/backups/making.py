"""Making a backup of a running platform: all of it as it was at one instant.

The dump and the counts beside it are taken from one snapshot of the database. Pictures are copied
after it: they are never changed, so that all which the snapshot knows are there.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from activity.clock import database_now
from goteo.backups import facts, pictures, programs
from goteo.backups.errors import BackupFailed

MANIFEST, DUMP, PICTURES = "manifest.json", "database.dump", "pictures.tar"
FORMAT = 1
Tell = Callable[[str], object]


def make_backup(target: Path, *, tell: Tell) -> tuple[Path, facts.DatabaseFacts]:
    """A new dated folder in `target`, for its owner only; there only once it is complete.

    Gives it with what was true of the database, the ledger's verdict among it.
    """
    now = database_now()
    finished = target / now.strftime("%Y-%m-%dT%H%M%SZ")
    folder = finished.with_name(finished.name + ".unfinished")
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        raise BackupFailed(f"Another backup is being made in {folder}.") from None
    version = _server_version()
    program = programs.find("pg_dump", least=version)
    with _snapshot() as snapshot:
        tell("counting rows and asking the ledger")
        found = facts.of_database(now)
        tell(f"dumping the database with pg_dump {programs.version_of(program)}")
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        programs.run(program, [*options, f"--file={folder / DUMP}"], connection)
    tell("packing the pictures")
    hashes = pictures.pack(folder / PICTURES)
    _write_manifest(folder, now, programs.version_of(program), found, hashes)
    for file in folder.iterdir():
        file.chmod(0o600)
    folder.rename(finished)
    return finished, found


@contextmanager
def _snapshot() -> Iterator[str]:
    """A transaction that sees one instant, and its name for others. It may last for hours."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def _server_version() -> int:
    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10_000


def _write_manifest(
    folder: Path,
    now: datetime,
    dumped_by: int,
    found: facts.DatabaseFacts,
    hashes: dict[str, str],
) -> None:
    manifest = {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "pg_dump": dumped_by,
        "sha256": {name: facts.sha256_of(folder / name) for name in (DUMP, PICTURES)},
        "database": found.as_json(),
        "pictures": hashes,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")

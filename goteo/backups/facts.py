"""What must be the same before and after: rows of each table, triggers, the ledger's verdict."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from ledger.checks import verify

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class DatabaseFacts:
    """`triggers` as “table.trigger”; `wrong` is the ledger's verdict, empty when it is right."""

    rows: Mapping[str, int]
    triggers: tuple[str, ...]
    wrong: tuple[str, ...]

    def differences(self, other: "DatabaseFacts") -> list[str]:
        """One sentence for each thing that is not the same in `other`."""
        found = []
        for table in sorted(self.rows.keys() | other.rows.keys()):
            had, has = self.rows.get(table, "no"), other.rows.get(table, "no")
            if had != has:
                found.append(f"{table} has {has} rows instead of {had}.")
        lost = set(self.triggers) - set(other.triggers)
        found += [f"The trigger {name} is missing." for name in sorted(lost)]
        if self.wrong != other.wrong:
            found += [f"The ledger says now: {sentence}" for sentence in other.wrong or ("right",)]
        return found

    def as_json(self) -> dict[str, Any]:
        return {"rows": self.rows, "triggers": list(self.triggers), "ledger_wrong": self.wrong}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "DatabaseFacts":
        return cls(found["rows"], tuple(found["triggers"]), tuple(found["ledger_wrong"]))


def of_database(now: datetime) -> DatabaseFacts:
    """Asked of the present connection; inside a snapshot, of that snapshot.

    `now` is when the backup is made, also when it is restored much later: the ledger asks for how
    long money has been in passing.
    """
    report = verify(now=now, book_only=True)
    wrong = tuple(f"{name}: {sentence}" for name, all_ in report.wrong.items() for sentence in all_)
    return DatabaseFacts(_rows(), _triggers(), wrong)


def tables() -> list[str]:
    """All that are not the server's own."""
    return _column(
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name"
    )


def _rows() -> dict[str, int]:
    counted = {}
    for table in tables():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            counted[table] = int(cursor.fetchone()[0])
    return counted


def _triggers() -> tuple[str, ...]:
    """Those that are on. Triggers of foreign keys are the server's own affair."""
    return tuple(
        _column(
            "SELECT c.relname || '.' || t.tgname FROM pg_trigger t JOIN pg_class c"
            " ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
            " ORDER BY 1"
        )
    )


def _column(statement: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [str(value) for (value,) in cursor.fetchall()]


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()

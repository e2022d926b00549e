"""Databases whose commits stay: one template per session, one clone per test that needs it.

The ledger's triggers refuse TRUNCATE, and a deferred trigger never fires in a transaction that is
rolled back; so such a test gets a whole database of its own and drops it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, LiteralString
from urllib.parse import quote

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from psycopg import sql

_numbers = count(1)


@dataclass(frozen=True)
class CommittedDatabase:
    """A clone of the migrated database; `url` is for other processes."""

    name: str
    url: str


def make_template() -> str:
    """Copies the migrated test database, and drops what killed runs have left."""
    source = _settings()["NAME"]
    assert source.startswith("test_"), f"{source} is not a test database"
    connections.close_all()
    with _administration() as administration:
        old = administration.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{source}\\_c%"]
        ).fetchall()
        for (name,) in old:
            _on_database(administration, "DROP DATABASE {} WITH (FORCE)", name)
        # Copying files is some times faster here than writing the template through the log.
        template = template_name()
        _on_database(
            administration, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", template, source
        )
    return template


def template_name() -> str:
    return f"{_settings()['NAME']}_c0"


def end_other_connections() -> None:
    """Threads of tests may have left some to the test database, which then cannot be dropped."""
    source = _settings()["NAME"]
    connections.close_all()
    with _administration() as administration:
        administration.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source]
        )


def drop_template(name: str) -> None:
    with _administration() as administration:
        _on_database(administration, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextmanager
def cloned(template: str) -> Iterator[CommittedDatabase]:
    """Points every connection of this process at a fresh clone, and back again."""
    source = template.removesuffix("_c0")
    name = f"{source}_c{next(_numbers)}"
    with _administration() as administration:
        _on_database(
            administration, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template
        )
    _point_at(name)
    try:
        yield CommittedDatabase(name, _url(name))
    finally:
        _point_at(source)
        drop_template(name)


def _point_at(name: str) -> None:
    connections.close_all()
    # One dictionary for all threads: connections opened from now on follow it.
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name
    ContentType.objects.clear_cache()


def _settings() -> dict[str, Any]:
    return connections["default"].settings_dict


def _url(name: str) -> str:
    known = _settings()
    password = f":{quote(known['PASSWORD'], safe='')}" if known["PASSWORD"] else ""
    return f"postgresql://{known['USER']}{password}@{known['HOST']}:{known['PORT']}/{name}"


def _administration() -> "psycopg.Connection[tuple[Any, ...]]":
    return psycopg.connect(_url("postgres"), autocommit=True)


def _on_database(
    connection: "psycopg.Connection[tuple[Any, ...]]", statement: LiteralString, *names: str
) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

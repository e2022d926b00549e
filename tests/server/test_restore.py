"""bin/backup and bin/restore, end to end: a platform with money in it comes back to the cent."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from donations import collecting
from goteo.backups import facts
from tests import builders
from tests.committed import CommittedDatabase
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import a_donation, a_gift
from tests.stripe_sandbox.running import RunningSandbox

ROOT = Path(__file__).resolve().parents[2]
SERVER = {
    "GOTEO_MODE": "server",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "PYTHON": sys.executable,
    "DJANGO_SETTINGS_MODULE": "goteo.settings",
}


@pytest.fixture
def platform(
    committed_db: CommittedDatabase, sandbox: RunningSandbox, settings: Any, tmp_path: Path
) -> CommittedDatabase:
    """Alba's project, funded: two people gave, and both were charged."""
    settings.MEDIA_ROOT = tmp_path / "media"
    project = builders.a_live_project(rounds_planned=1, budget=builders.a_budget(10_000, 20_000))
    a_donation(sandbox, project, a_gift(6_000))
    a_donation(sandbox, project, a_gift(7_550, email="other@example.org"))
    close_round(project)
    collection_day()
    collecting.book_missing_costs()
    assert project.status == "funded"
    return committed_db


@pytest.fixture
def empty(committed_db: CommittedDatabase) -> Iterator[str]:
    """The address of a database without a table, beside the test's own."""
    name = f"{committed_db.name}_back"
    identifier = sql.Identifier(name)
    with psycopg.connect(committed_db.url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(identifier))
        yield f"{committed_db.url.rsplit('/', 1)[0]}/{name}"
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


def run(script: str, folder: Path, url: str, media: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(ROOT / "bin" / script), str(folder)],
        env={**os.environ, **SERVER, "DATABASE_URL": url, "MEDIA_ROOT": str(media)},
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def backup(platform: CommittedDatabase, tmp_path: Path) -> Path:
    done = run("backup", tmp_path / "backups", platform.url, tmp_path / "media")
    assert done.returncode == 0, done.stdout + done.stderr
    (folder,) = (tmp_path / "backups").iterdir()
    return folder


def rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as text, in an order of their own."""
    with psycopg.connect(url) as database:
        names = database.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        return {
            name: sorted(
                database.execute(
                    sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(name))
                ).fetchall()
            )
            for (name,) in names
        }


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_all_comes_back_into_an_empty_database(
    platform: CommittedDatabase, backup: Path, empty: str, tmp_path: Path
) -> None:
    done = run("restore", backup, empty, tmp_path / "media-back")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "The books are right." in done.stdout
    assert rows(empty) == rows(platform.url)
    assert len(rows(empty)["ledger_posting"]) > 0
    assert files(tmp_path / "media-back") == files(tmp_path / "media") != {}
    assert_the_book_is_guarded(empty)


def assert_the_book_is_guarded(url: str) -> None:
    """Nothing is taken out of it, and nothing is added to what was sealed."""
    with psycopg.connect(url) as restored:
        with pytest.raises(psycopg.DatabaseError, match="append-only|never"):
            restored.execute("DELETE FROM ledger_posting")
        restored.rollback()
        with pytest.raises(psycopg.errors.CheckViolation, match="sealed"):
            restored.execute(
                "INSERT INTO ledger_posting (entry_id, account_id, currency, amount_cents)"
                " SELECT entry_id, account_id, currency, 1 FROM ledger_posting LIMIT 1"
            )


def test_the_manifest_says_what_is_in_it_and_only_its_owner_may_read(backup: Path) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())

    assert manifest["database"]["rows"]["projects_project"] == 1
    assert manifest["database"]["rows"]["donations_donation"] == 2
    assert manifest["database"]["ledger_wrong"] == []
    assert "ledger_posting.ledger_posting_balances" in manifest["database"]["triggers"]
    assert len(manifest["pictures"]) == 1
    for name, digest in manifest["sha256"].items():
        assert facts.sha256_of(backup / name) == digest
    assert {path.stat().st_mode & 0o077 for path in (backup, *backup.iterdir())} == {0}


def test_what_is_refused_leaves_everything_as_it_was(
    platform: CommittedDatabase, backup: Path, empty: str, tmp_path: Path
) -> None:
    before = rows(platform.url)
    full = run("restore", backup, platform.url, tmp_path / "media-back")
    no_dump, no_pictures, no_manifest = (
        run("restore", damaged(backup, name), empty, tmp_path / "media-back")
        for name in ("database.dump", "pictures.tar", "manifest.json")
    )

    assert "is not empty" in full.stderr
    assert "database.dump is missing or not as it was" in no_dump.stderr
    assert "pictures.tar is missing or not as it was" in no_pictures.stderr
    assert "is not a complete backup" in no_manifest.stderr
    for done in (full, no_dump, no_pictures, no_manifest):
        assert done.returncode == 1
    assert rows(platform.url) == before
    assert rows(empty) == {}
    assert not (tmp_path / "media-back").exists()


def damaged(backup: Path, name: str) -> Path:
    """A copy in which one byte in the middle of that file is another."""
    copy = backup.with_name(f"without-{name}")
    shutil.copytree(backup, copy)
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (copy / name).write_bytes(content)
    return copy


def test_a_picture_that_is_another_one_is_noticed(backup: Path, empty: str, tmp_path: Path) -> None:
    (name,) = files(tmp_path / "media")
    other = tmp_path / "media-back" / name
    other.parent.mkdir(parents=True)
    other.write_bytes(b"another")
    done = run("restore", backup, empty, tmp_path / "media-back")

    assert done.returncode == 1
    assert f"The picture {name} is another one." in done.stderr
    assert other.read_bytes() == b"another"


def test_a_lost_row_or_trigger_would_be_noticed() -> None:
    whole = facts.DatabaseFacts({"ledger_entry": 3}, ("ledger_entry.guard",), ())
    less = facts.DatabaseFacts({"ledger_entry": 2}, (), ("it balances: no",))

    assert whole.differences(whole) == []
    assert whole.differences(less) == [
        "ledger_entry has 2 rows instead of 3.",
        "The trigger ledger_entry.guard is missing.",
        "The ledger says now: it balances: no",
    ]

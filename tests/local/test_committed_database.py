"""The databases that tests use keep what they promise."""

import re

import psycopg
import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction

from tests.committed import CommittedDatabase


@pytest.fixture
def bakers(db: None) -> Group:
    return Group.objects.create(name="bakers")


def test_another_connection_sees_what_was_committed(
    committed_db: CommittedDatabase, bakers: Group
) -> None:
    with psycopg.connect(committed_db.url) as other:
        seen = other.execute("SELECT name FROM auth_group").fetchall()

    assert seen == [("bakers",)]


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_begins_with_an_empty_clone(committed_db: CommittedDatabase, turn: int) -> None:
    assert not Group.objects.exists()
    with transaction.atomic():
        Group.objects.create(name=f"turn {turn}")


def test_a_test_with_db_runs_in_the_test_database(bakers: Group) -> None:
    assert connection.in_atomic_block
    assert "_c" not in connection.settings_dict["NAME"]


def test_a_clone_is_of_the_test_database_never_of_the_real_one(
    committed_db: CommittedDatabase,
) -> None:
    assert re.fullmatch(r"test_.+_c[1-9]\d*", connection.settings_dict["NAME"])
    assert committed_db.url.endswith(f"/{committed_db.name}")


def test_after_commit_work_runs(committed_db: CommittedDatabase) -> None:
    rung = []
    with transaction.atomic():
        transaction.on_commit(lambda: rung.append("bell"))

    assert rung == ["bell"]

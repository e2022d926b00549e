"""/healthz and /readyz: what is told when parts are away, and to whom."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from goteo import health

NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def not_asked_yet(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", False)
    settings.METRICS_TOKEN = "of the operator"


def details(client: Client) -> dict[str, str]:
    answer = client.get("/readyz", headers={"Authorization": "Bearer of the operator"})
    parts: dict[str, str] = answer.json()["parts"]
    return parts


def test_a_process_that_answers_is_alive_without_asking_anybody(client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_with_all_its_parts_it_is_ready(client: Client) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_probes_need_no_host_and_no_https(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["goteo.example"]
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz", headers={"Host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/readyz", headers={"Host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/en/", headers={"Host": "10.0.0.7:8000"}).status_code == 400


@pytest.mark.django_db
def test_without_the_cache_it_goes_on_and_says_so(client: Client, settings: Any) -> None:
    settings.REDIS_URL = NOBODY
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"status": "degraded"})
    assert details(client)["cache"] == "does not answer (ConnectionError)"


@pytest.mark.django_db
def test_without_a_migration_it_is_not_ready(client: Client) -> None:
    (newest,) = MigrationLoader(connection).graph.leaf_nodes("donations")
    MigrationRecorder(connection).record_unapplied(*newest)
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})
    assert details(client)["migrations"] == "1 not applied"


@pytest.mark.django_db(transaction=False)
def test_without_the_database_it_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection is cut on the server, as when PostgreSQL goes away."""
    with connection.cursor() as cursor, pytest.raises(Exception, match="terminat"):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})
    assert details(client)["database"].startswith("does not answer (")


@pytest.mark.django_db
@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer wrong", "of the operator"])
def test_strangers_learn_no_details(client: Client, shown: str) -> None:
    assert set(client.get("/readyz", headers={"Authorization": shown}).json()) == {"status"}


@pytest.mark.django_db
def test_without_a_token_nobody_learns_details(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    answer = client.get("/readyz", headers={"Authorization": "Bearer "})

    assert set(answer.json()) == {"status"}

"""The cache away: people still come in, and limits still hold."""

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from tests import cast
from tests.stripe_sandbox.running import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _redis_is_down(settings: Any) -> None:
    away = {"LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
    settings.CACHES = {"default": caches.settings["default"] | away}


def test_people_sign_in(client: Client) -> None:
    biel = cast.biel()
    typed = {"login": biel.email, "password": cast.PASSWORD}
    assert client.post("/en/accounts/login/", typed).status_code == 302
    assert client.get("/en/projects/mine/").status_code == 200


def test_guessing_a_password_is_still_limited(client: Client) -> None:
    wrong = {"login": cast.biel().email, "password": "not this one"}
    answers = [client.post("/en/accounts/login/", wrong) for _ in range(12)]
    said = answers[-1].content.decode()
    assert answers[-1].status_code == 429 or "Too many" in said

"""Where people come to who sign in and asked for nothing in particular."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests import builders, cast
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db


def arrives_at(client: Client, person: User, query: str = "") -> str:
    typed: dict[str, Any] = {"login": person.email, "password": cast.PASSWORD}
    answer = client.post(f"/en/accounts/login/{query}", typed, follow=True)
    assert answer.status_code == 200
    return answer.redirect_chain[-1][0]


def test_a_creator_comes_to_their_projects(client: Client) -> None:
    assert arrives_at(client, builders.a_draft().owner) == "/ca/projects/mine/"


def test_a_backer_comes_to_their_donations(client: Client) -> None:
    a_promise(builders.a_live_project(), email=cast.biel().email)
    assert arrives_at(client, cast.biel()) == "/ca/my-donations/"


def test_who_asked_for_a_page_comes_to_that(client: Client) -> None:
    page = "/en/projects/new/"
    assert arrives_at(client, cast.biel(), f"?next={page}") == page


def test_nobody_else_comes_in(client: Client) -> None:
    answer: Any = client.get("/en/own/")
    assert answer.url == "/en/accounts/login/?next=/en/own/"

"""The admin behind a second factor: closed without, open with one, open on one's own machine."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests import cast
from tests.accounts.test_second_factor import (
    AGAIN,
    HERE,
    give_code,
    next_code_of,
    set_up,
    sign_in,
)

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def _asked_for(settings: Any) -> None:
    settings.ADMIN_SECOND_FACTOR = True


def carme() -> User:
    """The admin, reading English so that the addresses are those of the other tests."""
    person = cast.carme()
    person.language = "en"
    person.save()
    return person


def looks_at(client: Client, address: str) -> tuple[int, str]:
    answer = client.get(address, follow=True)
    return answer.status_code, answer.content.decode()


def test_it_is_open_without_one_on_ones_own_machine(client: Client) -> None:
    sign_in(client, carme())
    assert looks_at(client, "/admin/")[0] == 200


@pytest.mark.usefixtures("_asked_for")
@pytest.mark.parametrize("address", ["/admin/", PEOPLE, "/admin/jsi18n/", "/admin/no/such/"])
def test_it_is_closed_and_says_how_to_open_it(client: Client, address: str) -> None:
    cast.biel()
    sign_in(client, carme())
    status, page = looks_at(client, address)
    assert status == 403
    assert "The administration asks for a second factor" in page
    assert HERE + "set-up/" in page
    assert "biel@example.org" not in page
    assert client.get("/en/accounts/settings/").status_code == 200  # The rest stays open.


@pytest.mark.usefixtures("_asked_for")
def test_nothing_is_done_from_outside_either(client: Client) -> None:
    biel = cast.biel()
    sign_in(client, carme())
    client.post(f"{PEOPLE}{biel.pk}/change/", {"is_staff": "on"})
    biel.refresh_from_db()
    assert biel.is_active
    assert not biel.is_staff


@pytest.mark.usefixtures("_asked_for")
def test_whoever_just_set_it_up_enters(client: Client) -> None:
    set_up(client, carme())
    assert looks_at(client, "/admin/")[0] == 200


@pytest.mark.usefixtures("_asked_for")
def test_whoever_signed_in_with_a_code_enters_where_they_wanted(client: Client) -> None:
    admin = carme()
    secret = set_up(client, admin)
    other = Client()
    sign_in(other, admin, onward=PEOPLE)
    answer = give_code(other, next_code_of(secret))
    assert answer.url == PEOPLE
    assert looks_at(other, PEOPLE)[0] == 200


@pytest.mark.usefixtures("_asked_for")
def test_a_session_without_a_code_is_asked_for_one(client: Client) -> None:
    admin = carme()
    before = Client()
    sign_in(before, admin)
    secret = set_up(client, admin)
    status, page = looks_at(before, PEOPLE)
    assert status == 403
    assert "Write a code of your app" in page
    assert f"{HERE}code/again/?next=%2Fadmin%2Faccounts%2Fuser%2F" in page

    answer: Any = before.post(HERE + "code/again/", {"code": next_code_of(secret), "next": PEOPLE})
    assert answer.url == PEOPLE
    assert looks_at(before, PEOPLE)[0] == 200


@pytest.mark.usefixtures("_asked_for")
def test_removing_the_second_factor_closes_it_at_once(client: Client) -> None:
    set_up(client, carme())
    client.post(HERE + "remove/")
    assert looks_at(client, "/admin/")[0] == 403


@pytest.mark.usefixtures("_asked_for")
def test_a_password_again_is_no_second_factor(client: Client) -> None:
    sign_in(client, carme())
    client.post(AGAIN, {"password": cast.PASSWORD, "next": "/admin/"})
    assert looks_at(client, "/admin/")[0] == 403


@pytest.mark.usefixtures("_asked_for")
def test_a_backer_with_a_second_factor_is_no_admin(client: Client) -> None:
    set_up(client, cast.biel())
    status, page = looks_at(client, "/admin/")
    assert status == 403
    assert "second factor" not in page


@pytest.mark.usefixtures("_asked_for")
def test_rights_are_given_by_who_proves_once_more_that_it_is_they(client: Client) -> None:
    admin, biel = carme(), cast.biel()
    secret = set_up(client, admin)
    other = Client()
    sign_in(other, admin)
    give_code(other, next_code_of(secret))
    page = f"{PEOPLE}{biel.pk}/change/"
    answer: Any = other.post(page, {"is_active": "on", "is_staff": "on", "reason": "Asked for."})
    assert "/accounts/reauthenticate/" in answer.url
    biel.refresh_from_db()
    assert not biel.is_staff

    other.post(AGAIN, {"password": cast.PASSWORD, "next": page})  # Goes on with what was sent.
    biel.refresh_from_db()
    assert biel.is_staff


def test_nobody_sees_the_secrets_of_others_in_the_admin(client: Client) -> None:
    sign_in(client, carme())
    assert client.get("/admin/mfa/authenticator/").status_code == 404

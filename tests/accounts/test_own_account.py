"""What people change about themselves."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from activity.models import Event, Mail
from tests import cast

pytestmark = pytest.mark.django_db
SETTINGS = "/en/accounts/settings/"


@pytest.fixture
def as_biel(client: Client) -> Client:
    cast.biel()
    client.post(
        "/en/accounts/login/",
        {"login": "biel@example.org", "password": cast.PASSWORD, "next": SETTINGS},
    )
    return client


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    answer: Any = client.get(SETTINGS)
    assert answer.status_code == 302
    assert answer.url.startswith("/en/accounts/login/")


def test_a_person_changes_their_name_and_language(as_biel: Client) -> None:
    answer: Any = as_biel.post(SETTINGS, {"name": "  Biel R. ", "language": "es"})
    assert answer.url == "/es/accounts/settings/"
    biel = User.objects.get(email="biel@example.org")
    assert (biel.name, biel.language) == ("Biel R.", "es")
    event = Event.objects.get(verb="person.settings_changed")
    assert event.actor == biel
    assert event.facts == {"changed": ["name", "language"]}  # What, never to what.


def test_a_language_we_do_not_speak_is_refused(as_biel: Client) -> None:
    answer: Any = as_biel.post(SETTINGS, {"name": "Other", "language": "tlh"})
    assert answer.status_code == 422
    assert User.objects.get(email="biel@example.org").name == "Biel Roca"
    assert not Event.objects.filter(verb="person.settings_changed").exists()


def test_what_was_typed_stays_and_the_page_says_what_is_wrong(as_biel: Client) -> None:
    name = "Biel " * 30
    answer = as_biel.post(SETTINGS, {"name": name, "language": "es"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{name}"' in page
    assert '<option value="es" selected>' in page
    assert "at most 100 characters" in page
    assert User.objects.get(email="biel@example.org").name == "Biel Roca"


def test_a_new_address_counts_once_it_is_confirmed(as_biel: Client) -> None:
    asked: Any = as_biel.post("/en/accounts/email/", {"email": "new@example.org", "action_add": ""})
    assert not Mail.objects.exists()
    as_biel.post(asked.url, {"password": cast.PASSWORD})  # Is it still you?
    assert User.objects.get().email == "biel@example.org"

    mail = Mail.objects.get(recipient="new@example.org")
    link = re.search(r"http://[^/\s]+(/\S*)", mail.text)
    assert link is not None
    as_biel.post(link.group(1))
    assert User.objects.get().email == "new@example.org"
    told = Mail.objects.filter(kind="account_email_changed").values_list("recipient", flat=True)
    assert "biel@example.org" in told  # The old address hears of it.


def test_the_password_is_changed_by_who_knows_it(as_biel: Client) -> None:
    new = "another drop in the bucket"
    typed = {"oldpassword": "not it", "password1": new, "password2": new}
    as_biel.post("/en/accounts/password/change/", typed)
    assert User.objects.get().check_password(cast.PASSWORD)

    as_biel.post("/en/accounts/password/change/", {**typed, "oldpassword": cast.PASSWORD})
    assert User.objects.get().check_password(new)
    assert Mail.objects.filter(kind="account_password_changed").exists()


@pytest.mark.parametrize("name", ["settings", "email", "password/change", "logout"])
def test_the_pages_of_an_account_open(as_biel: Client, name: str) -> None:
    assert as_biel.get(f"/ca/accounts/{name}/", follow=True).status_code == 200


def test_a_person_without_a_name_is_never_called_by_their_address() -> None:
    assert "@" not in str(User.objects.create_user("quiet@example.org"))

"""Creating an account, confirming it, signing in, losing the password: through the pages."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as outbox_of
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from activity.models import Event, Mail
from activity.sending import send_due
from tests import cast

pytestmark = pytest.mark.django_db
NEW = "joana@example.org"
HOME = "/en/accounts/settings/"


def sign_up(client: Client, email: str = NEW, language: str = "en") -> Any:
    typed = {"email": email, "password1": cast.PASSWORD}
    return client.post(f"/{language}/accounts/signup/", typed)


def sign_in(client: Client, email: str, password: str = cast.PASSWORD) -> Any:
    return client.post("/en/accounts/login/", {"login": email, "password": password, "next": HOME})


def path_in(mail: Mail) -> str:
    """Where the button of a mail leads, on this site."""
    found = re.search(r"http://[^/\s]+(/\S*)", mail.text)
    assert found is not None, mail.text
    return found.group(1)


def text_of(page: Any, email: str) -> str:
    """A page as it would be with any other address in it."""
    without_tokens = re.sub(
        r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page.content.decode()
    )
    return without_tokens.replace(email, "…")


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_new_person_confirms_their_address_and_signs_in(client: Client) -> None:
    answer = sign_up(client)
    assert answer.status_code == 302
    assert not is_signed_in(client)

    person = User.objects.get(email=NEW)
    assert person.language == "en"
    mail = Mail.objects.get(recipient=NEW)
    assert mail.kind == "account_email_confirmation_signup"
    assert send_due() == 1
    assert outbox_of.outbox[0].to == [NEW]

    page = client.get(path_in(mail))
    assert "Yes, confirm it" in page.content.decode()
    assert not EmailAddress.objects.get(user=person).verified  # Looking is not confirming.
    client.post(path_in(mail))
    assert EmailAddress.objects.get(user=person).verified

    sign_in(client, NEW)
    assert is_signed_in(client)
    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["person.signed_up", "person.email_confirmed"]


def test_who_signs_up_on_a_catalan_page_is_written_to_in_catalan(client: Client) -> None:
    sign_up(client, language="ca")
    assert User.objects.get(email=NEW).language == "ca"
    mail = Mail.objects.get(recipient=NEW)
    assert mail.language == "ca"
    assert path_in(mail).startswith("/ca/accounts/confirm-email/")


def test_links_in_mails_lead_to_our_own_address_whatever_host_was_asked(
    client: Client, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client.post(
        "/en/accounts/signup/",
        {"email": NEW, "password1": cast.PASSWORD},
        headers={"host": "elsewhere.example"},
    )
    mail = Mail.objects.get(recipient=NEW)
    assert settings.BASE_URL in mail.text
    assert "elsewhere.example" not in mail.text + mail.html


def test_an_unconfirmed_person_cannot_sign_in(client: Client) -> None:
    sign_up(client)
    sign_in(client, NEW)
    assert not is_signed_in(client)


def test_signing_up_with_a_known_address_looks_as_with_a_new_one(client: Client) -> None:
    biel = cast.biel()
    stranger = Client()
    as_new, as_known = sign_up(client), sign_up(stranger, email=biel.email.upper())
    assert (as_known.status_code, as_known.url) == (as_new.status_code, as_new.url)
    page, other = client.get(as_new.url), stranger.get(as_known.url)
    assert text_of(page, NEW) == text_of(other, biel.email)

    assert User.objects.filter(email=biel.email).count() == 1
    mail = Mail.objects.get(recipient__iexact=biel.email)
    assert (mail.kind, mail.language) == ("account_already_exists", "ca")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client) -> None:
    cast.biel()
    wrong = sign_in(client, "biel@example.org", "not this one at all")
    unknown = sign_in(Client(), "nobody@example.org", "not this one at all")
    assert [str(error) for error in wrong.context["form"].non_field_errors()] == [
        str(error) for error in unknown.context["form"].non_field_errors()
    ]


def test_asking_for_a_new_password_gets_the_same_answer_for_anybody(client: Client) -> None:
    cast.biel()
    known: Any = client.post("/en/accounts/password/reset/", {"email": "biel@example.org"})
    unknown: Any = client.post("/en/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    kinds = set(Mail.objects.values_list("recipient", "kind"))
    assert kinds == {
        ("biel@example.org", "account_password_reset_key"),
        ("nobody@example.org", "account_unknown_account"),
    }


def test_a_lost_password_is_replaced_once_through_a_mail(client: Client) -> None:
    cast.biel()
    client.post("/en/accounts/password/reset/", {"email": "biel@example.org"})
    link = path_in(Mail.objects.get(kind="account_password_reset_key"))
    assert link.startswith("/ca/")

    page = client.get(link, follow=True)
    new = "another drop in the bucket"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    sign_in(client, "biel@example.org", new)
    assert is_signed_in(client)
    assert Mail.objects.filter(kind="account_password_reset").exists()

    again = Client().get(link, follow=True)
    assert again.context["token_fail"]


def test_guessing_passwords_is_stopped(client: Client) -> None:
    cast.biel()
    for _attempt in range(6):
        sign_in(client, "biel@example.org", "not this one at all")
    answer = sign_in(client, "biel@example.org")
    assert not is_signed_in(client)
    assert answer.status_code == 200


def test_too_many_sign_ups_from_one_place_meet_a_page_that_says_so(client: Client) -> None:
    answers = [sign_up(client, email=f"person{number}@example.org") for number in range(21)]
    assert answers[-1].status_code == 429
    assert "A little slower, please" in answers[-1].content.decode()
    assert not User.objects.filter(email="person20@example.org").exists()


def test_a_short_password_is_refused_and_what_was_typed_stays(client: Client) -> None:
    answer = client.post("/en/accounts/signup/", {"email": NEW, "password1": "short"})
    assert answer.status_code == 200
    assert NEW in answer.content.decode()
    assert not User.objects.exists()
    assert not Mail.objects.exists()


def test_the_database_refuses_an_address_in_capitals() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Biel@example.org")
    assert User.objects.create_user("Biel@Example.org").email == "biel@example.org"


@pytest.mark.parametrize("name", ["login", "signup", "password/reset", "confirm-email"])
@pytest.mark.parametrize("language", ["es", "ca", "en"])
def test_the_pages_open_in_every_language(client: Client, name: str, language: str) -> None:
    answer = client.get(f"/{language}/accounts/{name}/")
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()

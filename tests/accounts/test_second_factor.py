"""The second factor: set up with a real code, asked for when signing in, lost and found again."""

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from activity.models import Event, Mail
from tests import cast

pytestmark = pytest.mark.django_db
HERE = "/en/accounts/second-factor/"
LOGIN = "/en/accounts/login/"
AGAIN = "/en/accounts/reauthenticate/"
PERIOD = 30


def code_of(secret: str, periods_from_now: int = 0) -> str:
    """What an authenticator app shows for `secret` (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // PERIOD + periods_from_now)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def next_code_of(secret: str) -> str:
    """What the app shows next: good already, and not yet used up by setting the factor up. Neither
    fails when a new period begins between its making and its use."""
    return code_of(secret, 1)


def wrong_code(secret: str) -> str:
    right = {code_of(secret, periods) for periods in range(-3, 4)}
    return next(code for code in map("{:06}".format, range(8)) if code not in right)


def sign_in(client: Client, person: User, onward: str = HERE) -> Any:
    typed = {"login": person.email, "password": cast.PASSWORD, "next": onward}
    return client.post(LOGIN, typed)


def prove_password(client: Client, onward: str) -> Any:
    return client.post(AGAIN, {"password": cast.PASSWORD, "next": onward})


def set_up(client: Client, person: User) -> str:
    """Sign in and set up; the secret. The code of now is used up by it."""
    sign_in(client, person)
    prove_password(client, HERE + "set-up/")
    page = client.get(HERE + "set-up/").content.decode()
    found = re.search(r'<code class="secret">([A-Z2-7]+)</code>', page)
    assert found is not None
    client.post(HERE + "set-up/", {"code": code_of(found[1])})
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    return found[1]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def give_code(client: Client, code: str) -> Any:
    return client.post(HERE + "code/", {"code": code})


def recovery_codes(client: Client) -> list[str]:
    page = client.get(HERE + "recovery-codes/").content.decode()
    return re.findall(r"<li><code>(\d{8})</code>", page)


def verbs() -> list[str]:
    found = Event.objects.filter(verb__contains="second_factor") | Event.objects.filter(
        verb__contains="recovery"
    )
    return list(found.order_by("pk").values_list("verb", flat=True))


def test_setting_up_asks_for_the_password_and_a_real_code(client: Client) -> None:
    biel = cast.biel()
    sign_in(client, biel)
    answer: Any = client.get(HERE + "set-up/")
    assert answer.url.startswith(AGAIN)

    secret = set_up(client, biel)
    assert len(recovery_codes(client)) == 10
    event = Event.objects.get(verb="person.second_factor_added")
    assert (event.actor, event.subject_id) == (biel, str(biel.pk))
    mail = Mail.objects.get(kind="account_totp_activated")
    assert (mail.recipient, mail.language) == (biel.email, "ca")
    everything = "".join(str(each.data) for each in Authenticator.objects.all())
    assert secret not in everything  # A copy of the database makes no codes.


def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_secret(client: Client) -> None:
    sign_in(client, cast.biel())
    prove_password(client, HERE)
    page = client.get(HERE + "set-up/")
    secret = page.context["form"].secret
    answer = client.post(HERE + "set-up/", {"code": wrong_code(secret)})
    assert "This code is not right" in answer.content.decode()
    assert answer.context["form"].secret == secret
    assert not Authenticator.objects.exists()


def test_signing_in_asks_for_the_code(client: Client) -> None:
    biel = cast.biel()
    secret = set_up(client, biel)
    other = Client()
    answer = sign_in(other, biel)
    assert answer.url.startswith(HERE + "code/")
    assert not is_signed_in(other)
    assert other.get("/en/accounts/settings/").status_code == 302
    answer = give_code(other, next_code_of(secret))
    assert is_signed_in(other)
    assert answer.url == HERE


def test_a_wrong_code_is_refused_and_remembered(client: Client) -> None:
    biel = cast.biel()
    secret = set_up(client, biel)
    other = Client()
    sign_in(other, biel)
    answer = give_code(other, wrong_code(secret))
    assert "This code is not right" in answer.content.decode()
    assert not is_signed_in(other)
    refusal = Event.objects.get(verb="person.second_factor_refused")
    assert (refusal.actor, refusal.subject_id) == (None, str(biel.pk))


def test_a_code_opens_once(client: Client) -> None:
    biel = cast.biel()
    secret = set_up(client, biel)
    first, second = Client(), Client()
    for each in (first, second):
        sign_in(each, biel)
    code = next_code_of(secret)
    give_code(first, code)
    give_code(second, f"{code[:3]} {code[3:]}")
    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_guessing_codes_is_stopped(client: Client) -> None:
    biel = cast.biel()
    secret = set_up(client, biel)
    other = Client()
    sign_in(other, biel)
    for _attempt in range(5):
        give_code(other, wrong_code(secret))
    give_code(other, next_code_of(secret))
    assert not is_signed_in(other)


def test_a_recovery_code_works_once_and_its_owner_hears_of_it(client: Client) -> None:
    biel = cast.biel()
    set_up(client, biel)
    code = recovery_codes(client)[0]
    first, second = Client(), Client()
    for each in (first, second):
        sign_in(each, biel)
        give_code(each, code)
    assert is_signed_in(first)
    assert not is_signed_in(second)
    used = Event.objects.get(verb="person.recovery_code_used")
    assert used.facts == {"left": 9}
    assert Mail.objects.filter(kind="account_recovery_code_used", recipient=biel.email).exists()


def test_new_recovery_codes_take_the_place_of_the_old(client: Client) -> None:
    biel = cast.biel()
    set_up(client, biel)
    before = recovery_codes(client)
    client.post(HERE + "recovery-codes/new/")
    after = recovery_codes(client)
    assert len(after) == 10
    assert not set(before) & set(after)
    saved = client.get(HERE + "recovery-codes/download/").content.decode().split()
    assert saved == after
    assert Mail.objects.filter(kind="account_recovery_codes_generated").exists()
    assert verbs() == ["person.second_factor_added", "person.recovery_codes_made"]


def test_removing_asks_for_the_password_again(client: Client) -> None:
    biel = cast.biel()
    secret = set_up(client, biel)
    other = Client()
    sign_in(other, biel)
    give_code(other, next_code_of(secret))
    answer: Any = other.post(HERE + "remove/")
    assert answer.url.startswith(AGAIN)
    assert Authenticator.objects.filter(user=biel).count() == 2
    assert "person.second_factor_removed" not in verbs()

    prove_password(other, HERE + "remove/")  # Goes on with what was suspended.
    assert not Authenticator.objects.filter(user=biel).exists()
    assert verbs()[-1] == "person.second_factor_removed"
    assert Mail.objects.filter(kind="account_totp_deactivated").exists()
    third = Client()
    sign_in(third, biel)
    assert is_signed_in(third)


def test_with_a_second_factor_the_address_stays_and_the_page_says_why(client: Client) -> None:
    biel = cast.biel()
    set_up(client, biel)
    typed = {"email": "new@example.org", "action_add": ""}
    answer = client.post("/en/accounts/email/", typed)
    assert "With a second factor the address stays as it is" in answer.content.decode()
    assert not EmailAddress.objects.filter(user=biel, email="new@example.org").exists()


def test_secrets_are_never_kept_by_a_cache_on_the_way(client: Client) -> None:
    set_up(client, cast.biel())
    for path in ("recovery-codes/", "recovery-codes/download/"):
        assert "no-store" in client.get(HERE + path)["Cache-Control"]


def test_who_lost_everything_is_let_in_again_by_whoever_runs_the_platform(client: Client) -> None:
    biel = cast.biel()
    set_up(client, biel)
    call_command("remove_second_factor", "BIEL@example.org")
    other = Client()
    sign_in(other, biel)
    assert is_signed_in(other)
    event = Event.objects.get(verb="person.second_factor_removed")
    assert event.actor is None
    assert Mail.objects.filter(kind="account_totp_deactivated", recipient=biel.email).exists()
    for nobody in (biel.email, "nobody@example.org"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", nobody)


@pytest.mark.parametrize("name", ["", "set-up/", "remove/", "recovery-codes/", "code/again/"])
def test_the_pages_are_nobody_elses(client: Client, name: str) -> None:
    answer: Any = client.get(HERE + name)
    assert answer.status_code == 302
    assert answer.url.startswith("/en/accounts/")
    assert not is_signed_in(client)

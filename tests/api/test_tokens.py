"""Tokens: made on one's account, shown once, kept as a digest, ended at once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.errors import NotYourToken, TooManyTokens
from accounts.models import AccessToken
from accounts.tokens import MOST_TOKENS, make_token, revoke_token, token_of
from activity.clock import database_now
from activity.models import Event
from tests import builders, cast
from tests.api.asking import Program, is_refused, program_of

pytestmark = pytest.mark.django_db
PAGE = "/en/accounts/tokens/"
A_TOKEN = {"name": "Mirror of our site", "scope": "read"}


@pytest.fixture
def as_alba(client: Client) -> Client:
    cast.alba()
    typed = {"login": "alba@example.org", "password": cast.PASSWORD, "next": PAGE}
    client.post("/en/accounts/login/", typed)
    client.post("/en/accounts/reauthenticate/", typed)
    return client


def secret_on(answer: Any) -> str:
    found = re.search(r"goteo_[\w-]{43}", answer.content.decode())
    assert found is not None
    return found.group()


def test_a_token_is_shown_once_and_kept_as_a_digest(as_alba: Client) -> None:
    answer = as_alba.post(PAGE, A_TOKEN)
    assert answer.status_code == 200
    assert "no-store" in answer["cache-control"]
    secret = secret_on(answer)
    token = AccessToken.objects.get()
    assert (token.owner, token.name, token.scope) == (cast.alba(), "Mirror of our site", "read")
    assert secret not in str(AccessToken.objects.values().get())
    again = as_alba.get(PAGE).content.decode()
    assert "Mirror of our site" in again
    assert secret not in again
    event = Event.objects.get(verb="token.made")
    assert event.actor == cast.alba()
    assert event.facts == {"name": "Mirror of our site", "scope": "read"}


def test_who_signed_in_long_ago_proves_first_who_they_are() -> None:
    visit = Client()
    visit.force_login(cast.alba())  # No password was typed in this visit.
    answer: Any = visit.post(PAGE, A_TOKEN)
    assert answer.status_code == 302
    assert "/reauthenticate/" in answer.url
    assert not AccessToken.objects.exists()
    resumed = visit.post(answer.url, {"password": cast.PASSWORD})
    assert token_of(secret_on(resumed)) is not None


def test_a_token_without_a_name_is_not_made(as_alba: Client) -> None:
    for typed in ({**A_TOKEN, "name": " "}, {**A_TOKEN, "scope": "all"}):
        assert as_alba.post(PAGE, typed).status_code == 422
    assert not AccessToken.objects.exists()


def test_nobody_has_more_tokens_than_one_can_look_after(as_alba: Client) -> None:
    for n in range(MOST_TOKENS):
        make_token(cast.alba(), name=str(n), scope="read", actor=cast.alba())
    with pytest.raises(TooManyTokens):
        make_token(cast.alba(), name="one more", scope="read", actor=cast.alba())
    assert as_alba.post(PAGE, A_TOKEN).status_code == 409
    assert AccessToken.objects.count() == MOST_TOKENS


def test_a_revoked_token_opens_nothing(as_alba: Client) -> None:
    token, secret = make_token(cast.alba(), name="Old", scope="read", actor=cast.alba())
    assert Program(secret).get("projects/mine/").status_code == 200
    page = f"/en/accounts/tokens/{token.pk}/revoke/"
    assert as_alba.get(page).status_code == 200
    assert Program(secret).get("projects/mine/").status_code == 200  # Only asked so far.
    assert as_alba.post(page).status_code == 302
    is_refused(Program(secret).get("projects/mine/"), 401, "authentication_failed")
    assert Event.objects.filter(verb="token.revoked", actor=cast.alba()).count() == 1
    assert as_alba.post(page).status_code == 404  # There is nothing left to revoke.


def test_nobody_revokes_the_token_of_another(as_alba: Client) -> None:
    token, secret = make_token(cast.didac(), name="His", scope="read", actor=cast.didac())
    assert as_alba.post(f"/en/accounts/tokens/{token.pk}/revoke/").status_code == 404
    with pytest.raises(NotYourToken):
        revoke_token(token, actor=cast.alba())
    assert token_of(secret) is not None
    assert not Event.objects.filter(verb="token.revoked").exists()


def test_every_token_that_opens_nothing_gets_the_same_answer() -> None:
    gone, gone_secret = make_token(cast.alba(), name="Gone", scope="read", actor=cast.alba())
    revoke_token(gone, actor=cast.alba())
    biel = cast.biel()
    _token, shut_out = make_token(biel, name="His", scope="read", actor=biel)
    biel.is_active = False
    biel.save()
    answers = [
        Program(secret).get("projects/") for secret in (gone_secret, shut_out, "goteo_x", "é", "  ")
    ]
    for answer in answers:
        is_refused(answer, 401, "authentication_failed")
        assert answer["www-authenticate"] == 'Bearer realm="api"'
    assert len({answer.content for answer in answers}) == 1


def test_a_session_opens_nothing() -> None:
    builders.a_draft(title="Mine")
    visit = Client()
    visit.force_login(cast.alba())
    assert visit.get("/api/v1/projects/mine/").status_code == 401
    assert visit.get("/api/v1/projects/mine/").status_code == 401
    assert visit.post("/api/v1/projects/", {"title": "x", "language": "en"}).status_code == 401


def test_another_keyword_than_bearer_is_no_token() -> None:
    answer = Program().get("projects/", authorization="Basic YTpi")
    is_refused(answer, 401, "authentication_failed")


def test_a_token_that_may_read_changes_nothing() -> None:
    draft = builders.a_draft()
    program = program_of(cast.alba(), "read")
    asked = [
        program.post("projects/", {"title": "Another", "language": "en"}),
        program.patch(f"projects/{draft.slug}/basics/", {"pitch": "New"}),
        program.put(f"projects/{draft.slug}/budget/", {"items": []}),
        program.put(f"projects/{draft.slug}/rewards/", {"items": [], "thanks_only": True}),
        program.put(f"projects/{draft.slug}/returns/", {"items": []}),
        program.delete(f"projects/{draft.slug}/picture/"),
        program.post(f"projects/{draft.slug}/submit/"),
    ]
    for answer in asked:
        is_refused(answer, 403, "read_only_token")
    assert cast.alba().projects.count() == 1
    assert Event.objects.filter(subject_kind="projects.project").count() == 1  # Its beginning.


def test_a_token_remembers_its_last_use_to_the_minute() -> None:
    program = program_of(cast.alba())
    assert AccessToken.objects.get().last_used_at is None
    program.get("stats/")
    first = AccessToken.objects.get().last_used_at
    assert first is not None
    program.get("stats/")
    assert AccessToken.objects.get().last_used_at == first
    long_ago = database_now() - timedelta(days=1)
    AccessToken.objects.update(last_used_at=long_ago)
    program.get("stats/")
    used = AccessToken.objects.get().last_used_at
    assert used is not None
    assert used > first


def test_the_account_leads_to_its_tokens(as_alba: Client) -> None:
    assert PAGE in as_alba.get("/en/accounts/settings/").content.decode()
    assert Client().get(PAGE).status_code == 302

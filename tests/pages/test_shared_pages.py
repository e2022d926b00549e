"""Public pages are shared by visitors nobody knows, are new after a change, and never personal."""

import time
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from activity.dispatch import deliver_due
from donations.promises import cancel_promise
from goteo.cache import RedisOrNothing
from pages import sharing
from pages.sharing import kept_while_costly, shared_page
from projects import holding
from projects.models import Project
from tests import builders, cast
from tests.donations.giving import a_donation, a_gift
from tests.donations.promising import a_promise
from tests.stripe_sandbox.running import RunningSandbox

PUBLIC = {"public", "max-age=0", "s-maxage=5"}
STANDING = ["/en/", "/en/explore/", "/en/how-it-works/", "/en/terms/", "/en/privacy/"]
FORGED_TOKEN = "csrfmiddlewaretoken"


@pytest.fixture(autouse=True)
def kept(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a server, but without the second in which a page is not written twice."""
    settings.KEPT_PAGE_SECONDS = 10
    monkeypatch.setattr(sharing, "WRITTEN_ONCE_IN", 0.0)


@pytest.fixture
def project(db: None) -> Project:
    return builders.a_live_project()


def get(address: str, client: Client | None = None, *, known: str = "") -> HttpResponse:
    """`known`: the tag of the page that the visitor's browser has."""
    headers = {"if-none-match": known} if known else {}
    answer = (client or Client()).get(address, headers=headers)
    assert answer.status_code in (200, 304)
    return answer  # type: ignore[return-value]


def address_of(project: Project, language: str = "en") -> str:
    return f"/{language}/projects/{project.slug}/"


def directives(answer: HttpResponse) -> set[str]:
    return set(answer["Cache-Control"].split(", "))


# --- who shares --------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("address", STANDING)
def test_visitors_of_whom_nothing_is_known_share_a_page(address: str) -> None:
    first, second = get(address), get(address)
    assert directives(first) == PUBLIC
    assert first["Vary"] == "Cookie"
    assert (first.content, first["ETag"]) == (second.content, second["ETag"])
    assert not first.cookies


def test_the_second_visitor_costs_no_query(
    project: Project, django_assert_num_queries: Any
) -> None:
    for address in (*STANDING, address_of(project)):
        shown = get(address).content
        with django_assert_num_queries(0):
            assert get(address).content == shown


def test_whoever_signed_in_has_a_page_of_their_own(project: Project, client: Client) -> None:
    shared = get(address_of(project))
    client.force_login(cast.biel())
    for address in (*STANDING, address_of(project)):
        own = get(address, client, known=shared["ETag"])
        assert own.status_code == 200
        assert directives(own) == {"private", "no-store"}
        assert "ETag" not in own
        assert b"Sign out" in own.content
    assert get(address_of(project)).content == shared.content


def test_whoever_has_a_message_waiting_reads_it_alone(project: Project, client: Client) -> None:
    client.cookies["messages"] = "anything"
    own = get(address_of(project), client)
    assert directives(own) == {"private", "no-store"}


def test_what_a_browser_kept_is_not_what_it_shows_once_signed_in(project: Project) -> None:
    assert "Cookie" in get(address_of(project))["Vary"]


def test_a_draft_is_never_shared(client: Client, db: None) -> None:
    draft = builders.a_draft(cast.alba())
    client.force_login(draft.owner)
    assert directives(get(address_of(draft), client)) == {"private", "no-store"}
    assert Client().get(address_of(draft)).status_code == 404


# --- tokens and nonces ---------------------------------------------------------------------
def test_shared_pages_hold_no_token_and_no_nonce(project: Project) -> None:
    for address in (*STANDING, address_of(project)):
        shared = get(address)
        assert FORGED_TOKEN not in shared.content.decode()
        assert "nonce" not in shared.content.decode() + shared["Content-Security-Policy"]


def test_no_two_people_have_one_token(project: Project) -> None:
    visitors = [Client(), Client()]
    pages = []
    for visitor, person in zip(visitors, (cast.biel(), cast.alba()), strict=True):
        visitor.force_login(person)
        page = get(address_of(project), visitor).content.decode()
        pages.append(page.split(FORGED_TOKEN, 1)[1][:100])
    assert pages[0] != pages[1]


def with_a_token(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_token(request))


def with_a_nonce(request: HttpRequest) -> HttpResponse:
    request._csp_nonce = "of this visitor"  # type: ignore[attr-defined]
    return HttpResponse("of this visitor")


def with_a_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("of this visitor")
    response.set_cookie("visitor", "one")
    return response


def with_a_session(request: HttpRequest) -> HttpResponse:
    request.session["visitor"] = "one"
    return HttpResponse("of this visitor")


@pytest.mark.parametrize("view", [with_a_token, with_a_nonce, with_a_cookie, with_a_session])
def test_what_was_made_for_one_visitor_is_never_kept(view: Any) -> None:
    seen = []
    for _visitor in range(2):
        request = RequestFactory().get("/en/something/")
        request.session = SessionStore()
        answer = shared_page(view)(request)
        assert directives(answer) == {"private", "no-store"}
        assert "ETag" not in answer
        seen.append(request)
    assert caches["pages"].get(sharing._Kept(seen[0], "*").name) is None


# --- what happened is shown -----------------------------------------------------------------
def test_a_confirmed_donation_changes_the_page_and_its_tag(
    project: Project, sandbox: RunningSandbox
) -> None:
    addresses = [address_of(project), address_of(project, "ca"), "/en/", "/en/explore/"]
    before = {address: get(address) for address in addresses}
    a_donation(sandbox, project, a_gift(12_300))
    deliver_due()
    for address, old in before.items():
        new = get(address, known=old["ETag"])
        assert new.status_code == 200
        assert new["ETag"] != old["ETag"]
    assert "€123" in get(address_of(project)).content.decode()


def test_another_project_is_not_written_anew(
    project: Project, sandbox: RunningSandbox, django_assert_num_queries: Any
) -> None:
    other = builders.a_live_project(title="Another")
    deliver_due()
    get(address_of(other))
    a_donation(sandbox, project)
    deliver_due()
    with django_assert_num_queries(0):
        get(address_of(other))


def test_a_promise_taken_back_and_a_hold_are_shown(
    project: Project, sandbox: RunningSandbox
) -> None:
    donation = a_donation(sandbox, project, a_gift(12_300))
    deliver_due()
    assert "€123" in get(address_of(project)).content.decode()
    cancel_promise(donation, actor=None)
    deliver_due()
    assert "€123" not in get(address_of(project)).content.decode()
    running = get(address_of(project)).content
    holding.put_on_hold(project, "We look into it.", actor=cast.carme())
    deliver_due()
    assert get(address_of(project)).content != running


def test_what_no_event_tells_is_shown_once_the_page_is_old(project: Project, settings: Any) -> None:
    settings.KEPT_PAGE_SECONDS = 1
    old = get(address_of(project))
    a_promise(project, 12_300)
    assert get(address_of(project)).content == old.content
    page = sharing._Kept(RequestFactory().get(address_of(project)), project.slug).page()
    assert page is not None
    assert page.is_fresh(page.mark, page.written_at + 0.9)
    assert not page.is_fresh(page.mark, page.written_at + 1)
    assert not page.is_fresh(1234, page.written_at + 0.1)


def test_however_much_happens_a_page_is_written_once_a_second(
    project: Project, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(sharing, "WRITTEN_ONCE_IN", 3600.0)
    get(address_of(project))
    sharing.has_changed(project.slug, 7)
    with django_assert_num_queries(0):
        get(address_of(project))


def test_for_that_second_a_process_asks_nobody(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "WRITTEN_ONCE_IN", 3600.0)
    shown = get(address_of(project)).content
    sharing.has_changed(project.slug, 7)
    caches["pages"].delete(sharing._Kept(RequestFactory().get(address_of(project)), "*").name)
    a_promise(project, 12_300)
    assert get(address_of(project)).content == shown


def test_while_one_request_writes_it_the_others_get_it_as_it_was(
    project: Project, django_assert_num_queries: Any
) -> None:
    get(address_of(project))
    sharing.has_changed(project.slug, 7)
    first = sharing._Kept(RequestFactory().get(address_of(project)), project.slug)
    assert first.page() is None
    with django_assert_num_queries(0):
        get(address_of(project))


def test_the_same_content_has_the_same_tag(project: Project) -> None:
    old = get(address_of(project))["ETag"]
    sharing.has_changed(project.slug, 7)
    assert get(address_of(project), known=old).status_code == 304


# --- addresses ------------------------------------------------------------------------------
def test_languages_stay_apart(project: Project) -> None:
    pages = {language: get(address_of(project, language)) for language in ("es", "ca", "en")}
    for language, page in pages.items():
        assert f'<html lang="{language}"' in page.content.decode()
        asks_for_english = Client(headers={"accept-language": "en"})
        assert get(address_of(project, language), asks_for_english).content == page.content
    assert len({page["ETag"] for page in pages.values()}) == 3
    assert all("Accept-Language" not in page["Vary"] for page in pages.values())


def test_addresses_with_a_query_are_told_apart_and_not_kept(project: Project) -> None:
    found, nothing = get("/en/explore/?q=springs"), get("/en/explore/?q=windmills")
    assert directives(found) == PUBLIC
    assert found["ETag"] != nothing["ETag"]
    request = RequestFactory().get("/en/explore/?q=springs")
    assert caches["pages"].get(sharing._Kept(request, "*").name) is None
    assert get("/en/explore/?q=springs", known=found["ETag"]).status_code == 304


def test_an_answer_304_has_no_body(site: str) -> None:
    path = address_of(builders.a_live_project())
    connection = HTTPConnection(urlsplit(site).netloc)
    connection.request("GET", path)
    first = connection.getresponse()
    assert first.read()
    connection.request("GET", path, headers={"If-None-Match": first.headers["ETag"]})
    again = connection.getresponse()
    assert (again.status, again.read()) == (304, b"")
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert (again.headers["Vary"], again.headers["ETag"]) == ("Cookie", first.headers["ETag"])


def test_what_is_costly_to_count_is_kept_in_proportion() -> None:
    numbers = iter(range(4))

    def slow() -> int:
        time.sleep(0.06)
        return next(numbers)

    assert [kept_while_costly("slow", slow) for _ in range(3)] == [0, 0, 0]
    assert [kept_while_costly("quick", lambda: next(numbers)) for _ in range(3)] == [1, 2, 3]


# --- without the cache ------------------------------------------------------------------------
def test_without_the_cache_every_visitor_gets_a_fresh_page(project: Project, settings: Any) -> None:
    away = {**settings.CACHES["pages"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "pages": away}
    try:
        old = get(address_of(project))
        assert directives(old) == PUBLIC
        a_promise(project, 12_300)
        sharing.has_changed(project.slug, 7)
        assert get(address_of(project))["ETag"] != old["ETag"]
    finally:
        RedisOrNothing.resting_until = 0.0

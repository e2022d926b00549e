"""What the API does with requests as such: validators, rates, languages, bodies, addresses."""

import json
from typing import Any

import pytest
from django.test import Client

from goteo.api_schema import description
from tests import builders, cast
from tests.api.asking import ROOT, Program, is_refused, program_of
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db


def test_who_has_the_answer_already_is_told_so() -> None:
    project = builders.a_live_project()
    for path in (f"projects/{project.slug}/", "projects/", "stats/", "schema.json"):
        first = Program().get(path)
        again = Program().get(path, **{"if-none-match": first["etag"]})
        assert (again.status_code, again.content) == (304, b""), path
    a_promise(project)
    path = f"projects/{project.slug}/"
    old = Program().get(path)["etag"]
    a_promise(project, email="other@example.org")
    assert Program().get(path, **{"if-none-match": old}).status_code == 200


def test_shared_caches_keep_what_is_public_apart_from_what_is_not() -> None:
    draft = builders.a_draft()
    public = Program().get("projects/")
    own = program_of(cast.alba()).get(f"projects/{draft.slug}/")
    assert set(public["cache-control"].split(", ")) == {"no-cache", "public"}
    assert set(own["cache-control"].split(", ")) == {"no-cache", "private"}
    for answer in (public, own):
        assert {"Authorization", "Accept-Language"} <= set(answer["vary"].split(", "))
        assert "set-cookie" not in answer


def test_whoever_asks_too_often_is_told_when_to_come_back(settings: Any) -> None:
    settings.API_ANONYMOUS_RATE = "2/minute"
    settings.API_TOKEN_RATE = "3/minute"
    program, token = Program(), program_of(cast.alba())
    assert [program.get("categories/").status_code for _ in range(2)] == [200, 200]
    answer = program.get("categories/", **{"x-forwarded-for": "10.1.1.1"})
    is_refused(answer, 429, "throttled")
    assert 0 < int(answer["retry-after"]) <= 60
    # Somebody with a token is counted apart, by who they are and not by their tokens.
    assert [token.get("categories/").status_code for _ in range(3)] == [200] * 3
    is_refused(program_of(cast.alba()).get("categories/"), 429, "throttled")
    assert program_of(cast.biel()).get("categories/").status_code == 200


@pytest.mark.parametrize(
    ("language", "word"), [("en", "address"), ("es", "dirección"), ("fr", "dirección")]
)
def test_the_path_carries_no_language(language: str, word: str) -> None:
    answer = Program().get("nothing/", **{"accept-language": language})
    is_refused(answer, 404, "not_found")
    assert answer["content-language"] == {"fr": "es"}.get(language, language)
    assert word  # The sentence itself is the translators'.


def test_a_missing_slash_is_told() -> None:
    for path in ("projects", "projects/never-begun", "stats", "docs"):
        answer = Program().get(path)
        is_refused(answer, 404, "not_found")
        assert "With a slash at its end there is." in answer.json()["message"], path
    for path in ("project", "schema.json/x", "x"):
        assert "slash" not in Program().get(path).json()["message"], path


def test_what_is_not_there_is_said_in_json_too() -> None:
    for path in ("", "nothing/", "projects/never-begun/", "projects/never-begun"):
        is_refused(Program().get(path), 404, "not_found")


@pytest.mark.parametrize("body", ["{", "[1,", "\x00", "NaN", "[" * 200_000])
def test_a_body_that_is_no_json_is_refused(body: str) -> None:
    program = program_of(cast.alba())
    answer = program.client.post(f"{ROOT}projects/", body, content_type="application/json")
    is_refused(answer, 400, "parse_error")


def test_a_body_that_is_too_large_is_refused_unread(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = json.dumps({"title": "x" * 1000, "language": "en"})
    program = program_of(cast.alba())
    answer = program.client.post(f"{ROOT}projects/", body, content_type="application/json")
    is_refused(answer, 413, "too_large")


def test_other_methods_types_and_formats_are_refused() -> None:
    program = program_of(cast.alba())
    answer = program.delete("projects/")
    is_refused(answer, 405, "method_not_allowed")
    assert set(answer["allow"].split(", ")) == {"GET", "POST", "HEAD"}
    form = program.client.post(f"{ROOT}projects/", {"title": "x"})
    is_refused(form, 415, "unsupported_media_type")
    is_refused(Program().get("projects/", accept="text/html"), 406, "not_acceptable")
    is_refused(program.client.options(f"{ROOT}projects/"), 405, "method_not_allowed")


def test_an_error_of_ours_is_said_in_the_same_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("pages.api.kept_figures", broken)
    answer = Client(raise_request_exception=False).get(f"{ROOT}stats/")
    is_refused(answer, 500, "server_error")
    assert b"secret" not in answer.content


def test_pages_of_other_sites_get_no_permission_to_read() -> None:
    answer = Program().get("projects/", origin="https://elsewhere.example")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_the_description_names_every_refusal_in_one_shape() -> None:
    found = description()
    assert found["openapi"].startswith("3.1")
    for methods in found["paths"].values():
        for operation in methods.values():
            if "responses" not in operation:
                continue
            for status, answer in operation["responses"].items():
                schema = answer["content"]["application/json"]["schema"]
                assert ("Error" in str(schema)) == (status >= "400")


def test_the_page_of_the_api_explains_every_operation_without_scripts() -> None:
    answer = Program().get("docs/")
    page = answer.content.decode()
    assert answer.status_code == 200
    for path in description()["paths"]:
        assert path in page
    assert "http-equiv" not in page
    assert "style=" not in page
    policy = answer["content-security-policy"]
    assert "unsafe-inline" not in policy
    outside = [part for part in page.split('src="')[1:] if not part.startswith("/")]
    assert outside == []

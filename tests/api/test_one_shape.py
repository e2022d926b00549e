"""Whatever is asked of whichever address in whichever way: success, or one shape of refusal, and
each refusal is one that the description and the page on the API name."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from goteo.api_schema import description
from goteo.api_urls import urlpatterns
from projects import api_shapes
from projects.models import Project
from rewards import api_shapes as reward_shapes
from tests import builders, cast
from tests.api.asking import ROOT, Program, cents, is_refused, program_of
from tests.api.test_refusals import ITEM, RETURN, REWARD
from tests.projects.nothing_moved import nothing_moves

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
PAGE = Path(__file__).parents[2] / "docs/reference/api.md"


def addresses(slug: str) -> list[str]:
    found = [str(each.pattern) for each in urlpatterns]
    return [each.replace("<slug:slug>", slug) for each in found if "(?P" not in each] + ["none/"]


ASKERS: dict[str, Callable[[], Program]] = {
    "nobody": Program,
    "a token of nobody": lambda: Program("goteo_unknown"),
    "a reader": lambda: program_of(cast.alba(), "read"),
    "another": lambda: program_of(cast.didac()),
}


@pytest.mark.parametrize("asker", ASKERS)
def test_every_address_answers_every_method_in_the_one_shape(asker: str) -> None:
    draft = builders.a_complete_draft()
    builders.a_live_project(title="Springs that live")
    secret = ASKERS[asker]().client.defaults.get("HTTP_AUTHORIZATION", "")
    # As a browser would: what needs no token must not ask for the secret of a form either.
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    headers = {"authorization": secret} if secret else {}
    for path in addresses(draft.slug):
        for method in METHODS:
            with nothing_moves():
                answer = client.generic(
                    method, ROOT + path, "{}", content_type="application/json", headers=headers
                )
            said = f"{method} {path} {answer.status_code} {answer.content[:200]!r}"
            if method != "HEAD" and answer.status_code >= 400:
                assert answer["content-type"] == "application/json", said
                assert set(answer.json()) == {"code", "message", "fields"}, said
            assert answer.status_code < 400 or answer.status_code in known(method, path), said


def known(method: str, path: str) -> set[int]:
    """The refusals that the description has for this; where it has nothing: not so, not here."""
    for template, operations in description()["paths"].items():
        pattern = re.sub(r"\{\w+\}", "[-a-z0-9]+", template.removeprefix(ROOT))
        operation = operations.get({"HEAD": "get"}.get(method, method.lower()))
        if operation and re.fullmatch(pattern, path):
            return {int(status) for status in operation["responses"]}
    return {401, 403, 404, 405}


# --- each refusal of the page on the API, once ------------------------------------------
def _send(method: str, path: str, body: Any = None, **headers: str) -> Any:
    draft = builders.a_complete_draft()
    program = program_of(cast.alba())
    program.client.defaults.update({f"HTTP_{k.upper()}": v for k, v in headers.items()})
    return program.send(method, path.format(slug=draft.slug), body)


def _in_review() -> Any:
    project = builders.a_project_in_review()
    return program_of(cast.alba()).patch(f"projects/{project.slug}/basics/", {"pitch": "New"})


def _unready() -> Any:
    draft = builders.a_complete_draft(pitch="")
    return program_of(cast.alba()).post(f"projects/{draft.slug}/submit/")


def _submitted_twice() -> Any:
    project = builders.a_project_in_review()
    return program_of(cast.alba()).post(f"projects/{project.slug}/submit/")


def _as_form() -> Any:
    return program_of(cast.alba()).client.post(f"{ROOT}projects/", {"title": "x"})


def _no_json() -> Any:
    client = program_of(cast.alba()).client
    return client.post(f"{ROOT}projects/", "{", content_type="application/json")


def _too_many_parts() -> Any:
    draft = builders.a_complete_draft()
    body = encode_multipart(BOUNDARY, {f"field{n}": "x" for n in range(1100)})
    path = f"{ROOT}projects/{draft.slug}/picture/"
    return program_of(cast.alba()).client.put(path, body, content_type=MULTIPART_CONTENT)


def _too_often(settings: Any) -> Any:
    settings.API_ANONYMOUS_RATE = "1/minute"
    Program().get("categories/")
    return Program().get("categories/")


def _broken(monkeypatch: pytest.MonkeyPatch) -> Any:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("pages.api.kept_figures", fail)
    return Client(raise_request_exception=False).get(f"{ROOT}stats/")


REFUSALS: dict[tuple[int, str], Callable[[Any, pytest.MonkeyPatch], Any]] = {
    (400, "parse_error"): lambda *_: _no_json(),
    (401, "not_authenticated"): lambda *_: Program().get("projects/mine/"),
    (401, "authentication_failed"): lambda *_: Program("goteo_x").get("projects/mine/"),
    (403, "read_only_token"): lambda *_: program_of(cast.alba(), "read").post("projects/", {}),
    (404, "not_found"): lambda *_: Program().get("projects/never-begun/"),
    (405, "method_not_allowed"): lambda *_: _send("delete", "projects/{slug}/"),
    (406, "not_acceptable"): lambda *_: Program().get("stats/", accept="text/html"),
    (409, "not_editable"): lambda *_: _in_review(),
    (409, "not_ready"): lambda *_: _unready(),
    (409, "not_allowed"): lambda *_: _submitted_twice(),
    (412, "changed"): lambda *_: _send(
        "patch", "projects/{slug}/basics/", {"pitch": "New"}, if_match='"old"'
    ),
    (413, "too_large"): lambda *_: _too_many_parts(),
    (415, "unsupported_media_type"): lambda *_: _as_form(),
    (422, "invalid"): lambda *_: _send("patch", "projects/{slug}/basics/", {"title": ""}),
    (429, "throttled"): lambda settings, _: _too_often(settings),
    (500, "server_error"): lambda _, monkeypatch: _broken(monkeypatch),
}


@pytest.mark.parametrize(("status", "code"), REFUSALS)
def test_each_refusal_has_its_code_and_its_sentence(
    status: int, code: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = REFUSALS[status, code](settings, monkeypatch)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()) == {"code", "message", "fields"}
    assert answer.json()["message"]
    assert answer["content-type"] == "application/json"


def test_the_page_on_the_api_names_these_refusals_and_no_others() -> None:
    table = PAGE.read_text().partition("| status | code | when |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| ([\d, ]+) \| ([^|]+) \|", table, re.MULTILINE)
    named = {
        (int(status), code)
        for statuses, codes in rows
        for status, code in zip(
            statuses.split(", ") * (1 if "," in statuses else codes.count("`") // 2),
            re.findall(r"`(\w+)`", codes),
            strict=True,
        )
    }
    assert named == set(REFUSALS)


# --- each field that can be written ------------------------------------------------------
SECTIONS = {
    "basics": api_shapes.Basics,
    "story": api_shapes.Story,
    "rounds": api_shapes.Rounds,
    "payee": api_shapes.Payee,
}
ROWS: dict[str, tuple[Any, dict[str, Any]]] = {
    "budget": (api_shapes.BudgetItemShape, ITEM),
    "rewards": (reward_shapes.RewardShape, REWARD),
    "returns": (reward_shapes.ReturnShape, RETURN),
}


def writable(shape: Any) -> list[tuple[str, Any]]:
    return [(name, field) for name, field in shape().fields.items() if not field.read_only]


@pytest.mark.parametrize(
    ("section", "name"), [(s, name) for s, shape in SECTIONS.items() for name, _ in writable(shape)]
)
def test_every_field_of_a_section_refuses_what_is_of_another_kind(section: str, name: str) -> None:
    draft = builders.a_complete_draft()
    program = program_of(cast.alba())
    wrongs: list[Any] = [{"x": 1}, [[]], 10**30, 1.5, "\0"]
    for wrong in wrongs:
        with nothing_moves():
            answer = program.patch(f"projects/{draft.slug}/{section}/", {name: wrong})
        assert answer.status_code == 422, wrong
        assert {each["field"] for each in answer.json()["fields"]} == {name}


@pytest.mark.parametrize(
    ("section", "name"),
    [(s, name) for s, (shape, _row) in ROWS.items() for name, _field in writable(shape)],
)
def test_every_field_of_a_row_refuses_what_is_of_another_kind(section: str, name: str) -> None:
    draft = builders.a_complete_draft()
    program = program_of(cast.alba())
    body: dict[str, Any] = {"thanks_only": False} if section == "rewards" else {}
    wrongs: list[Any] = [[[]], "\0", 10**30, cents(10**30)]
    for wrong in wrongs:
        row = {**ROWS[section][1], name: wrong}
        with nothing_moves():
            answer = program.put(f"projects/{draft.slug}/{section}/", {**body, "items": [row]})
        assert answer.status_code == 422, wrong
        fields = {each["field"] for each in answer.json()["fields"]}
        assert any(each.startswith(f"items.0.{name}") for each in fields), (wrong, fields)


@pytest.mark.parametrize("name", [name for name, _field in writable(api_shapes.Beginning)])
def test_every_field_of_a_beginning_is_of_its_kind(name: str) -> None:
    whole = {"title": "An atlas", "language": "en"}
    program = program_of(cast.alba())
    wrongs: list[Any] = [{}, [], 7, "\0"]
    for wrong in wrongs:
        with nothing_moves():
            answer = program.post("projects/", {**whole, name: wrong})
        assert answer.status_code == 422, wrong
        assert {each["field"] for each in answer.json()["fields"]} == {name}


def test_a_picture_beyond_what_one_may_send_is_refused(draft_of_alba: Project) -> None:
    upload = SimpleUploadedFile("big.png", b"\x89PNG" + b"0" * 11_000_000, "image/png")
    body = encode_multipart(BOUNDARY, {"image": upload})
    path = f"{ROOT}projects/{draft_of_alba.slug}/picture/"
    client = program_of(cast.alba()).client
    with nothing_moves():
        answer = client.put(path, body, content_type=MULTIPART_CONTENT)
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json()["fields"]} == {"image"}


@pytest.fixture
def draft_of_alba(db: None) -> Project:
    return builders.a_complete_draft()


@pytest.mark.parametrize(
    "content_type",
    ["application/json; charset=klingon", "multipart/form-data", "x", "", "application/json;=;"],
)
def test_a_body_of_an_odd_type_is_refused_like_any_other(content_type: str) -> None:
    client = program_of(cast.alba()).client
    with nothing_moves():
        answer = client.generic("POST", f"{ROOT}projects/", "{}", content_type=content_type)
    assert answer.status_code in (400, 415, 422)
    assert set(answer.json()) == {"code", "message", "fields"}


def test_there_is_one_format_and_no_filter_of_that_name() -> None:
    is_refused(Program().get("projects/?format=xml"), 422, "invalid", ("format", "unknown"))
    is_refused(
        program_of(cast.alba()).get("projects/mine/?status=draft"),
        422, "invalid", ("status", "unknown"),
    )  # fmt: skip

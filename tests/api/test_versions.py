"""Which version of a thing a program has: what has not changed is not sent again, and nothing is
written over a version that the program has not seen."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils.http import http_date, parse_http_date

from activity import api_validators
from activity.clock import database_now
from activity.models import Event
from projects.models import Category, Project
from rewards.models import Licence
from tests import builders, cast
from tests.api.asking import ROOT, Program, is_refused, program_of
from tests.projects.desk import desk_of
from tests.projects.nothing_moved import nothing_moves

pytestmark = pytest.mark.django_db
SECTIONS = ("basics", "story", "rounds", "budget", "returns", "rewards", "payee")


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the seconds in which things just changed were over."""
    monkeypatch.setattr(api_validators, "SETTLED", timedelta(0))


def changed(answer: Any) -> int:
    assert answer.status_code == 200
    return parse_http_date(answer["last-modified"])


def later(answer: Any) -> str:
    return http_date(changed(answer) + 1)


def test_a_section_says_when_it_last_changed(settled: None) -> None:
    draft = builders.a_complete_draft()
    last = Event.objects.filter(subject_id=str(draft.pk), subject_kind="projects.project").latest(
        "occurred_at"
    )
    program = program_of(cast.alba())
    for section in SECTIONS:
        path = f"projects/{draft.slug}/{section}/"
        answer = program.get(path)
        assert changed(answer) == int(last.occurred_at.timestamp()), section
        again = program.get(path, **{"if-modified-since": answer["last-modified"]})
        assert (again.status_code, again.content) == (304, b""), section
        before = http_date(changed(answer) - 1)
        assert program.get(path, **{"if-modified-since": before}).status_code == 200


def test_the_tag_decides_where_both_are_sent(settled: None) -> None:
    draft = builders.a_complete_draft()
    program = program_of(cast.alba())
    path = f"projects/{draft.slug}/basics/"
    answer = program.get(path)
    headers = {"if-modified-since": later(answer), "if-none-match": '"another"'}
    assert program.get(path, **headers).status_code == 200


def test_what_changed_this_very_second_is_not_dated_yet() -> None:
    draft = builders.a_complete_draft()
    answer = program_of(cast.alba()).get(f"projects/{draft.slug}/basics/")
    assert "last-modified" not in answer
    assert answer["etag"]


@pytest.mark.parametrize("path", ["licences/", "categories/", "schema.json"])
def test_what_seldom_changes_is_dated_from_the_start_of_the_platform(
    path: str, settled: None
) -> None:
    answer = Program().get(path)
    assert changed(answer) == int(api_validators.STARTED_AT.timestamp())
    since = {"if-modified-since": answer["last-modified"]}
    assert Program().get(path, **since).status_code == 304


def test_a_category_saved_by_an_admin_dates_the_list_anew(settled: None) -> None:
    category = Category.objects.get(slug="ecology")
    before = changed(Program().get("categories/"))
    typed = {"name_es": "Ecología", "name_ca": "Ecologia", "name_en": "Earth", "slug": "ecology"}
    page = f"/admin/projects/category/{category.pk}/change/"
    assert desk_of().post(page, {**typed, "position": 1}).status_code == 302
    answer = Program().get("categories/")
    assert before <= changed(answer) <= int(database_now().timestamp())
    assert changed(answer) == int(Event.objects.latest("pk").occurred_at.timestamp())
    assert "Earth" in answer.content.decode()
    assert Licence.objects.exists()


def test_lists_and_figures_that_move_with_every_donation_carry_no_date(settled: None) -> None:
    project = builders.a_live_project()
    for path in ("projects/", f"projects/{project.slug}/", "returns/", "stats/"):
        answer = Program().get(path)
        assert "last-modified" not in answer, path
        assert answer["etag"], path


def test_a_page_of_a_list_keeps_its_tag_while_nothing_changes() -> None:
    for n in range(3):
        builders.a_live_project(title=f"Number {n}")
    first = Program().get("projects/?limit=1")
    assert first.json()["next"]
    assert Program().get("projects/?limit=1")["etag"] == first["etag"]


# --- writing -----------------------------------------------------------------------------
BODIES: list[tuple[str, str, Any]] = [
    ("patch", "basics", {"pitch": "All the springs of Girona."}),
    ("patch", "story", {"image_alt": "Water"}),
    ("patch", "rounds", {"rounds_planned": 1}),
    ("patch", "payee", {"payee_name": "Clara"}),
    ("put", "budget", {"items": []}),
    ("put", "returns", {"items": []}),
    ("put", "rewards", {"thanks_only": True, "items": []}),
]


def send(program: Program, method: str, path: str, body: Any, tag: str) -> Any:
    return program.client.generic(
        method.upper(), ROOT + path, json.dumps(body), content_type="application/json",
        headers={"if-match": tag},
    )  # fmt: skip


@pytest.mark.parametrize(("method", "section", "body"), BODIES)
def test_a_version_that_was_not_seen_is_not_written_over(
    method: str, section: str, body: Any
) -> None:
    draft = builders.a_complete_draft()
    program = program_of(cast.alba())
    path = f"projects/{draft.slug}/{section}/"
    seen = program.get(path)["etag"]
    written = send(program, method, path, body, seen)
    assert written.status_code == 200, written.content
    assert written["etag"] == program.get(path)["etag"] != seen
    with nothing_moves():
        for old in (seen, f"W/{seen}", '"never"', "nonsense"):
            is_refused(send(program, method, path, body, old), 412, "changed")
    for good in (written["etag"], "*", f'"never", {written["etag"]}'):
        assert send(program, method, path, body, good).status_code == 200


def test_a_picture_is_compared_by_the_tag_of_the_story() -> None:
    draft = builders.a_complete_draft()
    program = program_of(cast.alba())
    path = f"projects/{draft.slug}/picture/"
    with nothing_moves():
        is_refused(send(program, "delete", path, None, '"old"'), 412, "changed")
    seen = program.get(f"projects/{draft.slug}/story/")["etag"]
    assert send(program, "delete", path, None, seen).status_code == 200
    assert not Project.objects.get(pk=draft.pk).image


def test_the_draft_of_another_tells_nothing_of_its_version() -> None:
    draft = builders.a_complete_draft()
    path = f"projects/{draft.slug}/basics/"
    seen = program_of(cast.alba()).get(path)["etag"]
    for tag in (seen, "*", '"old"'):
        answer = send(program_of(cast.didac()), "patch", path, {"pitch": "Mine"}, tag)
        is_refused(answer, 404, "not_found")

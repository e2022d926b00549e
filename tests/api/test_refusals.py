"""Every refusal in the one shape, with its code and its fields, and nothing moved by it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from projects.models import Project
from tests import builders, cast
from tests.api.asking import ROOT, Program, cents, is_refused, program_of
from tests.projects.nothing_moved import nothing_moves

pytestmark = pytest.mark.django_db
ITEM = {"kind": "task", "title": "Analyses", "amount": cents(80_000), "essential": True}
RETURN = {
    "kind": "dataset",
    "title": "Data",
    "description": "All.",
    "licence": "ODbL-1.0",
    "due_on": None,
}
REWARD = {
    "title": "Map",
    "description": "Printed.",
    "price": cents(2500),
    "units": None,
    "delivery_month": "2999-01",
}
WRITES: list[tuple[str, str, Any]] = [
    ("patch", "basics", {"pitch": "New"}),
    ("patch", "story", {"image_alt": "New"}),
    ("patch", "rounds", {"rounds_planned": 1}),
    ("patch", "payee", {"payee_name": "New"}),
    ("put", "budget", {"items": [ITEM]}),
    ("put", "rewards", {"thanks_only": True, "items": []}),
    ("put", "returns", {"items": [RETURN]}),
    ("delete", "picture", None),
    ("post", "submit", None),
]
SECTIONS = ("basics", "story", "rounds", "payee", "budget", "rewards", "returns", "checklist")


@pytest.fixture
def program(db: None) -> Program:
    return program_of(cast.alba())


@pytest.fixture
def draft(db: None) -> Project:
    return builders.a_complete_draft()


@pytest.mark.parametrize(("method", "section", "body"), WRITES)
def test_without_a_token_nothing_is_written(
    draft: Project, method: str, section: str, body: Any
) -> None:
    with nothing_moves():
        answer = Program().send(method, f"projects/{draft.slug}/{section}/", body)
    is_refused(answer, 401, "not_authenticated")


@pytest.mark.parametrize(("method", "section", "body"), WRITES)
def test_the_draft_of_another_does_not_exist(
    draft: Project, method: str, section: str, body: Any
) -> None:
    for person in (cast.didac(), cast.carme()):
        program = program_of(person)
        with nothing_moves():
            answer = program.send(method, f"projects/{draft.slug}/{section}/", body)
        is_refused(answer, 404, "not_found")
        never = program.send(method, f"projects/never-begun/{section}/", body)
        assert never.content == answer.content


@pytest.mark.parametrize("section", SECTIONS)
def test_sections_are_read_by_their_creator_alone(draft: Project, section: str) -> None:
    path = f"projects/{draft.slug}/{section}/"
    assert program_of(cast.alba(), "read").get(path).status_code == 200
    is_refused(Program().get(path), 401, "not_authenticated")
    is_refused(program_of(cast.didac()).get(path), 404, "not_found")


@pytest.mark.parametrize(("method", "section", "body"), WRITES)
def test_what_is_in_review_stays_as_it_was_sent(
    program: Program, method: str, section: str, body: Any
) -> None:
    project = builders.a_project_in_review()
    with nothing_moves():
        answer = program.send(method, f"projects/{project.slug}/{section}/", body)
    is_refused(answer, 409, "not_allowed" if section == "submit" else "not_editable")


def test_the_sections_of_a_live_campaign_of_another_do_not_exist() -> None:
    project = builders.a_live_project()
    is_refused(program_of(cast.didac()).get(f"projects/{project.slug}/payee/"), 404, "not_found")


def test_an_unready_draft_is_refused_with_every_rule_that_it_breaks(program: Program) -> None:
    draft = builders.a_complete_draft(pitch="", rewards=[])
    with nothing_moves():
        answer = program.post(f"projects/{draft.slug}/submit/")
    is_refused(answer, 409, "not_ready", ("basics", "pitch"), ("rewards", "reward"))
    assert "Say in one line what the project is." in answer.json()["message"]


@pytest.mark.parametrize(
    ("section", "body", "fields"),
    [
        ("basics", {"title": ""}, [("title", "blank")]),
        ("basics", {"title": "x" * 91}, [("title", "max_length")]),
        ("basics", {"title": None}, [("title", "null")]),
        ("basics", {"title": 7, "pitch": []}, [("title", "invalid"), ("pitch", "invalid")]),
        ("basics", {"title": "\0"}, [("title", "null_characters_not_allowed")]),
        ("basics", {"category": "nothing"}, [("category", "unknown")]),
        ("basics", {"language": "tlh"}, [("language", "invalid_choice")]),
        ("basics", {"status": "live"}, [("status", "unknown")]),
        ("basics", {}, [("", "empty")]),
        ("basics", [], [("", "invalid")]),
        ("story", {"description": "x" * 20_001}, [("description", "max_length")]),
        ("story", {"image": "x.webp"}, [("image", "unknown")]),
        ("rounds", {"rounds_planned": 3}, [("rounds_planned", "invalid_choice")]),
        ("rounds", {"rounds_planned": True}, [("rounds_planned", "invalid_choice")]),
        ("rounds", {"first_round_days": 0}, [("first_round_days", "min_value")]),
        ("rounds", {"first_round_days": 61}, [("first_round_days", "max_value")]),
        ("rounds", {"first_round_days": "7"}, [("first_round_days", "invalid")]),
        ("payee", {"contact_phone": "call me"}, [("contact_phone", "invalid")]),
        ("payee", {"payee_kind": "state"}, [("payee_kind", "invalid_choice")]),
    ],
)
def test_a_section_says_what_is_wrong_and_where(
    program: Program, draft: Project, section: str, body: Any, fields: list[tuple[str, str]]
) -> None:
    with nothing_moves():
        answer = program.patch(f"projects/{draft.slug}/{section}/", body)
    is_refused(answer, 422, "invalid", *fields)


@pytest.mark.parametrize(
    ("section", "body", "fields"),
    [
        ("budget", {}, [("items", "required")]),
        ("budget", {"items": {}}, [("items", "not_a_list")]),
        ("budget", {"items": [ITEM] * 31}, [("items", "max_length")]),
        ("budget", {"items": [ITEM, 7]}, [("items.1", "invalid")]),
        ("budget", {"items": [ITEM], "minimum": cents(1)}, [("minimum", "unknown")]),
        ("budget", {"items": [{**ITEM, "kind": "x"}]}, [("items.0.kind", "invalid_choice")]),
        ("budget", {"items": [{**ITEM, "essential": 1}]}, [("items.0.essential", "invalid")]),
        ("budget", {"items": [{**ITEM, "id": 3}]}, [("items.0.id", "unknown")]),
        ("budget", {"items": [{**ITEM, "amount": 5}]}, [("items.0.amount", "not_an_object")]),
        (
            "budget",
            {"items": [{**ITEM, "amount": cents(99)}]},
            [("items.0.amount.cents", "too_small")],
        ),
        (
            "budget",
            {"items": [{**ITEM, "amount": cents(10**12)}]},
            [("items.0.amount.cents", "too_large")],
        ),
        (
            "budget",
            {"items": [{**ITEM, "amount": {"cents": 12.5, "currency": "USD", "x": 1}}]},
            [
                ("items.0.amount.cents", "not_whole"),
                ("items.0.amount.currency", "currency"),
                ("items.0.amount.x", "unknown"),
            ],
        ),
        ("returns", {"items": [{**RETURN, "kind": "song"}]}, [("items.0.kind", "invalid_choice")]),
        ("returns", {"items": [{**RETURN, "licence": "X"}]}, [("items.0.licence", "unknown")]),
        ("returns", {"items": [{**RETURN, "due_on": "2020-01-01"}]}, [("items.0.due_on", "past")]),
        ("returns", {"items": [{**RETURN, "due_on": "soon"}]}, [("items.0.due_on", "invalid")]),
        ("rewards", {"thanks_only": False}, [("items", "required")]),
        (
            "rewards",
            {"thanks_only": False, "items": [REWARD]},
            [("items.0.delivery_month", "far")],
        ),
        (
            "rewards",
            {"thanks_only": False, "items": [{**REWARD, "delivery_month": "2020-01"}]},
            [("items.0.delivery_month", "past")],
        ),
        (
            "rewards",
            {"thanks_only": False, "items": [{**REWARD, "delivery_month": "2027-13"}]},
            [("items.0.delivery_month", "invalid")],
        ),
    ],
)
def test_a_list_says_what_is_wrong_and_in_which_row(
    program: Program, draft: Project, section: str, body: Any, fields: list[tuple[str, str]]
) -> None:
    with nothing_moves():
        answer = program.put(f"projects/{draft.slug}/{section}/", body)
    is_refused(answer, 422, "invalid", *fields)


def test_a_wrong_choice_is_told_the_right_ones(program: Program, draft: Project) -> None:
    answer = program.put(f"projects/{draft.slug}/budget/", {"items": [{**ITEM, "kind": "x"}]})
    (field,) = answer.json()["fields"]
    assert field["message"] == "Choose one of these: task, infrastructure, material."


def test_rewards_and_only_thanks_do_not_go_together(program: Program, draft: Project) -> None:
    month = f"{draft.rewards.get().delivery_month:%Y-%m}"
    body = {"thanks_only": True, "items": [{**REWARD, "delivery_month": month}]}
    with nothing_moves():
        answer = program.put(f"projects/{draft.slug}/rewards/", body)
    is_refused(answer, 422, "invalid", ("thanks_only", "both"))


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, [("title", "required"), ("language", "required")]),
        ({"title": " ", "language": "en"}, [("title", "blank")]),
        ({"title": "x", "language": "de"}, [("language", "invalid_choice")]),
        ({"title": "x", "language": "en", "owner": 1}, [("owner", "unknown")]),
    ],
)
def test_a_draft_is_not_begun_without_what_it_needs(
    program: Program, body: Any, fields: list[tuple[str, str]]
) -> None:
    with nothing_moves():
        answer = program.post("projects/", body)
    is_refused(answer, 422, "invalid", *fields)


def test_a_file_that_is_no_picture_is_refused(program: Program, draft: Project) -> None:
    upload = SimpleUploadedFile("spring.png", b"<svg/>", content_type="image/png")
    path = f"{ROOT}projects/{draft.slug}/picture/"
    with nothing_moves():
        answer = program.client.put(
            path, encode_multipart(BOUNDARY, {"image": upload}), content_type=MULTIPART_CONTENT
        )
        without = program.client.put(
            path, encode_multipart(BOUNDARY, {}), content_type=MULTIPART_CONTENT
        )
        as_json = program.put(f"projects/{draft.slug}/picture/", {"image": "x"})
    is_refused(answer, 422, "invalid", ("image", "not_a_picture"))
    is_refused(without, 422, "invalid", ("image", "required"))
    is_refused(as_json, 415, "unsupported_media_type")

"""Drafts written by a program: the same acts as in the editor, up to the review."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from activity.clock import database_now
from activity.models import Event
from projects.models import Project
from tests import builders, cast
from tests.api.asking import ROOT, Program, cents, program_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(db: None) -> Program:
    return program_of(cast.alba())


def put_picture(program: Program, slug: str, content: bytes) -> Any:
    upload = SimpleUploadedFile("spring.png", content, content_type="image/png")
    body = encode_multipart(BOUNDARY, {"image": upload})
    path = f"{ROOT}projects/{slug}/picture/"
    return program.client.put(path, body, content_type=MULTIPART_CONTENT)


def in_days(days: int) -> str:
    return f"{(database_now() + timedelta(days=days)).date():%Y-%m-%d}"


def test_a_program_writes_a_campaign_from_its_title_to_the_review(program: Program) -> None:
    begun = program.post("projects/", {"title": "An open atlas", "language": "en"})
    assert begun.status_code == 201
    slug = begun.json()["slug"]
    assert (slug, begun.json()["status"]) == ("an-open-atlas", "draft")
    assert begun["location"] == begun.json()["links"]["self"]
    at = f"projects/{slug}/"

    basics = {"pitch": "All springs.", "location": "Girona", "category": "ecology"}
    assert program.patch(f"{at}basics/", basics).json() == {
        "title": "An open atlas",
        "language": "en",
        **basics,
    }
    story = {"description": builders.DESCRIPTION, "image_alt": "A spring"}
    assert program.patch(f"{at}story/", story).json() == {
        "description": builders.DESCRIPTION.strip(),
        "image_alt": "A spring",
        "drawn_cover": False,
        "image": None,
    }
    assert put_picture(program, slug, builders.tiny_picture("PNG")).json()["image"]
    rounds = {"rounds_planned": 1, "first_round_days": 30}
    assert program.patch(f"{at}rounds/", rounds).json()["second_round_days"] == 40

    item = {"kind": "task", "title": "Analyses", "amount": cents(80_000), "essential": True}
    more = {**item, "title": "More", "amount": cents(20_050), "essential": False}
    budget = program.put(f"{at}budget/", {"items": [item, more]}).json()
    assert (budget["minimum"], budget["optimum"]) == (cents(80_000), cents(100_050))

    given = {
        "kind": "dataset",
        "title": "Data",
        "description": "All of it.",
        "licence": "ODbL-1.0",
        "due_on": in_days(300),
    }
    assert program.put(f"{at}returns/", {"items": [given]}).json() == {"items": [given]}
    reward = {
        "title": "Map",
        "description": "Printed.",
        "price": cents(2500),
        "units": None,
        "delivery_month": in_days(200)[:7],
    }
    rewards = {"thanks_only": False, "items": [reward]}
    assert program.put(f"{at}rewards/", rewards).json() == rewards

    missing = [each["code"] for each in rules(program, at) if not each["holds"]]
    assert missing == ["contact_phone", "payout_identity"]
    payee = {"contact_phone": "+34 972 000 000", "payee_kind": "association", "payee_name": "Clara"}
    assert program.patch(f"{at}payee/", payee).json() == payee

    assert program.get(f"{at}checklist/").json()["ready"] is True
    sent = program.post(f"{at}submit/")
    assert (sent.status_code, sent.json()["status"]) == (200, "in_review")
    assert sent.json()["editable"] is False
    assert sent.json()["submitted_at"].endswith("Z")
    assert Event.objects.filter(verb="project.submitted", actor=cast.alba()).count() == 1


def rules(program: Program, at: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = program.get(f"{at}checklist/").json()["rules"]
    return found


def test_what_is_written_is_what_is_read(program: Program) -> None:
    draft = builders.a_complete_draft(description=builders.DESCRIPTION.strip())
    at = f"projects/{draft.slug}/"
    for section in ("budget", "rewards", "returns"):
        first = program.get(f"{at}{section}/").json()
        sendable = {k: v for k, v in first.items() if k not in ("minimum", "optimum")}
        assert program.put(f"{at}{section}/", sendable).json() == first
    for section in ("basics", "story", "rounds", "payee"):
        first = program.get(f"{at}{section}/").json()
        sendable = {k: v for k, v in first.items() if k != "image"}
        assert program.patch(f"{at}{section}/", sendable).json() == first


def test_a_field_that_is_not_sent_stays(program: Program) -> None:
    draft = builders.a_complete_draft()
    program.patch(f"projects/{draft.slug}/basics/", {"location": "Olot"})
    before, draft = draft, Project.objects.get(pk=draft.pk)
    assert draft.location == "Olot"
    assert (draft.title, draft.category_id) == (before.title, before.category_id)


def test_a_category_can_be_taken_back_and_a_picture_removed(program: Program) -> None:
    draft = builders.a_complete_draft()
    at = f"projects/{draft.slug}/"
    assert program.patch(f"{at}basics/", {"category": None}).json()["category"] is None
    assert program.delete(f"{at}picture/").json()["image"] is None
    broken = [each["code"] for each in rules(program, at) if not each["holds"]]
    assert broken == ["category", "image"]


def test_a_list_keeps_the_order_in_which_it_was_sent(program: Program) -> None:
    draft = builders.a_draft()
    titles = ["Third", "First", "Second"]
    items = [
        {"kind": "material", "title": each, "amount": cents(100), "essential": False}
        for each in titles
    ]
    program.put(f"projects/{draft.slug}/budget/", {"items": items})
    found = program.get(f"projects/{draft.slug}/budget/").json()["items"]
    assert [each["title"] for each in found] == titles


def test_a_project_sent_back_is_mended_and_sent_again(program: Program) -> None:
    project = builders.a_project_to_mend()
    at = f"projects/{project.slug}/"
    assert program.patch(f"{at}basics/", {"pitch": "Who walks: we do."}).status_code == 200
    assert program.post(f"{at}submit/").json()["status"] == "in_review"

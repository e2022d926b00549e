"""The editor: whose it is, what each section saves, what is refused and what then stays."""

from pathlib import PurePosixPath
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertRedirects

from accounts.models import User
from activity.models import Event
from projects.lifecycle import ProjectStatus
from projects.models import Category, Project
from projects.verbs import Verb
from projects.views.editor import SECTIONS
from tests import builders, cast
from tests.projects.nothing_moved import nothing_moves
from tests.projects.pages import controls, fill_in, section_url

pytestmark = pytest.mark.django_db
CLOSED = ["a_project_in_review", "an_approved_project", "a_live_project"]


# --- whose it is -------------------------------------------------------------------------
@pytest.mark.parametrize("section", SECTIONS)
def test_another_creators_draft_does_not_exist(section: str, client: Client, didac: User) -> None:
    project = builders.a_complete_draft()
    client.force_login(didac)
    with nothing_moves():
        assert client.get(section_url(project, section)).status_code == 404
        assert client.post(section_url(project, section), {"rows": "0"}).status_code == 404


@pytest.mark.parametrize("section", SECTIONS)
def test_an_admin_has_no_pen_in_a_creators_draft(section: str, client: Client, carme: User) -> None:
    project = builders.a_complete_draft()
    client.force_login(carme)
    assert client.post(section_url(project, section), {"rows": "0"}).status_code == 404


@pytest.mark.parametrize("section", SECTIONS)
def test_whoever_has_not_signed_in_is_asked_to(section: str, client: Client) -> None:
    url = section_url(builders.a_draft(), section)
    with nothing_moves():
        answer = client.post(url, {"title": "Taken over", "rows": "0"})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]


def test_a_section_that_is_not_there_is_404(as_alba: Client) -> None:
    assert as_alba.get(section_url(builders.a_draft(), "secrets")).status_code == 404


def test_the_editor_begins_with_the_idea(as_alba: Client) -> None:
    project = builders.a_draft()
    answer = as_alba.get(f"/en/projects/{project.slug}/edit/")
    assertRedirects(answer, section_url(project, "basics"), fetch_redirect_response=False)


# --- beginning ---------------------------------------------------------------------------
def test_a_title_and_a_language_make_a_draft(as_alba: Client, alba: User) -> None:
    answer = as_alba.post("/en/projects/new/", {"title": "Seeds for all", "language": "ca"})
    project = Project.objects.get()
    assert (project.owner, project.language, project.slug) == (alba, "ca", "seeds-for-all")
    assertRedirects(answer, section_url(project, "basics"), fetch_redirect_response=False)


def test_without_a_title_there_is_no_draft(as_alba: Client) -> None:
    with nothing_moves():
        answer = as_alba.post("/en/projects/new/", {"title": " ", "language": "ca"})
    assert "Give the project a title." in answer.content.decode()
    assert controls(answer.content.decode()).values["language"] == "ca"


@pytest.mark.parametrize("title", ["New", "Mine", "¿?"])
def test_an_address_never_hides_another_page(title: str, as_alba: Client) -> None:
    as_alba.post("/en/projects/new/", {"title": title, "language": "es"})
    assert Project.objects.get().slug not in ("new", "mine", "")


def test_the_same_title_twice_makes_two_addresses(as_alba: Client) -> None:
    for _ in range(3):
        as_alba.post("/en/projects/new/", {"title": "Seeds", "language": "es"})
    assert set(Project.objects.values_list("slug", flat=True)) == {"seeds", "seeds-2", "seeds-3"}


# --- saving ------------------------------------------------------------------------------
def test_the_idea_is_saved(as_alba: Client) -> None:
    project = builders.a_draft()
    category = Category.objects.get(slug="culture")
    answer = fill_in(
        as_alba,
        section_url(project, "basics"),
        title="Another title",
        pitch="In one line",
        location="Olot",
        category=category.pk,
        then="next",
    )
    project.refresh_from_db()
    assert (project.title, project.pitch) == ("Another title", "In one line")
    assert (project.location, project.category) == ("Olot", category)
    assert answer.url == section_url(project, "story")


def test_saving_without_going_on_stays(as_alba: Client) -> None:
    url = section_url(builders.a_draft(), "basics")
    assert fill_in(as_alba, url, then="stay").url == url


def test_saving_is_an_event_of_its_creator(as_alba: Client, alba: User) -> None:
    fill_in(as_alba, section_url(builders.a_draft(), "basics"), pitch="In one line")
    event = Event.objects.get(verb=Verb.EDITED)
    assert (event.actor, event.facts) == (alba, {"section": "basics"})


def test_a_title_too_long_is_told_and_kept(as_alba: Client) -> None:
    project = builders.a_draft()
    with nothing_moves():
        answer = fill_in(
            as_alba, section_url(project, "basics"), title="t" * 91, pitch="Not to be lost"
        )
    page = answer.content.decode()
    assert "One thing to mend" in page
    assert controls(page).values["title"] == "t" * 91
    assert controls(page).values["pitch"] == "Not to be lost"
    assert f"<title>The idea · {project.title}" in page


def test_the_story_is_saved_with_its_picture(as_alba: Client) -> None:
    project = builders.a_draft()
    picture = SimpleUploadedFile("Photo.JPG", builders.tiny_picture("JPEG"), "image/jpeg")
    typed = {"description": "A\nB", "image": picture, "image_alt": "A spring"}
    fill_in(as_alba, section_url(project, "story"), **typed)
    project.refresh_from_db()
    assert (project.description, project.image_alt) == ("A\nB", "A spring")
    assert PurePosixPath(str(project.image)).match("projects/*/*/*.webp")
    assert project.image.read()[8:12] == b"WEBP"


def test_on_ones_own_machine_uploads_are_served(as_alba: Client) -> None:
    answer = as_alba.get(builders.a_complete_draft().image.url)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_story_without_a_new_picture_keeps_the_old_one(as_alba: Client) -> None:
    project = builders.a_complete_draft()
    fill_in(as_alba, section_url(project, "story"), description="Shorter")
    before = project.image.name
    project.refresh_from_db()
    assert (project.description, project.image.name) == ("Shorter", before)


def test_a_creator_without_a_picture_may_ask_for_a_drawn_cover(as_alba: Client) -> None:
    project = builders.a_draft()
    url = section_url(project, "story")
    assert 'class="cover' not in as_alba.get(url).content.decode()
    fill_in(as_alba, url, description="A", drawn_cover="on")
    project.refresh_from_db()
    assert (project.drawn_cover, bool(project.image)) == (True, False)
    assert 'class="cover' in as_alba.get(url).content.decode()


def test_a_picture_can_be_taken_away(as_alba: Client) -> None:
    project = builders.a_complete_draft()
    fill_in(as_alba, section_url(project, "story"), remove_image="on")
    project.refresh_from_db()
    assert not project.image


@pytest.mark.parametrize("content", [b"<svg onload='alert(1)'/>", b"<html></html>", b""])
def test_what_is_no_picture_is_refused_beside_its_field(content: bytes, as_alba: Client) -> None:
    url = section_url(builders.a_draft(), "story")
    upload = SimpleUploadedFile("photo.jpg", content, "image/jpeg")
    with nothing_moves():
        page = fill_in(as_alba, url, image=upload, description="To keep").content.decode()
    assert 'id="id_image_error"' in page
    assert controls(page).values["description"] == "To keep"


def test_a_good_picture_beside_a_fault_is_asked_for_again(as_alba: Client) -> None:
    url = section_url(builders.a_draft(), "story")
    picture = SimpleUploadedFile("photo.png", builders.tiny_picture("PNG"))
    page = fill_in(as_alba, url, image=picture, image_alt="a" * 201).content.decode()
    assert "Choose the picture once more" in page


def test_rounds_are_saved(as_alba: Client) -> None:
    project = builders.a_draft()
    typed = {"rounds_planned": "2", "first_round_days": "1", "second_round_days": "60"}
    fill_in(as_alba, section_url(project, "rounds"), **typed)
    project.refresh_from_db()
    assert (project.first_round_days, project.second_round_days) == (1, 60)


@pytest.mark.parametrize("days", ["0", "61", "", "forty", "1.5"])
def test_a_round_lasts_from_one_to_sixty_days(days: str, as_alba: Client) -> None:
    url = section_url(builders.a_draft(), "rounds")
    with nothing_moves():
        page = fill_in(as_alba, url, first_round_days=days).content.decode()
    assert 'id="id_first_round_days_error"' in page
    assert controls(page).values["first_round_days"] == days


def test_with_one_round_the_second_needs_no_length(as_alba: Client) -> None:
    project = builders.a_draft()
    typed = {"rounds_planned": "1", "first_round_days": "20", "second_round_days": ""}
    fill_in(as_alba, section_url(project, "rounds"), **typed)
    project.refresh_from_db()
    assert (project.rounds_planned, project.first_round_days) == (1, 20)


def test_the_payee_is_saved(as_alba: Client) -> None:
    project = builders.a_draft()
    typed = {
        "contact_phone": "+34 972 11 22 33",
        "payee_kind": "cooperative",
        "payee_name": "Terra Oberta SCCL",
    }
    fill_in(as_alba, section_url(project, "payee"), **typed)
    saved = Project.objects.filter(pk=project.pk).values(*typed).get()
    assert saved == typed


def test_a_phone_number_is_made_of_digits(as_alba: Client) -> None:
    url = section_url(builders.a_draft(), "payee")
    page = fill_in(as_alba, url, contact_phone="call me").content.decode()
    assert "Write a phone number in digits" in page
    assert controls(page).values["contact_phone"] == "call me"


def test_a_creator_cannot_write_what_no_section_has(as_alba: Client) -> None:
    project = builders.a_draft()
    smuggled = {"status": "live", "owner": cast.didac().pk, "slug": "x", "fee_basis_points": "0"}
    fill_in(as_alba, section_url(project, "basics"), **smuggled)
    after = Project.objects.get(pk=project.pk)
    assert (after.status, after.owner_id, after.slug, after.fee_basis_points) == (
        ProjectStatus.DRAFT, project.owner_id, project.slug, None,
    )  # fmt: skip


# --- no longer open ----------------------------------------------------------------------
TYPED: dict[str, dict[str, Any]] = {
    "basics": {"title": "Other", "language": "en"},
    "story": {"description": "Other"},
    "rounds": {"rounds_planned": "1", "first_round_days": "3"},
    "payee": {"contact_phone": "972 00 00 00"},
    "budget": {"rows": "0"},
    "returns": {"rows": "0"},
    "rewards": {"rows": "0", "thanks_only": "on"},
}


@pytest.mark.parametrize("section", TYPED)
@pytest.mark.parametrize("build", CLOSED)
def test_after_sending_nothing_can_be_changed(build: str, section: str, as_alba: Client) -> None:
    project = getattr(builders, build)()
    with nothing_moves():
        answer = as_alba.post(section_url(project, section), TYPED[section])
    assert answer.status_code == 409
    assert "This project can no longer be edited" in answer.content.decode()


@pytest.mark.parametrize("section", TYPED)
def test_after_sending_a_section_can_be_read_only(section: str, as_alba: Client) -> None:
    page = as_alba.get(section_url(builders.a_project_in_review(), section)).content.decode()
    assert controls(page).disabled
    assert "Save and continue" not in page
    assert "We are reading it" in page


def test_what_reviewers_ask_for_stands_on_every_section(as_alba: Client) -> None:
    project = builders.a_project_to_mend(message="Who <b>walks</b>?")
    for section in SECTIONS:
        page = as_alba.get(section_url(project, section)).content.decode()
        assert "The reviewers ask for changes" in page
        assert "Who &lt;b&gt;walks&lt;/b&gt;?" in page


# --- sending -----------------------------------------------------------------------------
def test_a_complete_draft_is_sent(as_alba: Client) -> None:
    project = builders.a_complete_draft()
    answer = as_alba.post(section_url(project, "check"), follow=True)
    project.refresh_from_db()
    assert project.status == ProjectStatus.IN_REVIEW
    assert "Sent. We will write to you" in answer.content.decode()


def test_what_is_missing_is_named_with_the_way_to_it(as_alba: Client) -> None:
    project = builders.a_complete_draft(pitch="", returns=[], rewards=[])
    with nothing_moves():
        answer = as_alba.post(section_url(project, "check"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "3 things are missing" in page
    for section in ("basics", "returns", "rewards"):
        assert page.count(f'href="{section_url(project, section)}"') >= 3


def test_sending_twice_is_refused_in_words(as_alba: Client) -> None:
    project = builders.a_project_in_review()
    with nothing_moves():
        answer = as_alba.post(section_url(project, "check"))
    assert answer.status_code == 409
    assert "Nothing was changed" in answer.content.decode()


def test_a_section_is_marked_done_when_it_breaks_no_rule(as_alba: Client) -> None:
    project = builders.a_complete_draft(pitch="")
    steps = as_alba.get(section_url(project, "check")).context["steps"]
    assert {str(step["label"]) for step in steps if not step["done"]} == {
        "The idea",
        "Check and send",
    }


# --- my projects -------------------------------------------------------------------------
def test_my_projects_are_mine_alone(as_alba: Client, didac: User) -> None:
    builders.a_draft(title="Springs of Alba")
    builders.a_draft(didac, title="Bread of Dídac")
    page = as_alba.get("/en/projects/mine/").content.decode()
    assert "Springs of Alba" in page
    assert "Dídac" not in page


def test_nobody_begins_with_an_empty_page_and_no_word(as_alba: Client) -> None:
    page = as_alba.get("/en/projects/mine/").content.decode()
    assert "No project of yours yet" in page
    assert "/en/projects/new/" in page


@pytest.mark.parametrize(
    ("build", "next_step"),
    [
        ("a_draft", "Finish the draft"),
        ("a_project_in_review", "We are reading it"),
        ("a_project_to_mend", "Read what the reviewers ask for"),
        ("an_approved_project", "We will launch it"),
        ("a_live_project", "Round 1 is open until"),
    ],
)
def test_each_project_says_what_comes_next(build: str, next_step: str, as_alba: Client) -> None:
    getattr(builders, build)()
    assert next_step in as_alba.get("/en/projects/mine/").content.decode()


def test_my_projects_ask_the_database_as_often_for_many_as_for_one(
    as_alba: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        builders.a_draft()
    builders.a_live_project()
    with django_assert_max_num_queries(8):
        as_alba.get("/en/projects/mine/")

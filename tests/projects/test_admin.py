"""The queue of the review and the page of one project, in the admin."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from activity.models import Event
from projects.models import Category, Project
from tests import builders, cast
from tests.projects.desk import QUEUE, all_that_could_move, desk_of, page_of, page_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return desk_of()


def text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_queue_shows_who_has_waited_longest_first(desk: Client) -> None:
    late = builders.a_project_in_review(title="Came second")
    early = builders.a_project_in_review(cast.didac(), title="Came first")
    assert late.submitted_at is not None
    Project.objects.filter(pk=early.pk).update(submitted_at=late.submitted_at - timedelta(days=1))
    queue = text(desk, reverse(QUEUE))
    assert queue.index("Came first") < queue.index("Came second")


def test_the_queue_shows_only_what_waits_and_a_filter_everything(desk: Client) -> None:
    builders.a_draft(title="Not handed in")
    builders.a_project_in_review(title="Handed in")
    assert "Not handed in" not in text(desk, reverse(QUEUE))
    assert "Not handed in" in text(desk, reverse(QUEUE), status="all")
    assert "Not handed in" in text(desk, reverse(QUEUE), status="draft")


@pytest.mark.parametrize("asked", ["springs", "an-open-atlas", "alba@example.org"])
def test_a_search_finds_projects_in_any_state(desk: Client, asked: str) -> None:
    builders.a_draft(title="An open atlas of springs")
    builders.a_draft(cast.didac(), title="A library of seeds")
    found = text(desk, reverse(QUEUE), q=asked)
    assert "An open atlas of springs" in found
    assert "A library of seeds" not in found


def test_the_queue_shows_minimum_and_optimum(desk: Client) -> None:
    builders.a_project_in_review(budget=builders.a_budget(800_000, 1_250_000))
    assert "€8,000 / €12,500" in text(desk, reverse(QUEUE))


def test_a_longer_queue_asks_the_database_no_more_often(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        builders.a_project_in_review(title=f"Project {number}")
    with CaptureQueriesContext(connection) as three:
        text(desk, reverse(QUEUE))
    for number in range(3, 9):
        builders.a_project_in_review(cast.person(f"p{number}@example.org", ""), title=f"P {number}")
    with django_assert_num_queries(len(three)):
        text(desk, reverse(QUEUE))


def test_the_first_page_says_how_many_wait(desk: Client) -> None:
    for number in range(4):
        builders.a_project_in_review(title=f"Project {number}")
    index = text(desk, reverse("admin:index"))
    assert '<span class="waits-number">4</span>' in index
    assert "Projects in review" in index


def test_the_page_of_a_project_tells_its_whole_story(desk: Client) -> None:
    project = builders.a_live_project()
    story = text(desk, page_of(project))
    for told in (
        "Give the project a title.",  # the rules
        "measure the flow",  # the story
        'alt="A spring between two holm oaks"',
        "Water analyses",
        "€8,000.00",
        "Printed map",
        "Spring water dataset",
        "ODbL-1.0",
        "Associació Aigua Clara",
        "alba@example.org",
        "Planned",  # its second round
        "4 %",
        "Carme Soler",  # who decided
        "project.submitted",
        "project.approved",
        "project.launched",
        f"/projects/{project.slug}/",
    ):
        assert told in story


def test_what_a_creator_wrote_is_text_and_not_markup(desk: Client) -> None:
    project = builders.a_complete_draft(pitch="<script>alert(1)</script>")
    story = text(desk, page_of(project))
    assert "<script>alert(1)" not in story
    assert "&lt;script&gt;" in story


def test_longer_lists_in_a_project_ask_the_database_no_more_often(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    short = builders.a_complete_draft(
        returns=[builders.a_return() for _ in range(3)],
        rewards=[builders.a_reward() for _ in range(3)],
    )
    long = builders.a_complete_draft(
        returns=[builders.a_return() for _ in range(9)],
        rewards=[builders.a_reward() for _ in range(9)],
        title="The longer one",
    )
    with CaptureQueriesContext(connection) as three:
        text(desk, page_of(short))
    with django_assert_num_queries(len(three)):
        text(desk, page_of(long))


def test_nobody_adds_edits_or_deletes_a_project_here(desk: Client) -> None:
    project = builders.a_project_in_review()
    before = all_that_could_move(project)
    typed = {"title": "Taken over", "status": "live", "post": "yes"}
    for address in (
        reverse("admin:projects_project_add"),
        page_of(project),
        reverse("admin:projects_project_delete", args=[project.pk]),
    ):
        assert desk.post(address, typed).status_code == 403
    desk.post(
        reverse(QUEUE), {"action": "delete_selected", "_selected_action": project.pk, "post": "yes"}
    )
    assert all_that_could_move(project) == before


@pytest.mark.parametrize("who", ["nobody", "the creator"])
def test_outsiders_get_no_admin(client: Client, who: str) -> None:
    project = builders.a_project_in_review()
    before = all_that_could_move(project)
    if who == "the creator":
        client.force_login(project.owner)
    for address in (
        reverse("admin:index"),
        reverse(QUEUE),
        page_of(project),
        page_to("approve", project),
    ):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("admin:login"))
    assert client.post(page_to("approve", project), {"message": ""}).status_code == 302
    assert all_that_could_move(project) == before


def test_a_person_who_is_not_an_admin_is_refused_at_the_door() -> None:
    assert desk_of(cast.alba()).get(reverse("admin:login")).status_code == 403


def test_staff_without_further_rights_may_moderate() -> None:
    helper = cast.person("dolors@example.org", "Dolors Vidal")
    helper.is_staff = True
    helper.save()
    project = builders.a_project_in_review()
    desk = desk_of(helper)
    assert project.title in text(desk, reverse(QUEUE))
    desk.post(page_to("request-changes", project), {"message": "Who walks?"})
    project.refresh_from_db()
    assert project.status == "changes_requested"
    assert text(desk, reverse("admin:ledger_entry_changelist"))


def test_an_admin_renames_a_category_and_it_is_recorded(desk: Client) -> None:
    category = Category.objects.get(slug="ecology")
    typed = {
        "name_es": "Ecología",
        "name_ca": "Ecologia",
        "name_en": "Living world",
        "slug": "ecology",
        "position": 0,
    }
    desk.post(reverse("admin:projects_category_change", args=[category.pk]), typed)
    category.refresh_from_db()
    assert category.name_en == "Living world"
    event = Event.objects.get(verb="category.saved")
    assert (event.actor, event.facts) == (cast.carme(), {"fields": ["name_en"]})

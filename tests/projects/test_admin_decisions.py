"""Decisions in the admin: each says first what it will do, does it once, or says why not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from activity.clock import database_now
from projects.models import Project, ReviewDecision
from tests import builders, cast
from tests.projects.desk import all_that_could_move, desk_of, page_of, page_to

pytestmark = pytest.mark.django_db

IN_REVIEW = ("approve", "request-changes", "reject")
TYPED = {
    "approve": {"message": "Welcome", "launch_at": ""},
    "request-changes": {"message": "Tell us who walks."},
    "reject": {"message": "It is an advertisement."},
    "launch": {},
}
BECOMES = {
    "approve": "approved",
    "request-changes": "changes_requested",
    "reject": "rejected",
    "launch": "live",
}


@pytest.fixture
def desk() -> Client:
    return desk_of()


def ready_for(decision: str, **changes: Any) -> Project:
    build = builders.an_approved_project if decision == "launch" else builders.a_project_in_review
    return build(**changes)


def typed_date(days: int) -> str:
    return f"{timezone.localtime(database_now()) + timedelta(days=days):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("approve", ["Alba Ferrer (alba@example.org, reads Catalan) gets a mail", "€8,000"]),
        ("request-changes", ["gets a mail with your message", "may edit it and submit it again"]),
        ("reject", ["gets a mail with your message", "cannot be taken back"]),
        ("launch", ["becomes public", "Round 2 ends", "frozen for this project: 4 %"]),
    ],
)
def test_a_page_says_what_a_decision_will_do_and_does_nothing(
    desk: Client, decision: str, said: list[str]
) -> None:
    project = ready_for(decision)
    before = all_that_could_move(project)
    page = desk.get(page_to(decision, project)).content.decode()
    for sentence in said:
        assert sentence in page
    assert all_that_could_move(project) == before


@pytest.mark.parametrize("decision", TYPED)
def test_a_decision_is_taken_when_the_form_is_sent(desk: Client, decision: str) -> None:
    project = ready_for(decision)
    answer = desk.post(page_to(decision, project), TYPED[decision], follow=True)
    assert answer.redirect_chain == [(page_of(project), 302)]
    assert 'class="success"' in answer.content.decode()
    project.refresh_from_db()
    assert project.status == BECOMES[decision]


@pytest.mark.parametrize("decision", TYPED)
def test_a_double_click_decides_once(desk: Client, decision: str) -> None:
    project = ready_for(decision)
    desk.post(page_to(decision, project), TYPED[decision])
    before = all_that_could_move(project)
    again = desk.post(page_to(decision, project), TYPED[decision])
    assert again.status_code == 409
    assert "so it cannot become" in again.content.decode()
    assert all_that_could_move(project) == before


@pytest.mark.parametrize("decision", ["request-changes", "reject"])
def test_a_decision_without_its_message_is_refused(desk: Client, decision: str) -> None:
    project = builders.a_project_in_review()
    before = all_that_could_move(project)
    answer = desk.post(page_to(decision, project), {"message": "  "})
    assert "Write a message to the creator" in answer.content.decode()
    assert all_that_could_move(project) == before


def test_a_launch_date_in_the_past_is_refused_and_what_was_typed_is_kept(desk: Client) -> None:
    project = builders.a_project_in_review()
    before = all_that_could_move(project)
    typed = {"message": "Good luck with the springs", "launch_at": typed_date(days=-1)}
    page = desk.post(page_to("approve", project), typed).content.decode()
    assert "The launch date has already passed" in page
    assert "Good luck with the springs" in page
    assert typed["launch_at"] in page
    assert all_that_could_move(project) == before


def test_a_launch_date_that_is_none_is_refused(desk: Client) -> None:
    project = builders.a_project_in_review()
    before = all_that_could_move(project)
    answer = desk.post(page_to("approve", project), {"launch_at": "soon", "message": ""})
    assert answer.status_code == 422
    assert "soon" in answer.content.decode()
    assert all_that_could_move(project) == before


def test_an_admin_can_look_at_what_a_launch_date_means(desk: Client) -> None:
    project = builders.a_project_in_review()
    before = all_that_could_move(project)
    typed = {"launch_at": typed_date(days=10), "message": "Welcome", "look": ""}
    page = desk.post(page_to("approve", project), typed).content.decode()
    assert "Round 1 ends at midnight in Madrid" in page
    assert typed["launch_at"] in page
    assert "Welcome" in page
    assert all_that_could_move(project) == before


def test_a_look_at_a_date_in_the_past_says_that_it_has_passed(desk: Client) -> None:
    project = builders.a_project_in_review()
    typed = {"launch_at": typed_date(days=-1), "look": ""}
    page = desk.post(page_to("approve", project), typed).content.decode()
    assert "The launch date has already passed" in page
    assert "Round 1 ends" not in page


@pytest.mark.parametrize("more", [{}, {"look": ""}])
def test_a_date_at_the_end_of_all_dates_is_refused(desk: Client, more: dict[str, str]) -> None:
    project = builders.a_project_in_review()
    before = all_that_could_move(project)
    typed = {"launch_at": "9999-12-31T23:59", "message": "Welcome", **more}
    answer = desk.post(page_to("approve", project), typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose a date before the year 2100." in page
    assert typed["launch_at"] in page
    assert all_that_could_move(project) == before


def test_an_approval_keeps_its_launch_date_and_message(desk: Client) -> None:
    project = builders.a_project_in_review()
    typed = {"launch_at": typed_date(days=10), "message": "Welcome"}
    desk.post(page_to("approve", project), typed)
    project.refresh_from_db()
    assert project.launch_at is not None
    assert f"{timezone.localtime(project.launch_at):%Y-%m-%dT%H:%M}" == typed["launch_at"]
    decision = ReviewDecision.objects.get()
    assert (decision.message, decision.decided_by) == ("Welcome", cast.carme())


def test_only_what_the_lifecycle_allows_now_is_offered(desk: Client) -> None:
    waiting, approved = builders.a_project_in_review(), builders.an_approved_project(cast.didac())
    live, draft = builders.a_live_project(title="Live"), builders.a_draft(title="A draft")
    offered = {
        project: {
            decision
            for decision in TYPED
            if page_to(decision, project) in desk.get(page_of(project)).content.decode()
        }
        for project in (waiting, approved, live, draft)
    }
    assert offered == {waiting: set(IN_REVIEW), approved: {"launch"}, live: set(), draft: set()}


@pytest.mark.parametrize("decision", IN_REVIEW)
def test_a_page_of_a_decision_that_is_no_longer_possible_says_so(
    desk: Client, decision: str
) -> None:
    project = builders.an_approved_project()
    before = all_that_could_move(project)
    answer = desk.get(page_to(decision, project), follow=True)
    assert "This is “Approved” now" in answer.content.decode()
    assert all_that_could_move(project) == before


@pytest.mark.parametrize("decision", IN_REVIEW)
def test_nobody_decides_on_their_own_project(desk: Client, decision: str) -> None:
    project = builders.a_project_in_review(cast.carme())
    before = all_that_could_move(project)
    sentence = "You cannot decide on your own project"
    assert sentence in desk.get(page_of(project)).content.decode()
    assert sentence in desk.get(page_to(decision, project), follow=True).content.decode()
    answer = desk.post(page_to(decision, project), TYPED[decision])
    assert sentence in answer.content.decode()
    assert all_that_could_move(project) == before


def test_an_incomplete_project_cannot_be_approved(desk: Client) -> None:
    project = builders.a_project_in_review()
    project.budget_items.all().delete()
    before = all_that_could_move(project)
    answer = desk.post(page_to("approve", project), TYPED["approve"])
    assert "Add at least one essential budget item" in answer.content.decode()
    assert all_that_could_move(project) == before


@pytest.mark.parametrize("address", ["/admin/projects/project/0/decide/approve/", None])
def test_decisions_that_do_not_exist_are_not_found(desk: Client, address: str | None) -> None:
    project = builders.a_project_in_review()
    assert desk.get(address or page_to("praise", project)).status_code == 404

"""The list of open campaigns: orders, pages, and what is wrong in an address."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from pages.views import explore
from projects.models import Project, Round
from tests import builders
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db


def titles(client: Client, query: str = "") -> list[str]:
    return [card.title for card in client.get(f"/en/explore/{query}").context["cards"]]


@pytest.fixture
def three() -> list[Project]:
    """Launched one after the other; the second ends first, the first has the most people."""
    projects = [builders.a_live_project(title=title) for title in ("First", "Second", "Third")]
    Round.objects.filter(project=projects[1], number=1).update(
        closes_at=projects[1].rounds.get(number=1).closes_at - timedelta(days=5)
    )
    for email in ("ona@example.org", "pau@example.org"):
        a_promise(projects[0], email=email)
    a_promise(projects[2])
    a_promise(projects[2])
    return projects


def test_those_that_end_soon_come_first(client: Client, three: list[Project]) -> None:
    assert titles(client)[0] == "Second"


def test_the_newest_first(client: Client, three: list[Project]) -> None:
    assert titles(client, "?order=newest") == ["Third", "Second", "First"]


def test_the_most_supported_are_those_with_most_people(
    client: Client, three: list[Project]
) -> None:
    assert titles(client, "?order=supported") == ["First", "Third", "Second"]


def test_a_permanent_project_comes_after_those_that_end(
    client: Client, three: list[Project]
) -> None:
    builders.a_live_project(title="For ever", rounds_planned=0)
    assert titles(client)[-1] == "For ever"


@pytest.mark.parametrize(
    "query", ["?order=wrong", "?page=0", "?page=-1", "?page=x", "?page=²", "?page=99999999"]
)
def test_a_wrong_address_shows_the_first_page(
    client: Client, three: list[Project], query: str
) -> None:
    assert len(titles(client, query)) == 3


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    assert "No campaign is open at this moment" in client.get("/en/explore/").content.decode()


def test_pages_lead_on_and_back(
    client: Client, three: list[Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explore, "CARDS_PER_PAGE", 2)
    first = client.get("/en/explore/?order=newest")
    assert first.context["next_url"] == "/en/explore/?order=newest&page=2"
    assert titles(client, "?order=newest&page=2") == ["First"]
    assert client.get("/en/explore/?page=2").context["previous_url"] == "/en/explore/"
    assert "past the last page" in client.get("/en/explore/?page=3").content.decode()


def test_queries_do_not_grow_with_campaigns(
    client: Client, three: list[Project], django_assert_max_num_queries: Any
) -> None:
    for order in ("ending", "newest", "supported"):
        with django_assert_max_num_queries(5):
            client.get(f"/en/explore/?order={order}")

"""Explore as people use it: orders, words, filters in the address, and what is wrong in one."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from projects.models import Project, Round
from tests import builders, cast
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db


def titles(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"/en/explore/{query}")
    assert answer.status_code == 200
    return [card.title for card in answer.context["page"].cards]


def seen(client: Client, query: str = "") -> str:
    return client.get(f"/en/explore/{query}").content.decode()


@pytest.fixture
def three() -> list[Project]:
    """Launched one after the other; the second ends first, to the third most was given."""
    projects = [builders.a_live_project(title=title) for title in ("First", "Second", "Third")]
    Round.objects.filter(project=projects[1], number=1).update(
        closes_at=projects[1].rounds.get(number=1).closes_at - timedelta(days=5)
    )
    for email in ("ona@example.org", "pau@example.org"):
        a_promise(projects[0], email=email)
    a_promise(projects[2])
    a_promise(projects[2], 60_000)
    return projects


def ended(title: str, status: str, **changes: Any) -> Project:
    project = builders.a_live_project(title=title, **changes)
    Round.objects.filter(project=project).update(status="decided")
    Project.objects.filter(pk=project.pk).update(status=status)
    return project


# --- orders ------------------------------------------------------------------------------
def test_those_that_end_soon_come_first_and_permanent_ones_last(
    client: Client, three: list[Project]
) -> None:
    builders.a_live_project(title="For ever", rounds_planned=0)
    assert titles(client)[0] == "Second"
    assert titles(client)[-1] == "For ever"


def test_each_order_has_its_first(client: Client, three: list[Project]) -> None:
    assert titles(client, "?sort=newest") == ["Third", "Second", "First"]
    assert titles(client, "?sort=supported") == ["Third", "First", "Second"]
    assert titles(client, "?sort=nearest") == ["Third", "First", "Second"]


def test_the_nearest_to_its_minimum_has_not_reached_it_yet(
    client: Client, three: list[Project]
) -> None:
    a_promise(three[0], 900_000)
    assert titles(client, "?sort=nearest") == ["Third", "Second", "First"]


# --- words -------------------------------------------------------------------------------
def test_what_was_typed_is_found_and_shown_again(client: Client, three: list[Project]) -> None:
    page = seen(client, "?q=secnd")
    assert 'value="secnd"' in page
    assert "No campaign has exactly these words" in page
    assert "1 project for “secnd”" in page
    assert "<title>Explore · “secnd” — Goteo</title>" in page


def test_words_are_shown_as_text(client: Client, three: list[Project]) -> None:
    page = seen(client, '?q="><script>alert(1)</script>')
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "typed",
    ["%00", "%27%22%28%29%26%7C%21", "%F0%9F%92%A7", "a" * 10_000, "%FF%FE", "-", "%ED%A0%80"],
)
def test_nothing_typed_breaks_the_page(client: Client, typed: str) -> None:
    assert titles(client, f"?q={typed}&place={typed}&licence={typed}&after={typed}") == []


def test_a_search_too_long_is_cut_and_says_so(client: Client) -> None:
    assert "Only the first 200 characters" in seen(client, "?q=" + "a" * 300)


def test_nothing_found_leads_on(client: Client, three: list[Project]) -> None:
    ended("An old windmill", "funded")
    page = seen(client, "?q=windmill")
    assert "Nothing found" in page
    assert "1 campaign that is over matches" in page
    assert 'href="/en/explore/?q=windmill&amp;state=funded&amp;state=not_funded"' in page
    assert "Perhaps one of these" in page
    assert titles(client, "?q=windmill&state=funded&state=not_funded") == ["An old windmill"]


def test_filters_that_leave_nothing_can_be_taken_away(client: Client, three: list[Project]) -> None:
    page = seen(client, "?q=third&category=culture")
    assert "Without filters there is 1" in page
    assert "Culture" in page


def test_an_empty_platform_says_what_to_do(client: Client) -> None:
    assert "No campaign is open at this moment" in seen(client)


# --- addresses ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    "query",
    [
        "?sort=wrong",
        "?sort=best",
        "?state=wrong",
        "?kind=wrong",
        "?language=xx",
        "?reached=perhaps",
        "?category=a%20b",
        "?unknown=1",
        "?page=7",
    ],
)
def test_what_is_wrong_in_an_address_is_left_out(
    client: Client, three: list[Project], query: str
) -> None:
    assert len(titles(client, query)) == 3


def test_every_filter_is_a_chip_that_takes_itself_away(
    client: Client, three: list[Project]
) -> None:
    query = "?q=second&state=round_1&category=ecology&sort=newest"
    page = seen(client, query)
    assert 'href="/en/explore/?q=second&amp;category=ecology&amp;sort=newest"' in page
    assert 'href="/en/explore/?q=second&amp;state=round_1&amp;sort=newest"' in page
    assert "<title>Explore · “second” · Round 1 · Ecology — Goteo</title>" in page


def test_the_same_state_has_one_address(client: Client, three: list[Project]) -> None:
    page = seen(client, "?sort=ending&category=ecology&state=round_2&state=round_1&q=")
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]+)"', page)
    assert canonical.endswith("/en/explore/?state=round_1&amp;state=round_2&amp;category=ecology")
    assert 'hreflang="ca" href="' in page


def test_searches_are_not_for_search_engines(client: Client, three: list[Project]) -> None:
    assert "noindex" in seen(client, "?q=second")
    assert "noindex" not in seen(client, "?category=ecology")


# --- campaigns that are over ---------------------------------------------------------------
def test_campaigns_that_are_over_are_shown_to_those_who_ask(
    client: Client, three: list[Project]
) -> None:
    ended("Done", "fulfilled")
    ended("Missed", "failed")
    ended("Taken back", "withdrawn")
    builders.a_complete_draft(title="Still a draft")
    assert sorted(titles(client)) == ["First", "Second", "Third"]
    assert titles(client, "?state=funded") == ["Done"]
    assert titles(client, "?state=not_funded") == ["Missed"]
    assert "Not funded" in seen(client, "?state=not_funded")


# --- its cost ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "query",
    ["", "?q=campaign", "?q=campagn", "?q=campaign&state=round_1&sort=supported&reached=yes"],
)
def test_queries_do_not_grow_with_campaigns(
    client: Client, django_assert_max_num_queries: Any, query: str
) -> None:
    for number in range(4):
        a_promise(builders.a_live_project(title=f"Campaign {number}"))
    client.force_login(cast.biel())
    client.get("/en/explore/")
    with django_assert_max_num_queries(8):
        assert client.get(f"/en/explore/{query}").status_code == 200

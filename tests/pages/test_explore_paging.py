"""Explore from page to page: places in the address, at the same cost however deep."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client

from pages.exploring import keyset_of
from pages.views import explore
from pages.wanted import Sort
from projects.models import Project
from tests import builders
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db

SORTS = ["ending", "newest", "supported", "nearest", "best"]


@pytest.fixture
def five(monkeypatch: pytest.MonkeyPatch) -> list[Project]:
    """Two of them without any donation: their keys are equal."""
    monkeypatch.setattr(explore, "CARDS_PER_PAGE", 2)
    projects = [builders.a_live_project(title=f"Campaign {number}") for number in range(5)]
    for project, number in zip(projects, range(3), strict=False):
        for backer in range(number + 1):
            a_promise(project, email=f"backer{backer}@example.org")
    return projects


def walked(client: Client, address: str, way: str) -> Iterator[list[str]]:
    while address:
        context = client.get(address).context
        yield [card.title for card in context["page"].cards]
        address = context[way]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_lead_through_all_and_back_again(
    client: Client, five: list[Project], sort: str
) -> None:
    forward = list(walked(client, f"/en/explore/?q=campaign&sort={sort}", "next_url"))
    assert [len(page) for page in forward] == [2, 2, 1]
    assert len({title for page in forward for title in page}) == 5

    last = "/en/explore/?" + f"q=campaign&sort={sort}"
    while following := client.get(last).context["next_url"]:
        last = following
    assert list(walked(client, last, "previous_url")) == forward[::-1]


def test_a_page_names_its_neighbours_to_machines(client: Client, five: list[Project]) -> None:
    second = client.get(client.get("/en/explore/").context["next_url"]).content.decode()
    assert '<link rel="prev" href="/en/explore/?before=' in second
    assert '<link rel="next" href="/en/explore/?after=' in second
    assert "noindex" in second


def test_a_campaign_that_arrives_meanwhile_moves_nobody(
    client: Client, five: list[Project]
) -> None:
    following = client.get("/en/explore/?sort=newest").context["next_url"]
    before = [card.title for card in client.get(following).context["page"].cards]
    builders.a_live_project(title="Newcomer")
    assert [card.title for card in client.get(following).context["page"].cards] == before


@pytest.mark.parametrize("place", ["x", "%00", "====", "W10", "WzMsMV0:abc", "AAAA" * 500])
def test_a_place_that_is_none_gives_the_first_page_and_says_so(
    client: Client, five: list[Project], place: str
) -> None:
    first = client.get("/en/explore/").context["page"].cards
    for way in ("after", "before"):
        answer = client.get(f"/en/explore/?{way}={place}")
        assert answer.context["page"].cards == first
        assert "leads to no page of this list" in answer.content.decode()
        assert "noindex" in answer.content.decode()
    assert "leads to no page" not in client.get("/en/explore/?after=").content.decode()


def test_a_place_that_was_changed_or_is_of_another_order_is_none(
    client: Client, five: list[Project]
) -> None:
    following = client.get("/en/explore/?sort=newest").context["next_url"]
    place = following.partition("after=")[2]
    for query in (f"sort=newest&after=A{place}", f"sort=supported&after={place}"):
        assert client.get(f"/en/explore/?{query}").context["page"].lost, query
    assert not client.get(following).context["page"].lost


def test_past_the_last_page_there_is_a_way_back(client: Client, five: list[Project]) -> None:
    beyond = Project(pk=0)
    beyond.key = 0  # type: ignore[attr-defined]
    last = keyset_of(Sort.SUPPORTED).place(beyond)
    page = client.get("/en/explore/", {"sort": "supported", "after": last}).content.decode()
    assert "This is past the last page" in page
    assert 'href="/en/explore/?sort=supported"' in page


def test_a_page_deep_among_thousands_goes_by_its_index() -> None:
    template = builders.a_live_project(title="Template")
    assert template.launched_at is not None
    fields = {
        field.attname: getattr(template, field.attname)
        for field in Project._meta.concrete_fields
        if field.name not in ("id", "public_id", "slug", "title", "description", "launched_at")
    }
    Project.objects.bulk_create(
        (
            Project(
                **fields,
                slug=f"many-{index}",
                title=f"Campaign {index}",
                launched_at=template.launched_at - timedelta(minutes=index),
            )
            for index in range(3000)
        ),
        batch_size=500,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE projects_project")
    start: list[datetime | int] = [template.launched_at - timedelta(minutes=2000), 1]
    public = Project.objects.public().annotate(key=F("launched_at"))
    page = keyset_of(Sort.NEWEST).beyond(public, start)[:25]
    steps: list[dict[str, Any]] = json.loads(page.explain(format="json"))
    plan = json.dumps(steps)

    assert '"Index Cond"' in plan
    assert "project_newest" in plan
    assert '"Seq Scan"' not in plan
    assert '"Sort"' not in plan
    assert [project.title for project in page][0] == "Campaign 2001"

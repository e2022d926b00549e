"""The first page: figures that are computed, campaigns that are open, nothing that is not."""

from typing import Any

import pytest
from django.test import Client

from projects.models import Project
from tests import builders
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db


def seen(client: Client, address: str = "/en/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_platform_says_so_and_promises_no_figure(client: Client) -> None:
    page = seen(client)
    assert "No campaign is open at this moment" in page
    assert "Not enough yet" in page
    assert "delivered" not in page


def test_an_open_campaign_is_shown_with_what_it_raised_and_its_licence(client: Client) -> None:
    project = builders.a_live_project()
    a_promise(project, 250_000)
    page = seen(client)
    assert project.get_absolute_url() in page
    assert "€2,500" in page
    assert "ODbL-1.0" in page
    assert "31% of minimum" in page


def test_drafts_and_ended_campaigns_are_not_among_those_that_flow(client: Client) -> None:
    builders.a_complete_draft(title="Still a draft")
    ended = builders.a_live_project(title="Already over")
    Project.objects.filter(pk=ended.pk).update(status="failed")
    page = seen(client)
    assert "Still a draft" not in page
    assert "Already over" not in page


def test_the_share_of_funded_campaigns_counts_those_that_came_to_their_end(client: Client) -> None:
    for title, status in (("One", "funded"), ("Two", "failed"), ("Three", "fulfilled")):
        project = builders.a_live_project(title=title)
        Project.objects.filter(pk=project.pk).update(status=status)
    builders.a_live_project(title="Four")
    context = client.get("/en/").context["figures"]
    assert (context.funded, context.ended) == (2, 3)
    # Of the failed one nobody gets anything: its return does not count.
    assert context.returns_promised == 3


def test_every_figure_says_how_it_is_counted(client: Client) -> None:
    assert seen(client).count("How it is counted") == 4


def test_queries_do_not_grow_with_campaigns(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        a_promise(builders.a_live_project(title=f"Campaign {number}"))
    with django_assert_max_num_queries(8):
        seen(client)


@pytest.mark.parametrize("language", ["es", "ca", "en"])
def test_it_speaks_every_language(client: Client, language: str) -> None:
    assert f'<html lang="{language}"' in seen(client, f"/{language}/")

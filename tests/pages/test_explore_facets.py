"""The facets of Explore: what each choice would show, given what the others leave."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from activity.clock import database_now
from projects.models import Category, Project, Round
from tests import builders
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> None:
    """Girona: ecology, ODbL data, round 1. Lleida: culture, CC manual, round 2. Vic: ecology,
    permanent. Olot: culture, funded."""
    girona = builders.a_live_project(title="Springs", location="Girona")
    culture = Category.objects.get(slug="culture")
    manual = builders.a_return("CC-BY-SA-4.0", kind="manual", title="Manual")
    lleida = builders.a_live_project(
        title="Robots", location="Lleida", language="ca", category=culture, returns=[manual]
    )
    Round.objects.filter(project=lleida, number=1).update(status="decided")
    now = database_now()
    Round.objects.filter(project=lleida, number=2).delete()
    Round.objects.create(
        project=lleida,
        number=2,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=3),
        status="open",
    )
    builders.a_live_project(title="Bread", location=" girona", rounds_planned=0)
    olot = builders.a_live_project(title="Radio", location="Olot", category=culture)
    Project.objects.filter(pk=olot.pk).update(status="funded")
    a_promise(girona, 100_000)


def facets(client: Client, query: str = "") -> dict[str, int]:
    """By the name a person reads."""
    groups = client.get(f"/en/explore/{query}").context["groups"]
    return {choice.name: choice.projects for group in groups for choice in group.choices}


def titles(client: Client, query: str) -> set[str]:
    return {card.title for card in client.get(f"/en/explore/{query}").context["page"].cards}


@pytest.mark.usefixtures("world")
def test_without_choices_open_campaigns_are_counted_and_every_state_offered(
    client: Client,
) -> None:
    counts = facets(client)
    assert {name: counts[name] for name in ("Round 1", "Round 2", "Always open", "Funded")} == {
        "Round 1": 1,
        "Round 2": 1,
        "Always open": 1,
        "Funded": 1,
    }
    assert (counts["Ecology"], counts["Culture"]) == (2, 1)
    assert (counts["Dataset"], counts["Manual"]) == (2, 1)
    assert (counts["ODbL-1.0"], counts["CC-BY-SA-4.0"]) == (2, 1)
    assert (counts["English"], counts["Catalan"]) == (2, 1)
    assert "Olot" not in counts


@pytest.mark.usefixtures("world")
def test_a_facet_counts_what_the_others_leave_and_not_what_itself_leaves(client: Client) -> None:
    counts = facets(client, "?category=culture")
    assert (counts["Ecology"], counts["Culture"]) == (2, 1)
    assert counts["Round 2"] == 1
    assert counts["Funded"] == 1
    assert "Round 1" not in counts


@pytest.mark.usefixtures("world")
def test_choices_of_a_facet_add_up_and_facets_narrow_each_other(client: Client) -> None:
    assert titles(client, "?category=culture&category=ecology") == {"Springs", "Robots", "Bread"}
    assert titles(client, "?category=culture&kind=dataset") == set()
    assert titles(client, "?category=ecology&kind=dataset&licence=ODbL-1.0") == {
        "Springs",
        "Bread",
    }


@pytest.mark.usefixtures("world")
def test_one_place_written_in_two_ways_is_one_choice(client: Client) -> None:
    groups = client.get("/en/explore/").context["groups"]
    places = next(group for group in groups if group.name == "Place").choices
    assert [(place.value, place.projects) for place in places] == [("girona", 2), ("lleida", 1)]
    assert titles(client, "?place=girona") == {"Springs", "Bread"}


@pytest.mark.usefixtures("world")
def test_round_two_has_reached_its_minimum_and_ends_within_a_week(client: Client) -> None:
    counts = facets(client)
    assert (counts["Minimum reached"], counts["Ending within 7 days"]) == (1, 1)
    assert titles(client, "?reached=yes") == {"Robots"}
    assert titles(client, "?ending=yes&reached=yes") == {"Robots"}


@pytest.mark.usefixtures("world")
def test_a_round_that_reaches_its_minimum_counts_as_reached_at_once(client: Client) -> None:
    a_promise(Project.objects.get(title="Springs"), 700_000)
    assert titles(client, "?reached=yes") == {"Springs", "Robots"}


@pytest.mark.usefixtures("world")
def test_every_count_is_what_choosing_it_shows(client: Client) -> None:
    groups = client.get("/en/explore/").context["groups"]
    for choice in (choice for group in groups for choice in group.choices):
        shown = titles(client, f"?{choice.facet}={choice.value}")
        assert len(shown) == choice.projects, choice


@pytest.mark.usefixtures("world")
def test_a_choice_that_leaves_nothing_stays_to_be_taken_away(client: Client) -> None:
    page = client.get("/en/explore/?place=atlantis").content.decode()
    assert "atlantis" in page
    assert "Nothing found" in page


@pytest.mark.usefixtures("world")
def test_a_round_past_its_deadline_does_not_end_soon(client: Client) -> None:
    Round.objects.filter(number=2).update(
        opens_at=F("opens_at") - timedelta(days=9), closes_at=F("closes_at") - timedelta(days=9)
    )
    assert titles(client, "?ending=yes") == set()

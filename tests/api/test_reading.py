"""What everyone may read: projects, returns, licences, categories, figures."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activity.clock import database_now
from donations.models import Verdict
from projects.models import Category, Project, Round
from tests import builders, cast
from tests.api.asking import Program, cents, is_refused, program_of
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db


def slugs(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [each["slug"] for each in answer.json()["results"]]


def queries_of(path: str, program: Program) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert program.get(path).status_code == 200
    return len(captured)


def test_a_list_tells_what_a_campaign_asks_and_has() -> None:
    project = builders.a_live_project()
    a_promise(project, 400_000)
    a_promise(project, 2500, email="other@example.org")
    (found,) = Program().get("projects/").json()["results"]
    assert found["slug"] == project.slug
    assert found["status"] == "live"
    assert found["goals"] == {"minimum": cents(800_000), "optimum": cents(1_250_000)}
    assert found["totals"] == {
        "raised": cents(402_500),
        "collected": cents(0),
        "backers": 2,
        "donations": 2,
    }
    assert found["progress"] == {
        "of_minimum_percent": 50,
        "of_optimum_percent": 32,
        "minimum_reached": False,
    }
    assert found["category"] == {"slug": "ecology", "name": project.category.name_en}  # type: ignore[union-attr]
    assert found["owner"] == {"kind": "person", "name": "Alba Ferrer", "website": ""}
    assert found["licences"] == ["ODbL-1.0"]
    assert found["image"]["alt"] == "A spring between two holm oaks"
    assert [each["number"] for each in found["rounds"]] == [1, 2]
    assert found["links"]["page"].endswith(f"/en/projects/{project.slug}/")


def test_one_project_is_told_in_full() -> None:
    project = builders.a_live_project(rewards=[builders.a_reward(2500, units=3)])
    found = Program().get(f"projects/{project.slug}/").json()
    assert found["description"] == builders.DESCRIPTION
    assert found["budget"][0] == {
        "kind": "task",
        "title": "Water analyses",
        "description": "",
        "amount": cents(800_000),
        "essential": True,
    }
    (reward,) = found["rewards"]
    assert (reward["price"], reward["units"], reward["units_left"]) == (cents(2500), 3, 3)
    assert reward["delivery_month"] == f"{project.rewards.get().delivery_month:%Y-%m}"
    (given,) = found["returns"]
    assert (given["kind"], given["licence"]) == ("dataset", "ODbL-1.0")
    assert found["thanks_only"] is False


def test_nobody_learns_who_is_paid_or_how_to_call_them() -> None:
    project = builders.a_live_project()
    text = Program().get(f"projects/{project.slug}/").content.decode()
    assert "+34 972" not in text
    assert "Aigua Clara" not in text
    assert "@" not in text


def test_times_are_utc_and_a_verdict_stands_beside_its_round() -> None:
    project = builders.a_live_project()
    first = project.rounds.get(number=1)
    opens, closes = datetime(2026, 3, 1, 10, tzinfo=UTC), datetime(2026, 4, 9, 22, tzinfo=UTC)
    Round.objects.filter(pk=first.pk).update(opens_at=opens, closes_at=closes)
    Verdict.objects.create(
        round=first,
        passed=True,
        raised_cents=900_000,
        minimum_cents=800_000,
        optimum_cents=1_250_000,
        donations=7,
        decided_at=closes,
    )
    found = Program().get(f"projects/{project.slug}/").json()["rounds"]
    assert found[0]["closes_at"] == "2026-04-09T22:00:00Z"
    assert found[0]["verdict"]["raised"] == cents(900_000)
    assert found[0]["verdict"]["passed"] is True
    assert found[1]["verdict"] is None


def test_only_what_was_launched_is_public() -> None:
    live = builders.a_live_project()
    hidden = [
        builders.a_draft(title="A draft"),
        builders.a_project_in_review(title="In review"),
        builders.an_approved_project(title="Approved"),
    ]
    assert slugs(Program().get("projects/")) == [live.slug]
    for project in hidden:
        for program in (Program(), program_of(cast.didac()), program_of(cast.carme())):
            is_refused(program.get(f"projects/{project.slug}/"), 404, "not_found")


def test_a_creator_reads_their_own_drafts_with_a_token() -> None:
    draft = builders.a_draft()
    builders.a_live_project(cast.didac(), title="Of somebody else")
    own = program_of(cast.alba(), "read")
    assert own.get(f"projects/{draft.slug}/").json()["status"] == "draft"
    assert slugs(own.get("projects/mine/")) == [draft.slug]
    is_refused(Program().get("projects/mine/"), 401, "not_authenticated")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"springs", "tractor"}),
        ("status=live", {"springs", "tractor"}),
        ("status=funded", set()),
        ("category=ecology", {"springs"}),
        ("category=nothing-like-it", set()),
        ("language=es", {"tractor"}),
        ("place=giro", {"springs"}),
        ("licence=ODbL-1.0", {"springs"}),
        ("licence=MIT", {"tractor"}),
        ("state=round_1", {"springs", "tractor"}),
        ("state=round_2&state=funded", set()),
        ("state=round_2&state=round_1", {"springs", "tractor"}),
        ("kind=dataset", {"springs"}),
        ("category=ecology&category=technology", {"springs", "tractor"}),
        ("reached=yes", set()),
        ("ending=yes", set()),
        ("place=CATALUÑA", set()),
        ("place=Girona", {"springs"}),
        ("language=es&place=giro", set()),
        ("q=girona", {"springs"}),
        ("q=tractors", {"tractor"}),
        ("q=tracktor", {"tractor"}),
        ("q=spring+-water+-springs", set()),
        ("q=girona&language=es", set()),
        ("q=%25", set()),
    ],
)
def test_filters_narrow_the_list(query: str, found: set[str]) -> None:
    builders.a_live_project(title="Springs")
    builders.a_live_project(
        title="Tractor",
        language="es",
        location="Huesca",
        category=Category.objects.get(slug="technology"),
        returns=[builders.a_return("MIT", kind="source_code")],
    )
    assert set(slugs(Program().get(f"projects/?{query}"))) == found


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("status=draft", "status", "invalid_choice"),
        ("language=tlh", "language.0", "invalid_choice"),
        ("state=round_3", "state.0", "invalid_choice"),
        ("kind=dataset&kind=song", "kind.1", "invalid_choice"),
        ("sort=cheapest", "sort", "invalid_choice"),
        ("sort=best", "sort", "no_words"),
        ("reached=no", "reached", "invalid_choice"),
        ("category=", "category.0", "blank"),
        ("category=x" + "&category=x" * 20, "category", "max_length"),
        ("q=" + "x" * 201, "q", "max_length"),
        ("q=", "q", "blank"),
        ("q=%00", "q", "null_characters_not_allowed"),
        ("q=a&q=b", "q", "repeated"),
        ("place=%00", "place", "null_characters_not_allowed"),
        ("statsu=live", "statsu", "unknown"),
        ("limit=0", "limit", "limit"),
        ("limit=101", "limit", "limit"),
        ("limit=ten", "limit", "limit"),
        ("after=made-up", "after", "after"),
        ("after=", "after", "after"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(query: str, field: str, code: str) -> None:
    is_refused(Program().get(f"projects/?{query}"), 422, "invalid", (field, code))


@pytest.mark.parametrize("sort", ["newest", "ending", "supported", "nearest", "best"])
def test_pages_show_every_project_once_in_each_order(sort: str) -> None:
    made = [builders.a_live_project(title=f"Number {n}") for n in range(4)]
    made.append(builders.a_live_project(title="Permanent", rounds_planned=0))
    a_promise(made[1])
    a_promise(made[2])
    a_promise(made[2], 5000)
    ends = database_now() + timedelta(hours=1)
    Round.objects.filter(project=made[3], number=1).update(closes_at=ends)
    program = Program()
    words = "&q=number+or+permanent" if sort == "best" else ""
    path, seen = f"projects/?sort={sort}&limit=2{words}", []
    while path:
        answer = program.get(path)
        seen += slugs(answer)
        path = (answer.json()["next"] or "").partition("/api/v1/")[2]
    newest = [each.slug for each in reversed(made)]
    supported = ["number-2", "number-1", *[each for each in newest if each[-1] not in "12"]]
    expected = {"newest": newest, "supported": supported, "nearest": supported}
    assert sorted(seen) == sorted(newest)
    assert seen == expected.get(sort, seen)
    if sort == "ending":
        assert (seen[0], seen[-1]) == ("number-3", "permanent")


def test_the_best_match_comes_first_where_words_are_looked_for() -> None:
    builders.a_live_project(title="Springs", pitch="An atlas.")
    builders.a_live_project(title="Tractor", pitch="It drives between springs.")
    assert slugs(Program().get("projects/?q=springs")) == ["springs", "tractor"]
    assert slugs(Program().get("projects/?q=springs&sort=newest")) == ["tractor", "springs"]


def test_an_address_of_the_page_explore_asks_the_same_of_the_api(client: Client) -> None:
    builders.a_live_project(title="Springs")
    builders.a_live_project(title="Tractor", location="Huesca", language="es")
    query = "q=tractor+or+springs&state=round_1&language=es&place=huesca&sort=newest"
    page = client.get(f"/en/explore/?{query}").context["page"]
    assert slugs(Program().get(f"projects/?{query}")) == ["tractor"]
    assert [card.title for card in page.cards] == ["Tractor"]


def test_a_campaign_on_hold_is_listed_and_in_no_state_of_explore() -> None:
    held = builders.a_live_project(title="Held")
    Project.objects.filter(pk=held.pk).update(status="on_hold")
    assert slugs(Program().get("projects/?status=on_hold")) == ["held"]
    assert slugs(Program().get("projects/?q=held")) == ["held"]
    assert slugs(Program().get("projects/?state=round_1")) == []


def test_a_page_of_one_order_does_not_begin_another() -> None:
    for n in range(3):
        builders.a_live_project(title=f"Number {n}")
    following = Program().get("projects/?limit=1").json()["next"]
    after = following.partition("after=")[2]
    answer = Program().get(f"projects/?sort=supported&after={after}")
    is_refused(answer, 422, "invalid", ("after", "after"))


def test_lists_and_details_take_as_many_queries_however_much_there_is() -> None:
    def make(n: int) -> Project:
        project = builders.a_live_project(title=f"Number {n}")
        a_promise(project)
        return project

    first = make(0)
    paths = ("projects/", f"projects/{first.slug}/", "returns/", "licences/", "categories/")
    one = [queries_of(path, Program()) for path in paths]
    for n in range(1, 4):
        make(n)
    assert [queries_of(path, Program()) for path in paths] == one
    assert one == [5, 7, 1, 2, 2]
    assert queries_of("stats/", Program()) <= 4


def test_a_token_costs_two_queries() -> None:
    builders.a_live_project()
    program = program_of(cast.alba())
    program.get("stats/")
    assert queries_of("projects/", program) == 5 + 2


def test_returns_of_all_campaigns_are_listed_with_their_project() -> None:
    live = builders.a_live_project(title="Springs")
    builders.a_live_project(
        title="Code", returns=[builders.a_return("MIT", kind="source_code", title="Program")]
    )
    builders.a_complete_draft(title="Draft")
    everything = Program().get("returns/").json()["results"]
    assert [each["title"] for each in everything] == ["Program", "Spring water dataset"]
    assert everything[1]["project"] == {
        "slug": live.slug,
        "title": "Springs",
        "language": "en",
        "status": "live",
    }
    for query, expected in (
        ("kind=dataset", ["Spring water dataset"]),
        ("licence=MIT", ["Program"]),
        ("project=springs", ["Spring water dataset"]),
        ("project=draft", []),
        ("status=funded", []),
    ):
        found = Program().get(f"returns/?{query}").json()["results"]
        assert [each["title"] for each in found] == expected, query
    is_refused(Program().get("returns/?kind=x"), 422, "invalid", ("kind", "invalid_choice"))


def test_licences_say_what_they_allow() -> None:
    software = Program().get("licences/?domain=software").json()
    assert {each["domain"] for each in software} == {"software"}
    mit = next(each for each in software if each["spdx_id"] == "MIT")
    assert (mit["is_osi"], mit["copyleft"], mit["allows_commercial"]) == (True, "none", True)
    is_refused(Program().get("licences/?domain=x"), 422, "invalid", ("domain", "invalid_choice"))


def test_categories_are_named_in_the_language_asked_for() -> None:
    named = {
        language: Program().get("categories/", **{"accept-language": language}).json()[0]["name"]
        for language in ("es", "ca", "en")
    }
    assert len(set(named.values())) == 3


def test_figures_come_with_their_definitions() -> None:
    project = builders.a_live_project()
    a_promise(project)
    figures = Program().get("stats/").json()
    assert figures["collected"]["value"] == cents(0)
    assert figures["people"]["value"] == 1
    assert figures["returns_promised"]["value"] == 1
    assert (figures["funded_share"]["value"], figures["funded_share"]["ended"]) == (None, 0)
    assert all(each["definition"] for each in figures.values())

"""What backers get, as its creator types it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from activity.clock import database_now
from projects.models import Project
from rewards.models import Reward
from tests import builders
from tests.projects.nothing_moved import nothing_moves
from tests.projects.pages import controls, fill_in, section_url

pytestmark = pytest.mark.django_db


def typed(**changes: str) -> dict[str, str]:
    return {
        "rows": "1",
        "row-0-title": "Printed map",
        "row-0-description": "A2, on recycled paper.",
        "row-0-price": "25",
        "row-0-units": "100",
        "row-0-month_month": "4",
        "row-0-month_year": str(database_now().year + 1),
        **{f"row-0-{name}": value for name, value in changes.items()},
    }


def page_after(client: Client, project: Project, data: dict[str, str]) -> str:
    answer: Any = client.post(section_url(project, "rewards"), data)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_reward_is_saved(as_alba: Client) -> None:
    project = builders.a_draft()
    as_alba.post(section_url(project, "rewards"), typed())
    reward = Reward.objects.get(project=project)
    assert (reward.title, reward.price_cents, reward.units) == ("Printed map", 2500, 100)
    assert reward.delivery_month == date(database_now().year + 1, 4, 1)


def test_without_a_number_there_is_no_limit(as_alba: Client) -> None:
    project = builders.a_draft()
    as_alba.post(section_url(project, "rewards"), typed(units=""))
    assert Reward.objects.get().units is None


def test_saving_what_is_shown_changes_nothing(as_alba: Client) -> None:
    rewards = [builders.a_reward(2500, 10), builders.a_reward(1250, title="Postcard")]
    project = builders.a_complete_draft(rewards=rewards)
    fields = ("title", "description", "price_cents", "units", "delivery_month", "position")
    before = list(project.rewards.values_list(*fields))
    fill_in(as_alba, section_url(project, "rewards"))
    assert list(project.rewards.values_list(*fields)) == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"description": ""}, "description"),
        ({"price": ""}, "price"),
        ({"price": "0,50"}, "price"),
        ({"price": "12.345"}, "price"),
        ({"units": "0"}, "units"),
        ({"units": "-3"}, "units"),
        ({"units": "many"}, "units"),
        ({"month_month": ""}, "month"),
        ({"month_year": ""}, "month"),
        ({"month_month": "13"}, "month"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_all_is_kept(
    changes: dict[str, str], field: str, as_alba: Client
) -> None:
    project = builders.a_draft()
    with nothing_moves():
        page = page_after(as_alba, project, typed(**changes))
    assert f'id="id_row-0-{field}_error"' in page
    kept = {name: value for name, value in typed(**changes).items() if "13" not in value}
    assert kept.items() <= controls(page).values.items()


def test_a_month_that_is_over_is_refused(as_alba: Client) -> None:
    now = database_now()
    over = {"month_month": "1", "month_year": str(now.year)}
    page = page_after(as_alba, builders.a_draft(), typed(**over))
    assert ("This month is over" in page) == (now.month > 1)


def test_thanks_alone_are_saved(as_alba: Client) -> None:
    project = builders.a_draft()
    as_alba.post(section_url(project, "rewards"), {"rows": "0", "thanks_only": "on"})
    project.refresh_from_db()
    assert project.thanks_only


def test_thanks_alone_and_a_reward_contradict_each_other(as_alba: Client) -> None:
    project = builders.a_draft()
    with nothing_moves():
        page = page_after(as_alba, project, {**typed(), "thanks_only": "on"})
    assert "There are rewards as well" in page
    assert controls(page).values["thanks_only"] == "on"


def test_rearranging_keeps_the_month_and_the_thanks(as_alba: Client) -> None:
    data = {**typed(price="25,,"), "thanks_only": "on", "row": "add"}
    project = builders.a_draft()
    with nothing_moves():
        page = page_after(as_alba, project, data)
    shown = controls(page).values
    kept = {name: value for name, value in data.items() if name not in ("rows", "row")}
    assert kept.items() <= shown.items()
    assert shown["rows"] == "2"
    assert "to mend" not in page


@pytest.mark.parametrize(("language", "name"), [("es", "abril"), ("ca", "abril"), ("en", "April")])
def test_months_are_named_in_the_readers_language(
    language: str, name: str, as_alba: Client
) -> None:
    url = section_url(builders.a_draft(), "rewards").replace("/en/", f"/{language}/")
    assert f">{name}</option>" in as_alba.get(url).content.decode()

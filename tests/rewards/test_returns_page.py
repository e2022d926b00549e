"""What everyone gets, as its creator types it."""

from datetime import date, timedelta

import pytest
from django.test import Client

from activity.clock import database_now
from projects.campaigns import platform_zone
from projects.models import Project
from rewards.forms import licence_choices
from rewards.models import CollectiveReturn, Licence
from tests import builders
from tests.projects.nothing_moved import nothing_moves
from tests.projects.pages import controls, fill_in, section_url

pytestmark = pytest.mark.django_db


def today() -> date:
    return database_now().astimezone(platform_zone()).date()


def typed(**changes: str) -> dict[str, str]:
    licence = Licence.objects.get(spdx_id="CERN-OHL-S-2.0")
    return {
        "rows": "1",
        "row-0-title": "Test kit",
        "row-0-description": "Drawings and parts list.",
        "row-0-kind": "hardware_design",
        "row-0-licence": str(licence.pk),
        "row-0-due_on": (today() + timedelta(days=100)).isoformat(),
        **{f"row-0-{name}": value for name, value in changes.items()},
    }


def page_after(client: Client, project: Project, data: dict[str, str]) -> str:
    answer = client.post(section_url(project, "returns"), data)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_return_is_saved(as_alba: Client) -> None:
    as_alba.post(section_url(builders.a_draft(), "returns"), typed())
    saved = CollectiveReturn.objects.get()
    assert (saved.title, saved.kind) == ("Test kit", "hardware_design")
    assert saved.licence == Licence.objects.get(spdx_id="CERN-OHL-S-2.0")
    assert saved.due_on == today() + timedelta(days=100)


def test_licence_and_date_may_wait(as_alba: Client) -> None:
    as_alba.post(section_url(builders.a_draft(), "returns"), typed(licence="", due_on=""))
    saved = CollectiveReturn.objects.get()
    assert (saved.licence, saved.due_on) == (None, None)


def test_saving_what_is_shown_changes_nothing(as_alba: Client) -> None:
    returns = [builders.a_return(), builders.a_return(None, title="Later", due_on=None)]
    project = builders.a_complete_draft(returns=returns)
    fields = ("kind", "title", "description", "licence", "due_on", "position")
    before = list(project.collective_returns.values_list(*fields))
    fill_in(as_alba, section_url(project, "returns"))
    assert list(project.collective_returns.values_list(*fields)) == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"description": " "}, "description"),
        ({"kind": ""}, "kind"),
        ({"kind": "miracle"}, "kind"),
        ({"licence": "999999"}, "licence"),
        ({"due_on": "31/31/2027"}, "due_on"),
        ({"due_on": "2020-01-01"}, "due_on"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_rest_is_kept(
    changes: dict[str, str], field: str, as_alba: Client
) -> None:
    project = builders.a_draft()
    data = typed(**changes)
    with nothing_moves():
        page = page_after(as_alba, project, data)
    assert f'id="id_row-0-{field}_error"' in page
    chosen_from_a_list = ("kind", "licence")
    if field in chosen_from_a_list:
        del data[f"row-0-{field}"]  # What is not in the list cannot be shown in it.
    assert data.items() <= controls(page).values.items()


@pytest.mark.parametrize(("days", "saved"), [(-1, False), (0, False), (1, True)])
def test_a_promise_is_for_a_later_day(days: int, saved: bool, as_alba: Client) -> None:
    due_on = (today() + timedelta(days=days)).isoformat()
    as_alba.post(section_url(builders.a_draft(), "returns"), typed(due_on=due_on))
    assert CollectiveReturn.objects.exists() == saved


@pytest.mark.parametrize("way", ["%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d"])
def test_dates_are_understood_as_people_write_them(way: str, as_alba: Client) -> None:
    due_on = (today() + timedelta(days=100)).strftime(way)
    as_alba.post(section_url(builders.a_draft(), "returns"), typed(due_on=due_on))
    assert CollectiveReturn.objects.get().due_on == today() + timedelta(days=100)


def test_rearranging_keeps_what_was_typed(as_alba: Client) -> None:
    data = {**typed(due_on="31/31/2027"), "row": "add"}
    project = builders.a_draft()
    with nothing_moves():
        page = page_after(as_alba, project, data)
    kept = {name: value for name, value in data.items() if name not in ("rows", "row")}
    assert kept.items() <= controls(page).values.items()


def test_every_licence_of_the_catalogue_is_offered_once_under_its_domain() -> None:
    _empty, *groups = licence_choices(Licence.objects.all())
    offered = [pk for _label, options in groups for pk, _name in options]  # type: ignore[attr-defined]
    assert len(groups) == 5
    assert sorted(offered) == sorted(str(pk) for pk in Licence.objects.values_list("pk", flat=True))


def test_the_page_says_what_licences_allow(as_alba: Client) -> None:
    page = as_alba.get(section_url(builders.a_draft(), "returns")).content.decode()
    for words in ("OSI", "free culture", "weak copyleft", "no commercial use", "no changes"):
        assert words in page


def test_many_rows_cost_no_more_questions(
    as_alba: Client, django_assert_max_num_queries: object
) -> None:
    project = builders.a_complete_draft(returns=[builders.a_return() for _ in range(12)])
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        as_alba.get(section_url(project, "returns"))

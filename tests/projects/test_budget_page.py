"""The budget's rows, edited without JavaScript: nothing typed is lost, nothing half-typed saved."""

from typing import Any

import pytest
from django.test import Client

from projects.models import BudgetItem, Project
from projects.views.rows import MOST_ROWS
from tests import builders
from tests.projects.nothing_moved import nothing_moves
from tests.projects.pages import controls, fill_in, section_url

pytestmark = pytest.mark.django_db


def values(answer: Any) -> dict[str, str]:
    assert answer.status_code == 200
    return controls(answer.content.decode()).values


def rows_of(project: Project) -> list[tuple[str, int, bool]]:
    items = project.budget_items.all()
    return [(item.title, item.amount_cents, item.essential) for item in items]


def test_an_empty_budget_offers_one_empty_line(as_alba: Client) -> None:
    shown = values(as_alba.get(section_url(builders.a_draft(), "budget")))
    assert shown["rows"] == "1"
    assert (shown["row-0-title"], shown["row-0-essential"]) == ("", "on")


def test_the_lines_are_saved_in_their_order(as_alba: Client) -> None:
    project = builders.a_draft()
    typed = {
        "rows": "2",
        "row-0-title": "Analyses",
        "row-0-amount": "1200,50",
        "row-0-kind": "task",
        "row-0-essential": "on",
        "row-1-title": "Kits",
        "row-1-amount": "€ 300",
        "row-1-kind": "material",
    }
    as_alba.post(section_url(project, "budget"), typed)
    assert rows_of(project) == [("Analyses", 120_050, True), ("Kits", 30_000, False)]


def test_lines_in_which_nothing_stands_do_not_count(as_alba: Client) -> None:
    project = builders.a_complete_draft()
    before = rows_of(project)
    empty = {"rows": "3", "row-2-title": " ", "row-2-kind": "task", "row-2-essential": "on"}
    fill_in(as_alba, section_url(project, "budget"), **empty)
    assert rows_of(project) == before


def test_saving_what_is_shown_changes_no_line(as_alba: Client) -> None:
    project = builders.a_complete_draft()
    before = rows_of(project)
    fill_in(as_alba, section_url(project, "budget"))
    assert rows_of(project) == before


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("4.200,0,0", "Esto no es un importe"),
        ("1,200", "Esto se puede leer de dos maneras"),
        ("-5", "El importe no puede ser negativo"),
        ("0", "Lo mínimo es"),
        ("0,99", "Lo mínimo es"),
        ("99999999", "Lo máximo es"),
        ("", "Escribe un importe"),
    ],
)
def test_a_wrong_amount_is_told_at_its_field_and_all_is_kept(
    amount: str, sentence: str, as_alba: Client
) -> None:
    project = builders.a_complete_draft()
    with nothing_moves():
        url = section_url(project, "budget").replace("/en/", "/es/")
        answer = fill_in(as_alba, url, **{"row-1-amount": amount, "row-0-title": "Kept"})
    page = answer.content.decode()
    assert 'id="id_row-1-amount_error"' in page
    assert sentence in page
    assert values(answer)["row-1-amount"] == amount
    assert values(answer)["row-0-title"] == "Kept"


def test_a_line_without_a_name_is_told(as_alba: Client) -> None:
    url = section_url(builders.a_complete_draft(), "budget")
    page = fill_in(as_alba, url, **{"row-0-title": ""}).content.decode()
    assert "Say what this pays for, or remove the line." in page


def test_another_line_keeps_what_was_typed_and_saves_nothing(as_alba: Client) -> None:
    url = section_url(builders.a_complete_draft(), "budget")
    with nothing_moves():
        shown = values(
            fill_in(as_alba, url, row="add", **{"row-0-title": "New", "row-0-amount": "12,,"})
        )
    assert (shown["rows"], shown["row-2-title"]) == ("3", "")
    assert (shown["row-0-title"], shown["row-0-amount"]) == ("New", "12,,")


def test_a_half_typed_line_is_not_scolded_before_it_is_saved(as_alba: Client) -> None:
    url = section_url(builders.a_draft(), "budget")
    page = fill_in(as_alba, url, row="add", **{"row-0-amount": "nonsense"}).content.decode()
    assert "to mend" not in page


def test_a_line_is_removed_and_the_others_close_up(as_alba: Client) -> None:
    url = section_url(builders.a_complete_draft(), "budget")
    shown = values(fill_in(as_alba, url, row="remove-0"))
    assert (shown["rows"], shown["row-0-title"]) == ("1", "Second season")
    assert "row-0-essential" not in shown


def test_removing_all_lines_and_saving_empties_the_budget(as_alba: Client) -> None:
    project = builders.a_complete_draft()
    as_alba.post(section_url(project, "budget"), {"rows": "0"})
    assert not BudgetItem.objects.filter(project=project).exists()


@pytest.mark.parametrize("move", ["up-1", "down-0"])
def test_lines_change_places(move: str, as_alba: Client) -> None:
    url = section_url(builders.a_complete_draft(), "budget")
    shown = values(fill_in(as_alba, url, row=move))
    assert [shown["row-0-title"], shown["row-1-title"]] == ["Second season", "Water analyses"]
    assert "row-0-essential" not in shown
    assert shown["row-1-essential"] == "on"


@pytest.mark.parametrize("move", ["up-0", "down-1", "up-9", "remove-9", "remove--1", "up-", "up-x"])
def test_a_move_that_leads_nowhere_changes_nothing(move: str, as_alba: Client) -> None:
    url = section_url(builders.a_complete_draft(), "budget")
    before = values(as_alba.get(url))
    assert values(fill_in(as_alba, url, row=move)) == before


@pytest.mark.parametrize("rows", ["", "-1", "x", "99999999999", "²"])
def test_a_number_of_rows_that_is_none_breaks_nothing(rows: str, as_alba: Client) -> None:
    url = section_url(builders.a_draft(), "budget")
    assert as_alba.post(url, {"rows": rows, "row": "add"}).status_code == 200


def test_there_is_an_end_to_adding(as_alba: Client) -> None:
    url = section_url(builders.a_draft(), "budget")
    shown = values(as_alba.post(url, {"rows": str(MOST_ROWS), "row": "add"}))
    assert shown["rows"] == str(MOST_ROWS)


def test_minimum_and_optimum_follow_what_is_typed(as_alba: Client) -> None:
    url = section_url(builders.a_complete_draft(), "budget")
    assert as_alba.get(url).context["goals"].minimum_cents == 800_000
    goals = fill_in(as_alba, url, row="add", **{"row-0-amount": "9000"}).context["goals"]
    assert (goals.minimum_cents, goals.optimum_cents) == (900_000, 1_350_000)


def test_the_enter_key_saves_instead_of_moving_rows(as_alba: Client) -> None:
    page = as_alba.get(section_url(builders.a_complete_draft(), "budget")).content.decode()
    form = page[page.index("data-rows") :]
    assert form.index('name="then"') < form.index('name="row"')

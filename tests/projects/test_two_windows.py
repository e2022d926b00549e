"""The same part of a draft in two windows: the later does not write over the earlier unknowingly,
and nothing that was typed is lost."""

from typing import Any

import pytest
from django.test import Client

from projects.models import Project
from tests import builders
from tests.projects.nothing_moved import nothing_moves
from tests.projects.pages import controls, fill_in, section_url

pytestmark = pytest.mark.django_db
# Of each kind of section: what the first window writes, and what the second.
TYPED: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("basics", {"pitch": "From the first"}, {"pitch": "From the second"}),
    ("story", {"description": "From the first"}, {"description": "From the second"}),
    ("budget", {"row-0-title": "From the first"}, {"row-0-title": "From the second"}),
    ("returns", {"row-0-title": "From the first"}, {"row-0-title": "From the second"}),
    ("rewards", {"row-0-title": "From the first"}, {"row-0-title": "From the second"}),
]


def opened(client: Client, url: str) -> dict[str, str]:
    return controls(client.get(url).content.decode()).values


def sent(client: Client, url: str, **typed: Any) -> tuple[int, dict[str, str], str]:
    answer = client.post(url, typed)
    page = answer.content.decode()
    return answer.status_code, controls(page).values, page


@pytest.mark.parametrize(("section", "first", "second"), TYPED, ids=[each[0] for each in TYPED])
def test_the_second_window_is_told_and_keeps_what_was_typed(
    as_alba: Client, section: str, first: dict[str, str], second: dict[str, str]
) -> None:
    url = section_url(builders.a_complete_draft(), section)
    window = opened(as_alba, url)
    fill_in(as_alba, url, **first)
    with nothing_moves():
        status, values, page = sent(as_alba, url, **{**window, **second})
    assert status == 409
    assert "saved in another window" in page
    assert second.items() <= values.items()

    assert sent(as_alba, url, **values)[0] == 302  # Once more, now knowingly.
    assert second.items() <= opened(as_alba, url).items()


def test_a_mistake_between_does_not_hide_the_change(as_alba: Client) -> None:
    url = section_url(builders.a_complete_draft(), "budget")
    window = opened(as_alba, url)
    fill_in(as_alba, url, **{"row-0-title": "From the first"})
    _status, values, _page = sent(as_alba, url, **{**window, "row-0-amount": "-5"})
    _status, values, _page = sent(as_alba, url, **{**values, "row-0-amount": "5", "row": "add"})
    with nothing_moves():
        assert sent(as_alba, url, **values)[0] == 409


def test_other_parts_of_the_draft_may_change_meanwhile(as_alba: Client) -> None:
    project = builders.a_complete_draft()
    window = opened(as_alba, section_url(project, "basics"))
    fill_in(as_alba, section_url(project, "story"), description="Another text")
    typed = {**window, "pitch": "In one line"}
    assert sent(as_alba, section_url(project, "basics"), **typed)[0] == 302
    found = Project.objects.get(pk=project.pk)
    assert (found.pitch, found.description) == ("In one line", "Another text")

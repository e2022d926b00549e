"""What lists of the API ask of the database does not grow with their rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests import builders, cast
from tests.api.asking import ROOT, Program, program_of
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db

MOST = 12
OPEN_TO_ALL = [
    "projects/",
    "projects/?q=springs&sort=ending",
    "projects/?sort=supported&state=round_1",
    "returns/",
    "licences/",
    "categories/",
    "stats/",
]


def campaigns(owner: User, first: int, count: int) -> None:
    """Each with rewards, returns and people who gave."""
    for number in range(first, first + count):
        project = builders.a_live_project(
            owner,
            title=f"Springs {number}",
            rewards=[builders.a_reward(1000 * n, title=f"Reward {n}") for n in (1, 2, 3)],
            returns=[builders.a_return(title=f"Return {n}") for n in (1, 2)],
        )
        for person in range(3):
            a_promise(project, email=f"person{number}-{person}@example.org")


def queries(program: Program, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = program.get(path)
    assert answer.status_code == 200, f"{ROOT}{path}"
    return len(asked)


@pytest.mark.parametrize("path", OPEN_TO_ALL)
def test_a_list_asks_the_same_for_one_row_and_for_many(path: str) -> None:
    alba = cast.alba()
    campaigns(alba, 0, 1)
    program = Program()
    program.get(path)
    of_one = queries(program, path)
    campaigns(alba, 1, 5)
    assert queries(program, path) <= of_one <= MOST


def test_the_list_of_ones_own_does_so_too() -> None:
    path = "projects/mine/"
    alba = cast.alba()
    campaigns(alba, 0, 1)
    program = program_of(alba)
    program.get(path)
    of_one = queries(program, path)
    campaigns(alba, 1, 5)
    assert queries(program, path) <= of_one <= MOST


def test_one_project_asks_the_same_whatever_it_has() -> None:
    alba = cast.alba()
    small = builders.a_live_project(alba, title="Small")
    campaigns(alba, 0, 1)
    program = Program()
    program.get("projects/small/")
    of_small = queries(program, f"projects/{small.slug}/")
    assert queries(program, "projects/springs-0/") <= of_small <= MOST

"""Lifecycles: a printable table, and moves that one of two rivals wins."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from activity.errors import NotAllowed
from activity.lifecycle import Lifecycle
from activity.models import Event
from projects.lifecycle import PROJECT
from projects.models import Project
from tests import builders, cast

TABLE = {"draft": ("open",), "open": ("closed", "draft"), "closed": ()}


def test_the_table_knows_where_each_state_comes_from() -> None:
    lifecycle = Lifecycle("door", TABLE)
    assert lifecycle.sources("open") == ["draft"]
    assert lifecycle.sources("draft") == ["open"]
    assert lifecycle.is_final("closed")
    assert not lifecycle.is_final("open")


def test_a_state_without_a_row_is_refused() -> None:
    with pytest.raises(ValueError, match="closed, which has no row"):
        Lifecycle("door", {"open": ("closed",)})


def test_the_table_prints_as_a_diagram() -> None:
    assert Lifecycle("door", TABLE).mermaid() == (
        "stateDiagram-v2\n"
        "    [*] --> draft\n"
        "    draft --> open\n"
        "    open --> draft\n"
        "    open --> closed\n"
        "    closed --> [*]\n"
    )


@pytest.mark.django_db
def test_a_move_is_remembered_with_its_reason() -> None:
    alba = cast.alba()
    project = builders.a_draft(alba)
    PROJECT.move(
        project, "in_review", verb="test.moved", actor=alba, reason="Ready.", facts={"n": 1}
    )
    assert project.status == "in_review"
    assert Project.objects.get().status == "in_review"
    event = Event.objects.get(verb="test.moved")
    assert event.facts == {"to": "in_review", "n": 1, "reason": "Ready."}


@pytest.mark.django_db
def test_a_move_that_the_table_does_not_have_moves_nothing() -> None:
    alba = cast.alba()
    project = builders.a_draft(alba)
    events = Event.objects.count()
    with translation.override("en"), pytest.raises(NotAllowed) as refusal:
        PROJECT.move(project, "live", verb="test.moved", actor=alba, title="Other")
    assert "cannot become" in str(refusal.value)
    project.refresh_from_db()
    assert (project.status, project.title) == ("draft", "An open atlas of springs")
    assert Event.objects.count() == events


def test_of_two_who_move_the_same_thing_one_wins(committed_db: Any) -> None:
    alba = cast.alba()
    project = builders.a_draft(alba)
    both_ready = threading.Barrier(2)
    outcomes: list[str] = []

    def move() -> None:
        try:
            mine = Project.objects.get(pk=project.pk)
            both_ready.wait(timeout=10)
            PROJECT.move(mine, "in_review", verb="test.moved", actor=alba)
            outcomes.append("moved")
        except NotAllowed:
            outcomes.append("refused")
        finally:
            connection.close()

    rivals = [threading.Thread(target=move) for _ in range(2)]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join(timeout=20)
    assert sorted(outcomes) == ["moved", "refused"]
    assert Event.objects.filter(verb="test.moved").count() == 1

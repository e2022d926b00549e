"""The sentences that an admin reads before a launch, against the calendar of the domain book."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from projects import previews
from projects.deadlines import last_day
from projects.models import Project
from tests import builders

pytestmark = pytest.mark.django_db
LAUNCH = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


def sentences(project: Project) -> str:
    with translation.override("en"):
        return " ".join(previews.of_launching(project, LAUNCH))


def test_two_rounds_of_forty_days_across_the_change_of_the_clock() -> None:
    said = sentences(builders.an_approved_project())
    assert "Round 1 ends at midnight in Madrid, when 9 April 2026 ends." in said
    assert "Round 2 ends at midnight in Madrid, when 19 May 2026 ends." in said
    assert "begin on 10 April 2026 at 10:00 (Madrid)" in said
    assert "none is made after 20 April 2026" in said
    assert "In round 2 every donation is charged at once." in said


def test_one_round_names_one_end() -> None:
    said = sentences(builders.an_approved_project(rounds_planned=1, first_round_days=10))
    assert "Round 1 ends at midnight in Madrid, when 10 March 2026 ends." in said
    assert "Round 2" not in said


def test_a_permanent_project_has_no_end_and_charges_at_once() -> None:
    said = sentences(builders.an_approved_project(rounds_planned=0))
    assert "It has no rounds" in said
    assert "Every donation is charged at once." in said
    assert "Round 1" not in said


def test_a_preview_speaks_of_what_the_launch_then_writes() -> None:
    project = builders.a_live_project()
    assert project.launched_at is not None
    with translation.override("en"):
        said = " ".join(previews.of_launching(project, project.launched_at))
        for each in project.rounds.all():
            ends = timezone.localtime(last_day(each.closes_at))
            assert date_format(ends, "DATE_FORMAT") in said

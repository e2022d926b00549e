"""The worker launches what is due, each project by itself."""

from datetime import timedelta
from typing import Any

import pytest

from activity.clock import database_now
from activity.models import Event
from donations.ending import withdraw
from projects import campaigns
from projects.models import Project, Round
from projects.tasks import launch_due
from tests import builders, cast

pytestmark = pytest.mark.django_db


def test_a_date_that_has_passed_is_launched_by_the_next_tick() -> None:
    late, soon = (builders.an_approved_project(who) for who in (cast.alba(), cast.didac()))
    now = database_now()
    Project.objects.filter(pk=late.pk).update(launch_at=now - timedelta(days=3))
    Project.objects.filter(pk=soon.pk).update(launch_at=now + timedelta(hours=1))
    launch_due()
    for project in (late, soon):
        project.refresh_from_db()
    assert (late.status, soon.status) == ("live", "approved")
    first = late.rounds.get(number=1)
    assert first.opens_at == late.launched_at
    assert now <= first.opens_at, "days are counted from the launch, not from the date that passed"
    assert Event.objects.get(verb="project.launched").actor is None


def test_the_next_tick_launches_nothing_twice() -> None:
    project = builders.an_approved_project()
    Project.objects.update(launch_at=database_now())
    launch_due()
    launch_due()
    assert Event.objects.filter(verb="project.launched").count() == 1
    assert project.rounds.count() == 2


def test_what_was_withdrawn_is_not_launched() -> None:
    project = builders.an_approved_project()
    Project.objects.update(launch_at=database_now())
    withdraw(project, "", actor=project.owner)
    launch_due()
    project.refresh_from_db()
    assert project.status == "withdrawn"


def test_one_project_in_trouble_holds_up_no_other(caplog: Any) -> None:
    stuck, fine = (builders.an_approved_project(who) for who in (cast.alba(), cast.didac()))
    now = database_now()
    Round.objects.create(
        project=stuck, number=1, opens_at=now, closes_at=now + timedelta(days=1), status="planned"
    )
    Project.objects.update(launch_at=now)
    assert campaigns.launch_due() == [fine.pk]
    stuck.refresh_from_db()
    assert stuck.status == "approved"
    assert f"Project {stuck.pk} could not be launched" in caplog.text

"""The worker launches what is due, each project by itself."""

from datetime import timedelta
from typing import Any

import pytest

from activity.clock import database_now
from projects import campaigns
from projects.models import Project, Round
from tests import builders, cast

pytestmark = pytest.mark.django_db


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

"""Mails about a campaign's life: to whom, in which language, what they say, once."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from activity import dispatch
from activity.clock import database_now
from activity.models import Delivery, Mail
from projects import campaigns, review
from projects.deadlines import last_day
from tests import builders, cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.BASE_URL = "https://goteo.example"


def mails(kind: str) -> list[Mail]:
    """What was written of this kind once the workers have done what was due."""
    dispatch.deliver_due()
    assert not Delivery.objects.exclude(error="").exists()
    return list(Mail.objects.filter(kind=kind).order_by("recipient"))


def the_mail(kind: str) -> Mail:
    (only,) = mails(kind)
    return only


def test_every_admin_is_told_that_something_waits_in_their_language() -> None:
    cast.carme()
    dolors = cast.person("dolors@example.org", "Dolors Vidal", language="en", admin=True)
    gone = cast.person("gone@example.org", "Gone", admin=True)
    gone.is_active = False
    gone.save()
    project = builders.a_project_in_review()
    told = mails("project_waits")
    assert [(mail.recipient, mail.language) for mail in told] == [
        ("carme@example.org", "ca"),
        (dolors.email, "en"),
    ]
    assert told[1].subject == "An open atlas of springs waits for review"
    assert "Alba Ferrer has submitted it." in told[1].text
    assert f"https://goteo.example/admin/projects/project/{project.pk}/change/" in told[1].text


def test_an_admin_is_not_asked_to_review_their_own_project() -> None:
    builders.a_project_in_review(cast.carme())
    assert mails("project_waits") == []
    assert the_mail("project_submitted").recipient == "carme@example.org"


def test_the_creator_gets_a_receipt_in_their_language() -> None:
    project = builders.a_project_in_review()
    receipt = the_mail("project_submitted")
    assert (receipt.recipient, receipt.language) == ("alba@example.org", "ca")
    assert f"https://goteo.example/ca/projects/{project.slug}/" in receipt.text


def test_whoever_submits_again_gets_another_receipt() -> None:
    project = builders.a_project_to_mend()
    review.submit(project, actor=project.owner)
    assert len(mails("project_submitted")) == 2


def test_a_request_for_changes_arrives_with_its_message() -> None:
    project = builders.a_project_to_mend(
        cast.person("eva@example.org", "Eva"), message="Who walks?\n# And *when*?"
    )
    asked = the_mail("project_changes_requested")
    assert asked.recipient == "eva@example.org"
    assert "> Who walks?\n> # And *when*?" in asked.text
    assert f"https://goteo.example/en/projects/{project.slug}/edit/" in asked.text


def test_a_rejection_arrives_with_its_reason() -> None:
    project = builders.a_project_in_review(cast.person("eva@example.org", "Eva"))
    review.reject(project, "It is an advertisement.", actor=cast.carme())
    told = the_mail("project_rejected")
    assert told.recipient == "eva@example.org"
    assert told.subject == "An open atlas of springs cannot be published here"
    assert "> It is an advertisement." in told.text


def test_an_approval_says_when_the_launch_is_in_the_time_of_the_platform() -> None:
    instant = (database_now() + timedelta(days=400)).replace(
        month=7, day=1, hour=8, minute=30, tzinfo=UTC
    )
    builders.an_approved_project(cast.person("eva@example.org", "Eva"), launch_at=instant)
    told = the_mail("project_approved")
    assert f"launched on 1 July {instant.year}, 10:30" in told.text
    assert "A word from the team" not in told.text


def test_an_approval_without_a_date_says_that_the_launch_is_by_hand() -> None:
    project = builders.a_project_in_review(cast.person("eva@example.org", "Eva"))
    review.approve(project, launch_at=None, message="Well done", actor=cast.carme())
    told = the_mail("project_approved")
    assert "We launch it soon, by hand." in told.text
    assert "> Well done" in told.text


def test_a_launch_by_the_worker_is_told_with_the_last_day_of_the_first_round() -> None:
    project = builders.an_approved_project(
        cast.person("eva@example.org", "Eva"), rounds_planned=1, first_round_days=10
    )
    campaigns.launch(project, actor=None)
    told = the_mail("project_launched")
    ends = last_day(project.rounds.get().closes_at)
    with translation.override("en"):
        assert date_format(timezone.localtime(ends), "DATE_FORMAT") in told.text
    assert f"https://goteo.example/en/projects/{project.slug}/" in told.text


def test_a_permanent_project_is_launched_without_a_last_day() -> None:
    builders.a_live_project(cast.person("eva@example.org", "Eva"), rounds_planned=0)
    assert "The first round" not in the_mail("project_launched").text


def test_each_mail_is_written_once_however_often_the_event_is_delivered() -> None:
    builders.a_live_project()
    mails("project_launched")
    written = Mail.objects.count()
    Delivery.objects.update(done_at=None)
    dispatch.deliver_due()
    assert Mail.objects.count() == written


def test_what_a_creator_wrote_as_a_title_is_words_and_not_a_link() -> None:
    builders.a_project_in_review(
        cast.person("eva@example.org", "Eva"), title="[Free money](https://bad.example)"
    )
    receipt = the_mail("project_submitted")
    assert "[Free money](https://bad.example)" in receipt.subject
    assert 'href="https://bad.example"' not in receipt.html

"""The moderation pages in a browser: nothing the policy forbids, nothing that shuts people out."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from tests import builders, cast
from tests.projects.desk import QUEUE, desk_of, page_of, page_to


@pytest.fixture
def desk(site: str, page: Page) -> Page:
    """A browser in which the admin is signed in; what it complains of is an error."""
    session = desk_of(cast.carme()).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": site}])
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_moderation_works_for_everyone_under_the_strict_policy(
    site: str, desk: Page, scheme: Any, width: int
) -> None:
    complaints: list[str] = []
    desk.on("console", lambda message: complaints.append(message.text))
    desk.on("pageerror", lambda error: complaints.append(str(error)))
    desk.emulate_media(color_scheme=scheme)
    desk.set_viewport_size({"width": width, "height": 800})
    project = builders.a_project_in_review()
    addresses = [reverse("admin:index"), reverse(QUEUE), page_of(project)]
    for address in [*addresses, page_to("approve", project), page_to("reject", project)]:
        desk.goto(site + address)
        assert complaints == []
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert Axe().run(desk).response["violations"] == []
        complaints.clear()


def test_an_admin_approves_with_a_look_at_the_date_first(site: str, desk: Page) -> None:
    project = builders.a_project_in_review()
    desk.goto(site + reverse("admin:index"))
    desk.get_by_role("link", name="Projects in review").click()
    desk.get_by_role("link", name=project.title).click()
    desk.get_by_role("link", name="Approve").click()
    desk.get_by_label("Launch date").fill("2099-03-01T11:00")
    desk.get_by_label("Message to the creator").fill("Welcome")
    desk.get_by_role("button", name="Show what this date means").click()
    assert desk.get_by_text("when 9 April 2099 ends").is_visible()
    desk.get_by_role("button", name="Approve").click()
    assert desk.get_by_text("Approved.").is_visible()
    project.refresh_from_db()
    assert project.status == "approved"

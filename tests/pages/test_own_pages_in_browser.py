"""My donations and the desk in Chromium: for everyone, light and dark, on a phone and a desk."""

from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page

from accounts.models import User
from activity.clock import database_now
from donations.models import Donation
from projects.models import Project, Round
from rewards.claims import hold_unit, keep_unit
from tests import builders, cast
from tests.donations.promising import a_promise

STATES = ("promised", "open", "collecting", "paid", "dropped", "refunded", "cancelled")


def signed_in(page: Page, site: str, person: User) -> Page:
    client = Client()
    client.force_login(person)
    session = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": site}])
    return page


def a_project_with_people() -> Project:
    """Ten days old, with donations in many states; all unnamed ones are Biel's."""
    rewards = [builders.a_reward(units=40), builders.a_reward(9000)]
    project = builders.a_live_project(rewards=rewards)
    begun = database_now() - timedelta(days=10)
    Project.objects.filter(pk=project.pk).update(launched_at=begun)
    Round.objects.filter(project=project, number=1).update(opens_at=begun)
    for day in range(9):
        a_promise(
            project,
            5_000 * (day + 9),
            name=f"Person {day}",
            email=f"p{day}@example.org",
            confirmed_at=begun + timedelta(days=day),
        )
    for status in STATES:
        a_promise(project, email="biel@example.org", status=status)
    claim = hold_unit(project.rewards.all()[0], actor=None)
    keep_unit(claim, actor=None)
    mine = Donation.objects.filter(checkout__email="biel@example.org", status="promised")
    Donation.objects.filter(pk=mine.get().pk).update(claim=claim)
    return project


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280), ("dark", 360)])
def test_both_pages_are_for_everyone(site: str, page: Page, scheme: Any, width: int) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    project, draft = a_project_with_people(), builders.a_draft(title="A draft")
    alba, biel = cast.alba(), cast.biel()
    for person, address in [
        (alba, f"/en/projects/{project.slug}/desk/"),
        (alba, f"/en/projects/{draft.slug}/desk/"),
        (alba, "/en/projects/mine/"),
        (alba, "/en/my-donations/"),
        (biel, "/en/my-donations/"),
    ]:
        signed_in(page, site, person).goto(site + address)
        for details in page.locator("main details").all():
            details.locator("summary").click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert Axe().run(page).response["violations"] == []
    assert complaints == []


def test_a_promise_is_cancelled_without_javascript(site: str, browser: Browser) -> None:
    project = builders.a_live_project()
    given = a_promise(project, email="biel@example.org")
    with browser.new_context(java_script_enabled=False) as context:
        page = signed_in(context.new_page(), site, cast.biel())
        page.goto(f"{site}/en/my-donations/")
        page.get_by_role("link", name="Cancel").first.click()
        page.get_by_role("main").get_by_role("button").click()
        page.goto(f"{site}/en/my-donations/")
        assert page.get_by_text("Nothing was charged, nor will be.").is_visible()
    given.refresh_from_db()
    assert given.status == "cancelled"

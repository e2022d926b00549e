"""A creator with nothing but a phone: from the first word to the desk of a campaign that runs."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, expect

from projects import campaigns, review
from projects.models import Project
from tests import cast
from tests.donations.promising import a_promise
from tests.e2e.people import Person, draft_and_submit, sign_in, somebody_on_a_phone
from tests.e2e.platform import RunningPlatform

LINKS = "() => [...document.querySelectorAll('a[href]')].map(each => each.href)"
FORMS = "() => [...document.querySelectorAll('form')].map(each => each.action)"
# What a finger must hit on its own, links within sentences aside (WCAG 2.2, 2.5.8).
SMALL = """() => [...document.querySelectorAll('main :is(button, summary, .button, input)')]
    .filter(each => each.checkVisibility() && each.type !== 'hidden')
    .filter(each => !each.closest('label, .aloud'))
    .filter(each => each.getBoundingClientRect().height < 24)
    .map(each => each.outerHTML.slice(0, 120))"""


def test_a_creator_drafts_sends_and_looks_at_the_desk(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    phone = RunningPlatform(url=site, stripe_url="", parts={})
    alba = somebody_on_a_phone(browser, phone, cast.alba().email)
    sign_in(alba)
    slug = draft_and_submit(alba, tmp_path)
    fits(alba)
    project = launched(slug)
    a_promise(project, 2500, name="Ona Vidal")
    a_promise(project, 1200, email="hidden@example.org")

    alba.touch(alba.page.get_by_text("Menu", exact=True))
    menu = alba.page.get_by_role("navigation", name="Main")
    alba.touch(menu.get_by_role("link", name="My projects"))
    alba.touch(alba.page.get_by_role("link", name=re.compile("^Open the desk")))
    sees_how_it_fills(alba)
    leads_only_where_something_is(alba, slug)


def launched(slug: str) -> Project:
    """What the admins do meanwhile."""
    project = Project.objects.get(slug=slug)
    assert project.status == "in_review"
    review.approve(project, launch_at=None, actor=cast.carme())
    campaigns.launch(project, actor=cast.carme())
    return project


def sees_how_it_fills(alba: Person) -> None:
    page = alba.page
    expect(page.get_by_role("heading", level=1)).to_have_text("An open atlas of springs")
    chart = page.locator("svg.chart")
    chart.scroll_into_view_if_needed()
    assert is_wide(chart, 250)
    expect(chart).to_have_attribute("aria-label", "How it filled: €37 after 1 of 30 days.")
    expect(chart).to_contain_text("minimum €40")
    alba.touch(page.get_by_text("The same as a table"))
    expect(page.get_by_role("table").first).to_contain_text("€37.00")
    gave = page.get_by_role("region", name="Who gave")
    expect(gave).to_contain_text("Ona Vidal gave €25")
    expect(gave).to_contain_text("Someone gave €12")
    expect(page.locator("main")).not_to_contain_text("hidden@example.org")
    expect(page.locator("main")).to_contain_text("Printed map")
    fits(alba)


def is_wide(what: Locator, least: int) -> bool:
    box = what.bounding_box()
    return box is not None and box["width"] >= least


def fits(person: Person) -> None:
    """Nothing sticks out of the screen, and a finger hits every control."""
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert person.page.evaluate(SMALL) == []


def leads_only_where_something_is(alba: Person, slug: str) -> None:
    """Every link of the desk opens, and it has no form for things that there are not yet."""
    page = alba.page
    own = {link for link in page.evaluate(LINKS) if link.startswith(alba.platform.url)}
    assert any(link.endswith(f"/projects/{slug}/withdraw/") for link in own)
    refused = {link: page.request.get(link).status for link in own}
    assert {link: status for link, status in refused.items() if status >= 400} == {}
    elsewhere = [form for form in page.evaluate(FORMS) if "/logout/" not in form]
    assert [form for form in elsewhere if "/i18n/" not in form] == []

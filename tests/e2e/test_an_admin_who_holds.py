"""An admin behind a second factor finds a campaign, stops it for a while, and lets it go on."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from activity.dispatch import deliver_due
from activity.models import Mail
from donations.models import Checkout
from projects.models import Project
from tests import builders, cast
from tests.accounts.test_second_factor import next_code_of, set_up
from tests.donations.promising import a_promise
from tests.e2e.people import ALWAYS_GOOD, type_card
from tests.stripe_sandbox.running import RunningSandbox

REASON = "Two people say that the laboratory is not theirs. Write to us, please."


@pytest.fixture
def guest(browser: Browser) -> Iterator[Page]:
    """Somebody else, at a browser of their own."""
    context = browser.new_context(locale="en-GB")
    yield context.new_page()
    context.close()


def test_a_campaign_is_held_and_goes_on(
    page: Page, guest: Page, site: str, card_page: RunningSandbox, settings: Any
) -> None:
    settings.ADMIN_SECOND_FACTOR = True
    for number in range(3):
        builders.a_live_project(title=f"Another campaign {number}")
    project = builders.a_live_project(title="The springs of the Montseny")
    a_promise(project, name="Ona Vidal")
    fills_in_a_gift(guest, f"{site}/en/projects/{project.slug}/")

    enters_with_a_code(page, site)
    finds(page, project)
    puts_on_hold(page)
    project.refresh_from_db()
    assert project.status == "on_hold"
    assert REASON in mail("project_on_hold").text
    assert not Mail.objects.filter(recipient="guest@example.org").exists()
    is_refused(guest, project)

    page.get_by_role("link", name="Resume").click()
    page.get_by_label("Why").fill("It was a mistake of ours.")
    page.get_by_role("button", name="Resume").click()
    expect(page.locator(".messagelist")).to_contain_text("Live again.")
    assert "It was a mistake of ours." in mail("project_resumed").text
    gives_after_all(guest)
    assert project.donations.filter(status="promised").count() == 2


def fills_in_a_gift(guest: Page, address: str) -> None:
    guest.goto(address)
    guest.get_by_role("button", name="Donate").first.click()
    guest.locator("[name=email]").fill("guest@example.org")
    guest.locator("[name=agrees_to_charge]").check()


def enters_with_a_code(page: Page, site: str) -> None:
    carme = cast.carme()
    carme.language = "en"
    carme.save()
    secret = set_up(Client(), carme)
    page.goto(f"{site}/admin/")
    page.get_by_label("E-mail address").fill(carme.email)
    page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The code of your app")
    page.get_by_label("Code").fill(next_code_of(secret))
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{site}/admin/")


def finds(page: Page, project: Project) -> None:
    page.locator(".model-project").get_by_role("link", name="Projects").click()
    page.get_by_label("Search").fill("montseny")
    page.get_by_role("button", name="Find").click()
    rows = page.locator("#result_list tbody tr")
    expect(rows).to_have_count(1)
    rows.get_by_role("link", name=project.title).click()


def puts_on_hold(page: Page) -> None:
    page.get_by_role("link", name="Put on hold").click()
    consequences = page.locator(".consequences")
    expect(consequences).to_contain_text("Nobody can donate until it is resumed.")
    expect(consequences).to_contain_text("1 promise")
    page.get_by_role("button", name="Put on hold").click()
    expect(page.locator(".refused")).to_contain_text("Write why")
    page.get_by_label("Why").fill(REASON)
    page.get_by_role("button", name="Put on hold").click()
    expect(page.locator(".messagelist")).to_contain_text("On hold.")
    expect(page.locator("#content")).to_contain_text(REASON)


def mail(kind: str) -> Mail:
    deliver_due(100)
    return Mail.objects.get(kind=kind, recipient=cast.alba().email)


def is_refused(guest: Page, project: Project) -> None:
    """Who had the form open, and who comes anew."""
    before = Checkout.objects.count()
    guest.get_by_role("button", name="Continue to the card").click()
    expect(guest.locator("main")).to_contain_text("not receiving donations now")
    expect(guest.locator("main")).to_contain_text("nothing is charged")
    guest.get_by_role("link", name=re.compile("^Back to")).click()
    expect(guest.locator("main")).to_contain_text("The platform has paused this campaign.")
    expect(guest.get_by_role("button", name="Donate")).to_have_count(0)
    guest.goto(guest.url + "donate/")
    expect(guest.locator("main")).to_contain_text("not receiving donations now")
    assert Checkout.objects.count() == before


def gives_after_all(guest: Page) -> None:
    fills_in_a_gift(guest, guest.url.removesuffix("donate/"))
    guest.get_by_role("button", name="Continue to the card").click()
    type_card(guest, ALWAYS_GOOD)
    expect(guest.get_by_role("heading", level=1)).to_contain_text("Your promise is saved")

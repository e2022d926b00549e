"""The main ways with JavaScript off: giving, drafting, approving."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from donations.models import Donation
from projects.models import Project
from tests import builders, cast
from tests.e2e.people import ALWAYS_GOOD, type_card
from tests.projects.desk import page_of
from tests.projects.pages import section_url
from tests.stripe_sandbox.running import RunningSandbox


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A page of a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


def signed_in(page: Page, site: str, person: User) -> Page:
    client = Client()
    client.force_login(person)
    session = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": site}])
    return page


def test_a_guest_gives_and_cancels(plain: Page, site: str, card_page: RunningSandbox) -> None:
    project = builders.a_live_project(rewards=[builders.a_reward(2500, units=1)])
    plain.goto(f"{site}/en/explore/")
    plain.locator("main").get_by_role("link", name=project.title).first.click()
    plain.get_by_label("Another amount").fill("30")
    plain.get_by_role("button", name="Donate").click()
    expect(plain.locator("[name=amount]")).to_have_value("30")

    plain.locator("label.choice", has_text="Printed map").get_by_role("radio").check()
    plain.locator("[name=amount]").fill("20")
    plain.locator("[name=email]").fill("guest@")
    plain.get_by_role("button", name="Continue to the card").click()
    mistakes = plain.locator(".error-summary li")
    expect(mistakes).to_have_count(3)
    expect(plain.locator(".error-summary")).to_contain_text("This reward asks for at least €25.00.")
    expect(plain.locator("[name=email]")).to_have_value("guest@")

    plain.locator("[name=amount]").fill("30")
    plain.locator("[name=email]").fill("guest@example.org")
    plain.locator("[name=agrees_to_charge]").check()
    plain.get_by_role("button", name="Continue to the card").click()
    if "/donate/" in plain.url:  # The sums were of the other amount: they are shown first.
        expect(plain.locator("main")).to_contain_text("The amount has changed")
        plain.get_by_role("button", name="Continue to the card").click()
    type_card(plain, ALWAYS_GOOD)
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Your promise is saved")
    assert Donation.objects.get().status == "promised"

    plain.get_by_role("link", name="Cancel this donation").click()
    plain.get_by_role("button", name="Yes, cancel it").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("You cancelled this donation")
    assert Donation.objects.get().status == "cancelled"
    assert project.rewards.get().units_left == 1


def test_a_creator_drafts_and_submits(plain: Page, site: str) -> None:
    cast.alba()
    plain.goto(f"{site}/en/accounts/login/?next=/en/projects/new/")
    plain.get_by_label("E-mail address").fill("alba@example.org")
    plain.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    plain.locator("main").get_by_role("button", name="Sign in").click()
    plain.get_by_label("Title").fill("A press for everyone")
    plain.get_by_role("button", name="Begin the draft").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("The idea")
    assert Project.objects.get().title == "A press for everyone"

    project = builders.a_complete_draft(cast.alba(), budget=[])
    plain.goto(site + section_url(project, "budget"))
    _line(plain, 0, "Paper", "1.250,00 €")
    plain.get_by_role("button", name="Another line").click()
    _line(plain, 1, "Ink", "80")
    plain.locator("[name=row-1-essential]").uncheck()
    plain.get_by_role("button", name="Save and continue").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("What everyone gets")
    cents = project.budget_items.values_list("amount_cents", flat=True)
    assert list(cents) == [125_000, 8_000]

    plain.goto(site + section_url(project, "check"))
    plain.get_by_role("button", name="Send to review").click()
    expect(plain.locator("main")).to_contain_text("In review")
    project.refresh_from_db()
    assert project.status == "in_review"


def _line(page: Page, position: int, title: str, amount: str) -> None:
    page.locator(f"[name=row-{position}-title]").fill(title)
    page.locator(f"[name=row-{position}-amount]").fill(amount)


def test_an_admin_approves(plain: Page, site: str) -> None:
    project = builders.a_project_in_review()
    signed_in(plain, site, cast.carme()).goto(site + page_of(project))
    plain.get_by_role("link", name="Approve").click()
    expect(plain.locator(".consequences")).to_contain_text("mail")
    plain.get_by_role("button", name="Approve", exact=True).click()
    expect(plain.locator("#content")).to_contain_text(re.compile("Approved"))
    project.refresh_from_db()
    assert project.status == "approved"

"""The editor in Chromium: for everyone, light and dark, on a phone, with and without JavaScript."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Dialog, Page

from projects.models import Project
from projects.views.editor import SECTIONS
from tests import builders, cast
from tests.projects.pages import section_url


def signed_in(page: Page, site: str) -> Page:
    client = Client()
    client.force_login(cast.alba())
    session = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": site}])
    return page


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_every_section_is_for_everyone(site: str, page: Page, scheme: Any, width: int) -> None:
    complaints: list[str] = []
    signed_in(page, site).on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    project = builders.a_project_to_mend()
    editor = [section_url(project, section) for section in SECTIONS]
    for address in ["/en/projects/mine/", "/en/projects/new/", *editor]:
        page.goto(site + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert Axe().run(page).response["violations"] == []
        assert complaints == []


def test_errors_are_for_everyone_too(site: str, page: Page) -> None:
    project = builders.a_draft()
    signed_in(page, site).goto(site + section_url(project, "rewards"))
    page.get_by_label("Title").fill("Bread")
    page.get_by_role("button", name="Save and continue").click()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="Reward 1 · For a donation of: Write an amount.").click()
    assert page.evaluate("document.activeElement.name") == "row-0-price"
    assert Axe().run(page).response["violations"] == []


def write_two_lines_and_swap_them(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("What it pays for").fill("Flour")
    page.get_by_label("Amount").fill("12,50")
    page.get_by_role("button", name="Another line").click()
    page.locator("#id_row-1-title").fill("Ovens")
    page.locator("#id_row-1-amount").fill("4200")
    page.get_by_role("button", name="Up · 2").click()
    page.locator("#id_row-1-title[value=Flour]").wait_for()
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/edit/returns/")


def lines(project: Project) -> list[tuple[str, int]]:
    return list(project.budget_items.values_list("title", "amount_cents"))


def test_lines_are_added_and_moved_in_place(site: str, page: Page) -> None:
    project = builders.a_draft()
    signed_in(page, site)
    visited: list[str] = []
    page.on("framenavigated", lambda frame: visited.append(frame.url))
    write_two_lines_and_swap_them(page, site + section_url(project, "budget"))
    assert lines(project) == [("Ovens", 420_000), ("Flour", 1250)]
    assert len(visited) == 2  # The budget and the next section: rows came without a new page.


def test_lines_are_added_and_moved_without_javascript(site: str, browser: Browser) -> None:
    project = builders.a_draft()
    context = browser.new_context(java_script_enabled=False)
    page = signed_in(context.new_page(), site)
    write_two_lines_and_swap_them(page, site + section_url(project, "budget"))
    context.close()
    assert lines(project) == [("Ovens", 420_000), ("Flour", 1250)]


def test_what_is_typed_is_not_lost_by_a_slip(site: str, page: Page) -> None:
    project = builders.a_draft()
    signed_in(page, site).goto(site + section_url(project, "basics"))
    page.get_by_label("In one line").press_sequentially("To keep")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto(f"{site}/en/projects/mine/")
    assert asked == ["beforeunload"]

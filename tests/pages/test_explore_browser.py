"""Explore in Chromium: filters at the side or folded, nothing axe finds, nothing cut off."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests import builders

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def two(site: str) -> str:
    builders.a_live_project(title="An open atlas of springs")
    builders.a_live_project(title="Repair manuals for farm robots", location="Lleida")
    return site


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    page: Page, two: str, width: int, scheme: Any
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    for query in ("", "?q=robts&state=round_1&place=lleida", "?q=nothing&category=culture"):
        page.goto(f"{two}/en/explore/{query}")
        if page.locator(".explore-filters > summary").is_visible():
            page.locator(".explore-filters > summary").click()
        found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_filters_wait_behind_a_button(page: Page, two: str) -> None:
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"{two}/en/explore/")
    place = page.get_by_label("Round 1")
    expect(place).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    place.check()
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("state=round_1"))
    expect(page.get_by_role("heading", level=2)).to_have_count(2)


def test_on_a_wide_screen_filters_stand_beside_what_was_found(page: Page, two: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{two}/en/explore/")
    page.get_by_label("Words to look for").fill("robots")
    page.get_by_label("Round 1").check()
    page.get_by_label("Words to look for").press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text(["Repair manuals for farm robots"])
    page.get_by_role("link", name="Take away: Round 1").click()
    expect(page.get_by_label("Round 1")).not_to_be_checked()

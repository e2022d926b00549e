"""The page of the API and the page of tokens in Chromium: for everyone, on a narrow screen too."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.accounts.test_in_a_browser import faults_of, sign_in


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_the_api_has_no_fault_and_fits_a_narrow_screen(
    page: Page, site: str, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site}/api/v1/docs/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_token_is_made_seen_once_and_revoked(page: Page, site: str) -> None:
    cast.biel()
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, site)
    page.get_by_role("link", name="Access tokens").click()
    page.get_by_label("What it is for").fill("Mirror")
    assert faults_of(page) == []
    page.get_by_role("button", name="Make the token").click()
    page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    page.locator("main").get_by_role("button").first.click()
    expect(page.locator("main code")).to_contain_text("goteo_")
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("main").get_by_role("link", name="Revoke").click()
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("opens nothing any more")).to_be_visible()

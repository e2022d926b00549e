"""The second factor in Chromium: the picture of its secret, the code, the admin's closed door."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.accounts.test_in_a_browser import faults_of, sign_in
from tests.accounts.test_second_factor import HERE, code_of, next_code_of


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of: a policy that was broken, a script that failed."""
    found: list[str] = []
    page.on("console", lambda line: found.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def look(page: Page, width: int, scheme: Any) -> None:
    """No fault and nothing that sticks out."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def look_everywhere(page: Page) -> None:
    for width, scheme in [(360, "light"), (360, "dark"), (1280, "light")]:
        look(page, width, scheme)


def test_an_admin_sets_it_up_on_the_way_and_signs_in_with_it(
    page: Page, site: str, complaints: list[str], settings: Any
) -> None:
    settings.ADMIN_SECOND_FACTOR = True
    carme = cast.carme()
    carme.language = "en"
    carme.save()
    page.goto(f"{site}/en/accounts/login/?next=/admin/")
    page.get_by_label("E-mail address").fill(carme.email)
    page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("The administration asks for a second factor")
    look_everywhere(page)
    complaints.clear()  # Chromium notes the answer 403 as an error.

    page.get_by_role("link", name="Set it up").click()
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(heading).to_have_text("Set up the second factor")
    look_everywhere(page)
    box = page.get_by_role("img", name=re.compile("QR code")).bounding_box()
    assert box is not None
    assert box["width"] == box["height"] > 150
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("The code that your app shows now").fill(code_of(secret))
    page.get_by_role("button", name="Turn it on").click()
    expect(heading).to_have_text("Recovery codes")
    look_everywhere(page)
    page.get_by_role("link", name="To the administration").click()
    assert page.url == f"{site}/admin/"

    page.context.clear_cookies()
    page.goto(f"{site}/en/accounts/login/?next=/admin/")
    page.get_by_label("E-mail address").fill(carme.email)
    page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(heading).to_have_text("The code of your app")
    look_everywhere(page)
    page.get_by_label("Code").fill(next_code_of(secret))
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{site}/admin/")
    assert complaints == []


def test_the_other_pages_have_no_fault(page: Page, site: str, complaints: list[str]) -> None:
    cast.biel()
    sign_in(page, site)
    page.get_by_role("link", name="Add a second factor").click()
    look_everywhere(page)
    page.get_by_role("link", name="Set it up").click()
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("The code that your app shows now").fill(code_of(secret))
    page.get_by_role("button", name="Turn it on").click()
    for path in ("", "recovery-codes/new/", "remove/", "code/again/"):
        page.goto(f"{site}{HERE}{path}")
        look_everywhere(page)
    page.get_by_label("Code").fill("12")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("This code is not right")
    look_everywhere(page)
    assert complaints == []

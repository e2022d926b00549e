"""The pages of accounts and the local mails in Chromium: for everyone, on a narrow screen too."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from activity.mail import post_mail
from tests import cast

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults_of(page: Page) -> list[Any]:
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/en/accounts/login/?next=/en/accounts/settings/")
    page.get_by_label("E-mail address").fill("biel@example.org")
    page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_have_no_fault_and_fit_a_narrow_screen(
    page: Page, site: str, scheme: Any
) -> None:
    cast.biel()
    written = post_mail(
        "key",
        "account_email_confirmation",
        to="biel@example.org",
        language="en",
        context={"activate_url": f"{site}/en/accounts/confirm-email/{'x' * 60}/"},
    )
    assert written is not None
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": 360, "height": 800})
    open_to_all = ["login", "signup", "password/reset", "confirm-email", "confirm-email/unknown"]
    paths = [f"/en/accounts/{each}/" for each in open_to_all]
    own = [f"/en/accounts/{each}/" for each in ("settings", "email", "password/change")]

    faults = {}
    for path in [*paths, "/_local/mails/", f"/_local/mails/{written.pk}/", "signing in", *own]:
        if path == "signing in":
            sign_in(page, site)
            continue
        page.goto(site + path)
        overflow = page.evaluate("document.documentElement.scrollWidth") - 360
        faults[path] = [*faults_of(page), *([f"{overflow} px too wide"] if overflow > 0 else [])]
    assert {path: found for path, found in faults.items() if found} == {}


def test_a_person_signs_up_reads_the_mail_in_the_browser_and_signs_in(
    page: Page, site: str
) -> None:
    refused: list[str] = []
    page.on("console", lambda line: refused.append(line.text) if line.type == "error" else None)
    page.goto(f"{site}/en/accounts/signup/?next=/en/accounts/settings/")
    page.get_by_label("E-mail address").fill("joana@example.org")
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")

    page.goto(f"{site}/_local/mails/")
    page.get_by_role("link", name="Confirm your e-mail address").click()
    page.frame_locator("iframe").get_by_role("link", name="Confirm my address").click()
    page.wait_for_url(re.compile("/confirm-email/"))
    page.get_by_role("button", name="Yes, confirm it").click()

    page.get_by_label("E-mail address").fill("joana@example.org")
    page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Sign in").click()
    page.goto(f"{site}/en/accounts/settings/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    assert [line for line in refused if "Content Security Policy" in line] == []

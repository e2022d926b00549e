"""The hosted pages in Chromium: for everyone, on small screens, in the dark, by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.stripe_sandbox import walks
from tests.stripe_sandbox.running import RunningSandbox
from tests.stripe_sandbox.walks import Client

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAYING = {"mode": "payment", "line_items": [walks.line("Bees", 1000), walks.line("Tip", 250)]}
SMALL: Any = {"width": 320, "height": 640}


def faults_of(page: Page) -> list[Any]:
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def overflows(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_keeps_anyone_out(
    page: Page, client: Client, sandbox: RunningSandbox, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(SMALL)
    walks.collect(client, walks.save_card(client))
    session = walks.open_checkout(client, **PAYING)

    def check() -> None:
        assert faults_of(page) == []
        assert not overflows(page)

    page.goto(session.url)
    check()
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check()
    page.get_by_role("link", name="4000002760003184").click()
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("button", name="Complete")).to_be_visible()
    check()
    page.get_by_role("button", name="Fail").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check()
    client.v1.checkout.sessions.expire(session.id)
    page.goto(session.url)
    check()
    page.goto(walks.onboarding_link(client, walks.new_payee(client)).url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Recibir dinero de Goteo")
    check()
    page.goto(sandbox.url)
    check()


def test_a_person_pays_by_keyboard_without_javascript(
    browser: Browser, client: Client, sandbox: RunningSandbox
) -> None:
    back = f"{sandbox.url}/?sid={{CHECKOUT_SESSION_ID}}"
    session = walks.open_checkout(client, **PAYING, success_url=back)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(session.url)
    page.get_by_label("E-mail").focus()
    for typed in ("ada@example.org", "4242 4242 4242 4242", "12/34", "123", "Ada"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{sandbox.url}/?sid={session.id}")
    context.close()
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_nothing_is_blocked_by_the_pages_own_policy(page: Page, client: Client) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto(walks.open_checkout(client).url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert complaints == []

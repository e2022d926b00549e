"""A donation with the keyboard alone, and the place where one is always to be seen."""

from playwright.sync_api import Page

from donations.models import Donation
from tests import builders
from tests.stripe_sandbox.running import RunningSandbox

# What the person would see of the focus: the ring of the control itself, or of its label.
RING = """() => [document.activeElement, document.activeElement.closest('label')]
    .filter(Boolean).map(each => getComputedStyle(each))
    .some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)"""
MOST_STEPS = 60


def tab_to(page: Page, selector: str) -> None:
    """Goes on with Tab until there; at each step the focus must be seen."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        assert page.evaluate(RING), f"no focus to be seen at {here}"
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached")


def test_a_guest_gives_with_the_keyboard_alone(
    page: Page, site: str, card_page: RunningSandbox
) -> None:
    project = builders.a_live_project()
    page.goto(f"{site}/en/projects/{project.slug}/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, "[name=amount]")
    page.keyboard.press("ArrowRight")
    tab_to(page, "main button")
    page.keyboard.press("Enter")

    page.wait_for_url("**/donate/**")
    tab_to(page, "[name=reward]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name=email]")
    page.keyboard.type("guest@example.org")
    tab_to(page, "[name=agrees_to_charge]")
    page.keyboard.press("Space")
    tab_to(page, "aside button")
    page.keyboard.press("Enter")

    page.wait_for_url(f"{card_page.url}/**")
    for name, typed in {"number": "4242424242424242", "expiry": "12/34", "cvc": "123"}.items():
        tab_to(page, f"[name={name}]")
        page.keyboard.type(typed)
    tab_to(page, "[name=name]")
    page.keyboard.type("Ada Person")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/en/donations/**")
    donation = Donation.objects.get()
    assert (donation.status, donation.amount_cents) == ("promised", 5000)
    assert donation.claim is not None

    tab_to(page, "a[href$='/cancel/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cancel/")
    tab_to(page, "main button")
    page.keyboard.press("Space")
    page.get_by_role("heading", name="You cancelled this donation").wait_for()

"""The pages that everyone can reach: for everyone, on a phone, light and dark, and nothing on it
that the policy forbids or that leads nowhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page

from projects.models import Project
from tests import builders, cast
from tests.e2e import worlds
from tests.e2e.faults import Inspector
from tests.stripe_sandbox.running import RunningSandbox


@pytest.fixture
def inspector(page: Page, site: str) -> Iterator[Inspector]:
    inspector = Inspector(page, site)
    yield inspector
    inspector.follow_links()
    assert inspector.faults == {}


def project_page(project: Project) -> str:
    return f"/en/projects/{project.slug}/"


def test_pages_for_everyone(inspector: Inspector) -> None:
    for path in ("", "explore/"):
        inspector.open(f"/en/{path}", f"/{path} with nothing in it")
    stages = worlds.a_campaign_in_every_stage()
    for path in ("/en/", "/es/", "/ca/", "/en/explore/", "/en/explore/?order=newest&page=9"):
        inspector.open(path)
    for path in ("how-it-works", "terms", "privacy", "accounts/login", "nothing-here"):
        inspector.open(f"/en/{path}/")
    for stage, project in stages.items():
        inspector.open(project_page(project), stage)


def test_pages_of_a_checkout(inspector: Inspector) -> None:
    project = builders.a_live_project(
        rewards=[builders.a_reward(2500, 3), builders.a_reward(9000, title="A walk")]
    )
    page, checkout = inspector.page, project_page(project) + "donate/"
    inspector.open(checkout)
    page.get_by_role("button", name="Continue to the card").click()
    inspector.look("everything is missing")
    inspector.open(f"{checkout}?reward={project.rewards.all()[0].pk}", "with a reward")
    inspector.open(f"{checkout}?other_amount=1.200", "with an amount of two meanings")
    permanent = builders.a_live_project(title="Always open", rounds_planned=0)
    inspector.open(f"{project_page(permanent)}donate/?amount=10", "charged at once")
    builders.bring_to_its_end(project)
    inspector.open(checkout, "too late")


def test_pages_of_donations(inspector: Inspector, sandbox: RunningSandbox) -> None:
    states = worlds.a_donation_in_every_state(sandbox)
    for state, donation in states.items():
        inspector.open(f"/en/donations/{donation.checkout.token}/", state)
    token = states["open"].checkout.token
    inspector.open(f"/en/donations/{token}/return/", "back without a card")
    promised = states["promised"]
    page = f"/en/donations/{promised.checkout.token}/"
    inspector.open(f"{page}{promised.public_id}/cancel/", "to cancel")
    inspector.page.get_by_role("button", name="Yes, cancel it").click()
    inspector.look("cancelled now")
    inspector.open("/en/donations/link/")
    inspector.page.get_by_role("button", name="Send me the links").click()
    inspector.look("links for nobody")
    inspector.page.get_by_label("E-mail").fill("guest@example.org")
    inspector.page.get_by_role("button", name="Send me the links").click()
    inspector.look("links asked for")
    sandbox.kill()
    inspector.open(f"/en/donations/{token}/return/", "a silent provider")


def test_pages_of_errors(inspector: Inspector, settings: Any) -> None:
    page = inspector.page
    inspector.sign_in(cast.carme())
    inspector.open(reverse("admin:ledger_entry_add"), "403")
    page.goto(f"{inspector.site}/en/accounts/settings/")
    page.evaluate("document.querySelector('main [name=csrfmiddlewaretoken]').value = 'x'")
    page.get_by_role("button", name="Save").click()
    inspector.look("403 for a form from elsewhere")
    page.context.clear_cookies()
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    for name in ("the first time", "429"):
        page.goto(f"{inspector.site}/en/accounts/password/reset/")
        page.get_by_label("E-mail address").fill("biel@example.org")
        page.get_by_role("button", name="Send me the link").click()
        inspector.look(name)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE projects_project RENAME TO projects_gone")
    inspector.open("/en/explore/", "500")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE projects_gone RENAME TO projects_project")

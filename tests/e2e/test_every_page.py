"""The pages that everyone can reach: for everyone, on a phone, light and dark, and nothing on it
that the policy forbids or that leads nowhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page

from accounts.tokens import make_token
from projects.models import Project
from tests import builders, cast
from tests.donations.promising import a_promise
from tests.e2e import worlds
from tests.e2e.faults import Inspector
from tests.projects.desk import page_of, page_to
from tests.projects.pages import section_url
from tests.stripe_sandbox.running import RunningSandbox

# Of every section: a control and what nobody should write there.
WRONG = {
    "basics": ("title", ""),
    "story": ("description", "word " * 5000),
    "rounds": ("first_round_days", "61"),
    "budget": ("row-0-amount", "-5"),
    "returns": ("row-0-title", "A dataset"),
    "rewards": ("row-0-price", "1.200"),
    "payee": ("contact_phone", "at home"),
}
SET_VALUE = "([name, value]) => { document.querySelector(`main [name='${name}']`).value = value }"


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


def test_pages_of_an_account(inspector: Inspector) -> None:
    """What has no test of its own beside the accounts."""
    biel, accounts = cast.biel(), "/en/accounts"
    joana = cast.person("joana@example.org", "Joana")
    EmailAddress.objects.filter(user=joana).update(verified=False)
    address = EmailAddress.objects.get(user=joana)
    new_key = f"{user_pk_to_url_str(biel)}-{default_token_generator.make_token(biel)}"
    for path in ("password/reset/done", "inactive", f"password/reset/key/{new_key}"):
        inspector.open(f"{accounts}/{path}/")
    inspector.open(f"{accounts}/password/reset/key/x-y/", "a key that is no longer good")
    inspector.open(f"{accounts}/confirm-email/{EmailConfirmationHMAC(address).key}/", "confirming")
    spoil(inspector, f"{accounts}/login/", "Sign in", "password", "wrong")
    spoil(inspector, f"{accounts}/signup/", "Create my account", "email", "biel")
    inspector.sign_in(biel)
    token, _secret = make_token(biel, name="Mirror", scope="read", actor=biel)
    for path in ("tokens", f"tokens/{token.pk}/revoke", "reauthenticate", "logout"):
        inspector.open(f"{accounts}/{path}/")
    spoil(inspector, f"{accounts}/settings/", "Save", "name", "x" * 101)
    spoil(
        inspector, f"{accounts}/password/change/", "Save the new password", "oldpassword", "wrong"
    )
    inspector.open("/en/my-donations/", "nothing given yet")
    inspector.open("/en/projects/mine/", "no project yet")


def test_pages_of_a_creator(inspector: Inspector) -> None:
    alba, page = cast.alba(), inspector.page
    inspector.sign_in(alba)
    draft = builders.a_draft(alba)
    inspector.open(project_page(draft), "preview of an empty draft")
    for section, (name, value) in WRONG.items():
        spoil(inspector, section_url(draft, section), "Save and continue", name, value)
    other = inspector.page.context.new_page()
    other.goto(inspector.site + section_url(draft, "basics"))
    other.locator("[name=pitch]").fill("Saved in another window")
    page.goto(inspector.site + section_url(draft, "basics"))
    other.get_by_role("button", name="Save and continue").click()
    other.close()
    page.get_by_role("button", name="Save and continue").click()
    inspector.look("changed in another window")
    page.goto(inspector.site + section_url(draft, "check"))
    page.get_by_role("button", name="Send to review").click()
    inspector.look("much is missing")
    waiting = builders.a_project_in_review(alba, title="One in review")
    for section in ("story", "rewards", "check"):
        inspector.open(section_url(waiting, section), f"{section}, read only")
    spoil(inspector, "/en/projects/new/", "Begin the draft", "title", "")


def test_pages_of_the_ways_out(inspector: Inspector) -> None:
    draft = builders.a_draft()
    live = builders.a_live_project(title="Below the minimum")
    a_promise(live)
    second = worlds.a_campaign_in_its_second_round()
    inspector.sign_in(draft.owner)
    for project in (draft, live):
        inspector.open(f"{project_page(project)}withdraw/")
    inspector.page.get_by_role("button", name="Yes, withdraw it").click()
    inspector.look("withdrawn without a reason")
    inspector.open(f"{project_page(second)}stop/")
    inspector.open(f"{project_page(live)}donate/", "a gift to oneself")


def spoil(inspector: Inspector, path: str, button: str, name: str, value: str) -> None:
    """Sends the form of the page with that in it, and looks at what is said."""
    page = inspector.page
    page.goto(inspector.site + path)
    page.evaluate(SET_VALUE, [name, value])
    page.locator("main").get_by_role("button", name=button, exact=True).click()
    page.locator(".error-summary").wait_for()
    inspector.look(f"{path} with errors")


def test_pages_of_decisions(inspector: Inspector) -> None:
    inspector.sign_in(cast.carme())
    waiting = builders.a_project_in_review(title="One in review")
    live, held = builders.a_live_project(title="Live"), builders.a_live_project(title="Held")
    Project.objects.filter(pk=held.pk).update(status="on_hold")
    a_promise(live)
    for project, decisions in {
        waiting: {"request-changes": "Ask for changes"},
        live: {"hold": "Put on hold", "extend": "Extend the round", "end-early": "End early"},
        held: {"resume": "Resume"},
    }.items():
        for decision, button in decisions.items():
            inspector.open(page_to(decision, project), decision)
            inspector.page.get_by_role("button", name=button).click()
            inspector.look(f"{decision} without a reason")
    inspector.open(page_of(live), "a live project")
    inspector.open(reverse("admin:projects_category_add"), "a new category")
    inspector.page.get_by_role("button", name="Save", exact=True).click()
    inspector.look("a new category with errors")

"""Organisations in Chromium: registered, joined and given a project by hand; pages for everyone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts import invitations
from accounts.models import OrganisationInvitation
from projects.models import Project
from tests import builders, cast
from tests.accounts.test_in_a_browser import faults_of
from tests.organisations import a_draft_of, a_live_project_of, aigua_clara, joined, la_turbina


def sign_in(page: Page, site: str, email: str, to: str) -> None:
    page.goto(f"{site}/en/accounts/login/?next=/en/{to}")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_have_no_fault_and_fit_a_narrow_screen(
    page: Page, site: str, scheme: Any
) -> None:
    organisation = aigua_clara()
    didac = joined(organisation, cast.didac())
    long = f"{'somebody.with.a.long.address' * 2}@cooperativa.example.org"
    invitations.invite(organisation, long, "owner", actor=cast.alba())
    invitations.invite(la_turbina(), cast.alba().email, "editor", actor=didac)
    draft, live = a_draft_of(organisation), a_live_project_of(organisation, title="Live")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": 360, "height": 800})
    sign_in(page, site, "alba@example.org", "accounts/organisations/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Organisations")
    one = "accounts/organisations/aigua-clara"
    paths = [
        "accounts/organisations/", "accounts/organisations/new/", f"{one}/", f"{one}/edit/",
        f"{one}/identity/", f"{one}/members/{didac.pk}/remove/", "projects/new/", "projects/mine/",
        f"projects/{draft.slug}/edit/payee/", f"projects/{draft.slug}/edit/creator/",
        f"projects/{live.slug}/edit/creator/", f"projects/{live.slug}/",
    ]  # fmt: skip

    faults = {}
    for path in paths:
        page.goto(f"{site}/en/{path}")
        overflow = page.evaluate("document.documentElement.scrollWidth") - 360
        faults[path] = [*faults_of(page), *([f"{overflow} px too wide"] if overflow > 0 else [])]
    assert {path: found for path, found in faults.items() if found} == {}


def test_an_organisation_from_its_registration_to_a_project_that_two_write(
    page: Page, site: str
) -> None:
    project = builders.a_complete_draft()
    cast.didac()
    sign_in(page, site, "alba@example.org", "accounts/organisations/new/")
    page.get_by_label("Name", exact=True).fill("Aigua Clara")
    page.get_by_label("Association or foundation").check()
    page.get_by_label("Legal name").fill("Associació Aigua Clara")
    page.get_by_label("Tax identifier (NIF)").fill("G-12345675")
    page.get_by_role("button", name="Register it").click()
    expect(page.get_by_role("alert")).to_contain_text("look whether one is mistyped")
    page.get_by_label("Tax identifier (NIF)").fill("g-12.345.674")
    page.get_by_role("button", name="Register it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aigua Clara")

    page.get_by_label("E-mail address").fill("didac@example.org")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("heading", name="didac@example.org")).to_be_visible()
    page.goto(f"{site}/en/projects/{project.slug}/edit/payee/")
    page.get_by_role("link", name="Change in whose name it is").click()
    page.get_by_label("In whose name").select_option("aigua-clara")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("G12345674")
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, site, "didac@example.org", "accounts/organisations/")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aigua Clara")
    page.goto(f"{site}/en/projects/{project.slug}/edit/basics/")
    page.get_by_label("In one line").fill("Written by two.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    page.goto(f"{site}/en/projects/{project.slug}/edit/check/")
    expect(page.locator("main")).to_contain_text("An owner of Aigua Clara sends it to review.")
    expect(page.get_by_role("button", name="Send to review")).to_have_count(0)

    project.refresh_from_db()
    assert (project.pitch, str(project.creator)) == ("Written by two.", "Aigua Clara")
    assert OrganisationInvitation.objects.get().closed_at is not None
    assert Project.objects.editable_by(cast.didac()).get() == project

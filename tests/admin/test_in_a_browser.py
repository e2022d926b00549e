"""Every list and every page of the administration on a narrow screen: nothing sticks out of it, and
nothing keeps anybody from reading or using it."""

from playwright.sync_api import Page

from projects.models import Project
from tests.accounts.test_in_a_browser import faults_of
from tests.admin.test_every_page import MODELS, a_world, list_of, page_of
from tests.projects.desk import desk_of
from tests.stripe_sandbox.running import RunningSandbox


def test_every_list_and_page_fits_a_narrow_screen_and_has_no_fault(
    page: Page, site: str, sandbox: RunningSandbox
) -> None:
    a_world(sandbox, 0)
    session = desk_of().cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": site}])
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 740})
    rows = [model._default_manager.order_by("pk").last() for model in MODELS]
    project = Project.objects.get()
    addresses = [
        "/admin/",
        "/admin/search/?q=orchard",
        f"/admin/projects/project/{project.pk}/money/",
        *map(list_of, MODELS),
        *(page_of(row) for row in rows if row is not None),
    ]
    for address in addresses:
        page.goto(site + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        assert faults_of(page) == [], address

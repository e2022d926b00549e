"""Forms from other sites are refused everywhere, and looking never does anything."""

import pytest
from django.test import Client

from activity.models import Event
from donations.models import Donation
from projects.models import Project
from projects.views.editor import SECTIONS
from tests import builders, cast
from tests.donations.promising import a_promise
from tests.projects.desk import page_to
from tests.projects.pages import section_url

pytestmark = pytest.mark.django_db
ACCOUNT = ["login", "signup", "logout", "settings", "email", "password/change", "password/reset"]


def cancel_address(donation: Donation) -> str:
    return f"/en/donations/{donation.checkout.token}/{donation.public_id}/cancel/"


def moved() -> tuple[int, set[str], set[str]]:
    projects = set(Project.objects.values_list("status", flat=True))
    donations = set(Donation.objects.values_list("status", flat=True))
    return Event.objects.count(), projects, donations


def strict(email: str = "") -> Client:
    client = Client(enforce_csrf_checks=True)
    if email:
        client.force_login(cast.person(email, ""))
    return client


@pytest.mark.parametrize("section", SECTIONS)
def test_the_editor_takes_no_form_from_elsewhere(section: str) -> None:
    project = builders.a_complete_draft()
    before = moved()
    answer = strict(project.owner.email).post(section_url(project, section), {"rows": "0"})
    assert answer.status_code == 403
    assert moved() == before


@pytest.mark.parametrize("page", ACCOUNT)
def test_accounts_take_no_form_from_elsewhere(page: str) -> None:
    client = strict(cast.biel().email)
    assert client.post(f"/en/accounts/{page}/", {"email": "x@example.org"}).status_code == 403
    assert client.get("/en/projects/mine/").status_code == 200


def test_nobody_is_made_to_cancel_to_begin_or_to_decide() -> None:
    donation = a_promise(builders.a_live_project())
    waiting = builders.a_project_in_review(title="One in review")
    before = moved()
    assert strict().post(cancel_address(donation)).status_code == 403
    assert (
        strict().post("/en/donations/link/", {"email": donation.checkout.email}).status_code == 403
    )
    begun = strict(waiting.owner.email).post("/en/projects/new/", {"title": "X", "language": "en"})
    assert begun.status_code == 403
    decided = strict(cast.carme().email).post(page_to("approve", waiting))
    assert decided.status_code == 403
    assert moved() == before


def test_looking_changes_nothing() -> None:
    donation = a_promise(builders.a_live_project())
    draft = builders.a_complete_draft(title="Ready to be sent")
    waiting = builders.a_project_in_review(title="One in review")
    before = moved()
    assert strict().get(cancel_address(donation)).status_code == 200
    alba, carme = strict(draft.owner.email), strict(cast.carme().email)
    assert alba.get(section_url(draft, "check")).status_code == 200
    assert alba.get("/en/accounts/logout/").status_code == 200
    assert alba.get("/en/projects/mine/").status_code == 200
    for decision in ("approve", "request-changes", "reject"):
        assert carme.get(page_to(decision, waiting)).status_code == 200
    assert moved() == before


@pytest.mark.parametrize("viewer", [None, cast.didac])
def test_a_draft_in_the_admin_is_closed_to_others(viewer: object) -> None:
    waiting = builders.a_project_in_review()
    client = Client()
    if callable(viewer):
        client.force_login(viewer())
    before = moved()
    for answer in (
        client.get(page_to("approve", waiting)),
        client.post(page_to("approve", waiting)),
    ):
        assert answer.status_code in (302, 403, 404)
    assert moved() == before

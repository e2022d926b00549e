"""The pages of projects that organisations own: for members by their roles, for nobody else."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from projects.models import Project
from tests import builders, cast
from tests.organisations import (
    a_draft_of,
    a_live_project_of,
    a_project_in_review_of,
    aigua_clara,
    joined,
    la_turbina,
    the_member,
)
from tests.projects.nothing_moved import nothing_moves

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


EDITOR = ["basics", "story", "rounds", "budget", "returns", "rewards", "payee", "check", "creator"]


@pytest.mark.parametrize("who", ["owner", "editor", "former member", "stranger"])
def test_its_pages_are_there_for_members_and_for_nobody_else(who: str) -> None:
    organisation = aigua_clara()
    person = the_member(who, organisation)
    draft, live = a_draft_of(organisation), a_live_project_of(organisation, title="Live")
    client, expected = signed_in(person), 200 if who in ("owner", "editor") else 404
    addresses = [
        f"/en/projects/{draft.slug}/",
        *[f"/en/projects/{draft.slug}/edit/{name}/" for name in EDITOR],
        f"/en/projects/{live.slug}/desk/",
    ]
    answers = {address: client.get(address).status_code for address in addresses}
    assert answers == dict.fromkeys(addresses, expected)
    mine = client.get("/en/projects/mine/").content.decode()
    assert ("In the name of Aigua Clara" in mine) == (expected == 200)


@pytest.mark.parametrize("who", ["editor", "former member", "stranger"])
@pytest.mark.parametrize("name", ["edit/check", "edit/creator", "withdraw", "stop"])
def test_what_owners_decide_nobody_else_sends(who: str, name: str) -> None:
    organisation = aigua_clara()
    client = signed_in(the_member(who, organisation))
    project = a_draft_of(organisation)
    with nothing_moves():
        answer = client.post(f"/en/projects/{project.slug}/{name}/", {"reason": "Mine"})
    assert answer.status_code == (404 if who != "editor" else 302 if "edit" not in name else 409)


def test_a_member_chooses_the_organisation_when_the_draft_begins() -> None:
    organisation, other = aigua_clara(), la_turbina()
    client = signed_in(cast.alba())
    page = client.get("/en/projects/new/").content.decode()
    assert "Aigua Clara" in page
    assert "La Turbina" not in page
    typed = {"title": "Springs", "language": "en"}
    for slug in (other.slug, "nowhere"):
        with nothing_moves():
            wrong = client.post("/en/projects/new/", {**typed, "organisation": slug})
        assert "Select a valid choice" in wrong.content.decode()
    client.post("/en/projects/new/", {**typed, "organisation": organisation.slug})
    assert Project.objects.get().creator == organisation
    assert "In whose name" not in signed_in(cast.biel()).get("/en/projects/new/").content.decode()


def test_an_owner_hands_a_draft_over_on_its_page() -> None:
    organisation = aigua_clara()
    project = builders.a_complete_draft()
    client, url = signed_in(cast.alba()), f"/en/projects/{project.slug}/edit/creator/"
    assert client.post(url, {"organisation": organisation.slug}).status_code == 302
    payee = client.get(f"/en/projects/{project.slug}/edit/payee/").content.decode()
    assert "G12345674" in payee
    assert "payee_name" not in payee
    assert client.post(url, {"organisation": ""}).status_code == 302
    project.refresh_from_db()
    assert project.creator == cast.alba()


def test_the_page_names_the_organisation_and_not_who_began_it(client: Client) -> None:
    project = a_live_project_of(aigua_clara())
    for address in (f"/en/projects/{project.slug}/", "/en/", "/en/explore/"):
        page = client.get(address).content.decode()
        assert "Aigua Clara" in page
        assert "Alba Ferrer" not in page


OWN = "You cannot give to your own project."


def test_a_member_does_not_give_to_its_project(client: Client) -> None:
    organisation = aigua_clara()
    project = a_live_project_of(organisation)
    address = f"/en/projects/{project.slug}/donate/"
    for person in (cast.alba(), joined(organisation, cast.didac())):
        page = signed_in(person).get(address).content.decode()
        assert OWN in page
    assert OWN not in signed_in(cast.biel()).get(address).content.decode()


# --- the administration -----------------------------------------------------------------------
def test_admins_find_projects_by_organisation_and_organisations_name_their_projects() -> None:
    organisation = aigua_clara()
    a_project_in_review_of(organisation, title="Of the springs")
    builders.a_project_in_review(cast.didac(), title="Of one person", payee_name="Dídac")
    admin = signed_in(cast.carme())
    listed: Any = "/admin/projects/project/"
    of_it: Any = {"organisation__id__exact": organisation.pk, "status": "all"}
    for asked in ({"q": "aigua"}, {"q": "G12345674"}, {"creator": "association"}, of_it):
        page = admin.get(listed, asked).content.decode()
        assert "Of the springs" in page
        assert "Of one person" not in page
    assert "Of one person" in admin.get(listed, {"creator": "person"}).content.decode()
    story = admin.get(f"/admin/accounts/organisation/{organisation.pk}/change/").content.decode()
    assert "Of the springs" in story
    project = Project.objects.get(title="Of the springs")
    dossier = admin.get(f"/admin/projects/project/{project.pk}/change/").content.decode()
    assert "G12345674" in dossier

"""Organisations in the API: whose projects are theirs, and what each member may do."""

import pytest

from accounts import memberships
from activity.models import Event
from projects.models import Project
from tests import builders, cast
from tests.api.asking import Program, is_refused, program_of
from tests.organisations import a_draft_of, a_live_project_of, aigua_clara, joined, la_turbina
from tests.projects.nothing_moved import nothing_moves

pytestmark = pytest.mark.django_db

SECTIONS = {
    "basics": {"pitch": "Better"},
    "story": {"image_alt": "A spring"},
    "rounds": {"rounds_planned": 1},
    "payee": {"contact_phone": "+34 972 111 111"},
}


def test_a_project_says_in_whose_name_it_is_and_of_which_kind() -> None:
    a_live_project_of(aigua_clara(), title="An atlas")
    builders.a_live_project(cast.didac(), title="A mill")
    website = "https://aiguaclara.example"
    organisation = {"kind": "association", "name": "Aigua Clara", "website": website}
    assert Program().get("projects/an-atlas/").json()["owner"] == organisation
    listed = {each["slug"]: each["owner"] for each in Program().get("projects/").json()["results"]}
    assert listed == {
        "an-atlas": organisation,
        "a-mill": {"kind": "person", "name": "Dídac Pons", "website": ""},
    }


def test_a_program_begins_a_draft_in_the_name_of_an_organisation() -> None:
    organisation, other = aigua_clara(), la_turbina()
    program, draft = program_of(cast.alba()), {"title": "Springs", "language": "en"}
    assert program.get("organisations/mine/").json() == [
        {"slug": "aigua-clara", "name": "Aigua Clara", "kind": "association", "role": "owner"}
    ]
    for slug in (other.slug, "nowhere", 3, "a\0"):
        with nothing_moves():
            answer = program.post("projects/", {**draft, "organisation": slug})
        is_refused(answer, 422, "invalid", ("organisation", "unknown"))
    made = program.post("projects/", {**draft, "organisation": organisation.slug})
    assert made.json()["organisation"] == "aigua-clara"
    assert Project.objects.get().creator == organisation
    assert program.post("projects/", draft).json()["organisation"] is None
    assert program.post("projects/", {**draft, "organisation": None}).status_code == 201


def test_a_program_hands_a_draft_over_and_back() -> None:
    organisation, program = aigua_clara(), program_of(cast.alba())
    project = builders.a_draft(title="Springs")
    at = f"projects/{project.slug}/creator/"
    assert program.get(at).json() == {"organisation": None}
    assert program.put(at, {"organisation": "aigua-clara"}).json() == {
        "organisation": "aigua-clara"
    }
    assert program.get(f"projects/{project.slug}/payee/").json() == {
        "contact_phone": "",
        "payee_kind": organisation.kind,
        "payee_name": organisation.legal_name,
    }
    assert program.put(at, {"organisation": None}).json() == {"organisation": None}
    is_refused(program.put(at, {}), 422, "invalid", ("organisation", "required"))


@pytest.mark.parametrize("section", SECTIONS)
def test_an_editor_writes_every_section(section: str) -> None:
    organisation = aigua_clara()
    project, editor = a_draft_of(organisation), joined(organisation, cast.didac())
    program = program_of(editor)
    assert (
        program.patch(f"projects/{project.slug}/{section}/", SECTIONS[section]).status_code == 200
    )
    assert Event.objects.latest("pk").actor == editor
    mine = program.get("projects/mine/").json()["results"]
    assert [each["slug"] for each in mine] == [project.slug]


def test_an_editor_neither_submits_nor_hands_over_nor_redirects_the_money() -> None:
    organisation = aigua_clara()
    project, editor = a_draft_of(organisation), joined(organisation, cast.didac())
    program, at = program_of(editor), f"projects/{project.slug}/"
    with nothing_moves():
        is_refused(program.post(f"{at}submit/"), 403, "only_owners")
        is_refused(program.put(f"{at}creator/", {"organisation": None}), 403, "only_owners")
        redirected = program.patch(f"{at}payee/", {"payee_name": "Me"})
        is_refused(redirected, 409, "payee_is_the_organisation")
    assert program_of(cast.alba()).post(f"{at}submit/").status_code == 200


@pytest.mark.parametrize("who", ["former member", "stranger", "admin"])
def test_for_everybody_else_there_is_no_such_draft(who: str) -> None:
    organisation = aigua_clara()
    project = a_draft_of(organisation)
    person = cast.carme() if who == "admin" else cast.didac()
    if who == "former member":
        joined(organisation, person)
        memberships.remove_member(organisation, person, actor=cast.alba())
    program, at = program_of(person), f"projects/{project.slug}/"
    with nothing_moves():
        is_refused(program.get(at), 404, "not_found")
        is_refused(program.post(f"{at}submit/"), 404, "not_found")
        is_refused(program.put(f"{at}creator/", {"organisation": None}), 404, "not_found")
        for section, changes in SECTIONS.items():
            is_refused(program.get(f"{at}{section}/"), 404, "not_found")
            is_refused(program.patch(f"{at}{section}/", changes), 404, "not_found")
    assert program.get("projects/mine/").json()["results"] == []
    assert program.get("organisations/mine/").json() == []


def test_organisations_are_told_to_their_members_alone() -> None:
    is_refused(Program().get("organisations/mine/"), 401, "not_authenticated")

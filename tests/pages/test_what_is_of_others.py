"""What is of another does not exist: asked at every address that the URLconf has, so that one
added later cannot be forgotten."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from accounts import invitations
from accounts.models import User
from accounts.tokens import make_token
from projects.models import Project
from projects.views.sections import FORMS
from tests import builders, cast
from tests.api.asking import Program, program_of
from tests.donations.promising import a_promise
from tests.organisations import aigua_clara, la_turbina
from tests.projects.nothing_moved import nothing_moves

pytestmark = pytest.mark.django_db
# Whose the thing is that a part of an address names. A new part has to be written down here, and
# what is of a person to be asked for below as somebody else.
OF_A_PROJECT = {"slug", "section"}
OF_A_DONATION = {"token", "public_id"}
OF_AN_ACCOUNT = {"token_id"}
OF_AN_ORGANISATION = {"organisation_slug", "person_id", "invitation_id"}
OF_NOBODY = {"path", "seed", "mail_id", "key", "uidb36"}
METHODS = ("get", "post", "put", "patch", "delete")
NOT_PUBLIC = ("draft", "in_review", "changes_requested", "approved", "rejected")


def addresses() -> Iterator[tuple[str, frozenset[str]]]:
    """The name of every address and its parts; those of the admin ask for an admin first."""
    yield from _under(get_resolver().url_patterns, "")


def _under(patterns: list[Any], space: str) -> Iterator[tuple[str, frozenset[str]]]:
    for each in patterns:
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}", frozenset(each.pattern.regex.groupindex)
        elif isinstance(each, URLResolver) and each.namespace != "admin":
            inside = f"{space}{each.namespace}:" if each.namespace else space
            yield from _under(each.url_patterns, inside)


def of_a_project(slug: str) -> list[str]:
    """Every address of the project with that slug."""
    found = []
    for name, parts in addresses():
        if "slug" in parts:
            sections = list(FORMS) if "section" in parts else [""]
            for section in sections:
                given = {"slug": slug, "section": section}
                with override("en"):
                    found.append(reverse(name, kwargs={part: given[part] for part in parts}))
    return found


def browser_of(person: User | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if person is not None:
        client.force_login(person)
    return client


def answers(client: Client, slug: str, methods: tuple[str, ...]) -> dict[str, str]:
    """What is answered at each address, the slug itself left out."""
    found = {}
    for address in of_a_project(slug):
        for method in methods:
            answer = client.generic(method.upper(), address)
            onward = answer.headers.get("location", "")
            found[f"{method} {address.replace(slug, '…')}"] = (
                f"{answer.status_code} {onward.replace(slug, '…')}"
            )
    return found


def is_closed(answer: str) -> bool:
    return answer[:3] in ("401", "404", "405") or answer.startswith("302 /en/accounts/login/")


def test_every_part_of_an_address_says_whose_it_is() -> None:
    known = OF_A_PROJECT | OF_A_DONATION | OF_AN_ACCOUNT | OF_AN_ORGANISATION | OF_NOBODY
    unknown = {name: sorted(parts - known) for name, parts in addresses() if parts - known}
    assert unknown == {}


@pytest.mark.parametrize("person", [None, cast.biel, cast.didac], ids=["anyone", "backer", "other"])
def test_a_draft_of_another_is_at_no_address(person: Any) -> None:
    draft = builders.a_complete_draft()
    builders.a_live_project(cast.didac(), title="Something of the other")
    client = browser_of(person() if person else None)
    with nothing_moves():
        asked = answers(client, draft.slug, METHODS)
    assert {where: answer for where, answer in asked.items() if not is_closed(answer)} == {}
    # Nor is it told from a project that there never was.
    assert asked == answers(client, "never-begun", METHODS)


def test_nor_for_a_program_of_another() -> None:
    draft = builders.a_complete_draft()
    program = program_of(cast.didac())
    with nothing_moves():
        asked = answers(program.client, draft.slug, METHODS)
    assert {where: answer for where, answer in asked.items() if not is_closed(answer)} == {}
    assert asked == answers(program.client, "never-begun", METHODS)


def test_its_creator_finds_it_at_most_of_them() -> None:
    """So that the tests above ask at addresses that answer to somebody."""
    draft = builders.a_complete_draft()
    clients = (browser_of(draft.owner), program_of(draft.owner).client)
    asked = [each for client in clients for each in answers(client, draft.slug, ("get",)).items()]
    opened = {where for where, answer in asked if answer.startswith("200")}
    assert {"get /en/projects/…/edit/payee/", "get /en/projects/…/edit/returns/"} < opened
    assert {"get /en/projects/…/desk/", "get /api/v1/projects/…/budget/"} < opened
    assert len(opened) >= 15


@pytest.mark.parametrize("status", NOT_PUBLIC)
def test_nor_later_until_it_is_launched(status: str) -> None:
    project = builders.a_complete_draft()
    Project.objects.filter(pk=project.pk).update(status=status)
    asked = answers(browser_of(cast.didac()), project.slug, ("get",))
    assert {where: answer for where, answer in asked.items() if not is_closed(answer)} == {}
    for address in ("/en/explore/", "/en/", "/api/v1/projects/", "/api/v1/returns/"):
        assert project.title not in browser_of(cast.didac()).get(address).content.decode()


@pytest.mark.parametrize("person", [None, cast.biel, cast.didac], ids=["anyone", "backer", "other"])
def test_an_organisation_of_others_is_at_no_address(person: Any) -> None:
    organisation, alba = aigua_clara(), cast.alba()
    la_turbina(cast.didac())
    invitation = invitations.invite(organisation, "x@example.org", "editor", actor=alba)
    client = browser_of(person() if person else None)

    def asked(slug: str, person_id: int, invitation_id: int) -> list[str]:
        given = {"organisation_slug": slug, "person_id": person_id, "invitation_id": invitation_id}
        own = [parts for parts in addresses() if parts[1] & OF_AN_ORGANISATION]
        with override("en"):
            paths = [reverse(name, kwargs={p: given[p] for p in parts}) for name, parts in own]
        answers = [getattr(client, method)(path) for path in paths for method in METHODS]
        assert len(answers) >= 7 * len(METHODS)
        return [f"{each.status_code} {each.headers.get('location', '')}" for each in answers]

    with nothing_moves():
        found = asked(organisation.slug, alba.pk, invitation.pk)
    assert [answer for answer in found if not is_closed(answer)] == []
    # Nor is it told from an organisation that there never was.
    statuses = [answer[:3] for answer in asked("never-registered", 10**6, 10**6)]
    assert [answer[:3] for answer in found] == statuses


def test_one_donation_does_not_open_another() -> None:
    """Whoever holds a link sees what was given with it, and takes back nothing else."""
    project = builders.a_live_project()
    own, other = a_promise(project), a_promise(project, email="other@example.org")
    client = browser_of(cast.didac())
    closed = [
        reverse("donations:cancel", args=[own.checkout.token, other.public_id]),
        reverse("donations:cancel", args=[other.public_id, other.public_id]),
        reverse("donations:cancel", args=[own.checkout.token, uuid4()]),
        reverse("donations:donation", args=[other.public_id]),
        reverse("donations:donation", args=[other.checkout.form_key]),
        reverse("donations:donation", args=[other.checkout_id]),
        reverse("donations:return", args=[other.public_id]),
    ]
    with nothing_moves():
        for address in closed:
            assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}
    other.refresh_from_db()
    assert other.status == "promised"


def test_nobody_sees_or_revokes_the_token_of_another() -> None:
    biel = cast.biel()
    token, secret = make_token(biel, name="Mirror", scope="write", actor=biel)
    with override("en"):
        address = reverse("accounts:revoke_token", args=[token.pk])
        unknown = reverse("accounts:revoke_token", args=[token.pk + 1])
    other, anyone = browser_of(cast.didac()), browser_of(None)
    with nothing_moves():
        assert other.get(address).status_code == other.post(address).status_code == 404
        assert anyone.get(address).status_code == anyone.get(unknown).status_code == 302
        assert anyone.post(address).status_code == anyone.post(unknown).status_code == 302
    assert "Mirror" not in other.get(reverse("accounts:tokens")).content.decode()
    assert Program(secret).get("projects/mine/").status_code == 200


def test_what_others_gave_is_in_nobodys_list() -> None:
    project = builders.a_live_project(title="Given to by Biel alone")
    given = a_promise(project, email="biel@example.org")
    other = browser_of(cast.didac())
    for query in ("", f"?before={given.public_id}", f"?after={given.public_id}"):
        page = other.get(reverse("pages:my_donations") + query).content.decode()
        assert project.title not in page
    assert project.title in browser_of(cast.biel()).get("/en/my-donations/").content.decode()

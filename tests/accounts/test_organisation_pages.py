"""The pages of one's organisations: what they show, what they do, and to whom they do not exist."""

from typing import Any

import pytest
from django.test import Client

from accounts import invitations, memberships
from accounts.models import Organisation, User
from accounts.permissions import role_in
from tests import cast
from tests.organisations import aigua_clara, joined
from tests.projects.nothing_moved import everything, nothing_moves

pytestmark = pytest.mark.django_db

HOME = "/en/accounts/organisations/"
TYPED = {
    "name": "Aigua Clara",
    "kind": "association",
    "legal_name": "Associació Aigua Clara",
    "tax_id": "g-12345674",
    "description": "",
    "website": "",
}


def page_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def test_an_organisation_is_registered_on_a_page_of_its_own() -> None:
    client = page_of(cast.alba())
    assert "not a member of any organisation" in text(client.get(HOME))
    made: Any = client.post(f"{HOME}new/", TYPED)
    assert made.url == f"{HOME}aigua-clara/"
    shown = text(client.get(made.url))
    assert "G12345674" in shown
    assert "alba@example.org" in shown
    assert "Aigua Clara" in text(client.get(HOME))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"tax_id": "G12345675"}, "look whether one is mistyped"),
        ({"tax_id": "12345678Z"}, "the identifier of a person"),
        ({"tax_id": "F12345674"}, "those of cooperatives begin with F"),
        ({"tax_id": "x"}, "a letter, seven digits"),
        ({"tax_id": ""}, "Write the tax identifier"),
        ({"name": " "}, "Give the organisation a name"),
        ({"kind": "guild"}, "Select a valid choice"),
        ({"website": "javascript:alert(1)"}, "Write the whole address"),
        ({"website": "aiguaclara.example"}, "Write the whole address"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(wrong: dict[str, str], sentence: str) -> None:
    client = page_of(cast.alba())
    with nothing_moves():
        answer = client.post(f"{HOME}new/", TYPED | wrong)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert 'value="Associació Aigua Clara"' in text(answer)


def test_an_owner_invites_and_the_answer_is_the_same_for_every_address() -> None:
    organisation, known = aigua_clara(), cast.biel().email
    client = page_of(cast.alba())
    answers: list[Any] = []
    for email in (known, "nobody@example.org"):
        sent: Any = client.post(f"{HOME}aigua-clara/", {"email": email, "role": "editor"})
        answers.append((sent.status_code, sent.headers.get("Location")))
        shown = text(client.get(sent.url)).replace(email, "ADDRESS")
        answers.append((shown.count("ADDRESS"), "Invited. The answer will show here." in shown))
    assert answers[:2] == answers[2:]
    assert invitations.open_invitations(organisation).count() == 2


@pytest.mark.parametrize(("answer", "role"), [("yes", "owner"), ("no", None), ("", None)])
def test_an_invitation_is_answered_on_the_list(answer: str, role: str | None) -> None:
    organisation, biel = aigua_clara(), cast.biel()
    invitation = invitations.invite(organisation, biel.email, "owner", actor=cast.alba())
    client = page_of(biel)
    assert "Alba Ferrer asks you to be an owner." in text(client.get(HOME))
    client.post(f"/en/accounts/invitations/{invitation.pk}/answer/", {"answer": answer})
    assert role_in(organisation, biel) == role
    assert "asks you to be" not in text(client.get(HOME))


def test_nobody_sees_or_answers_an_invitation_to_somebody_else() -> None:
    invitation = invitations.invite(aigua_clara(), cast.biel().email, "editor", actor=cast.alba())
    client = page_of(cast.didac())
    with nothing_moves():
        answer = client.post(f"/en/accounts/invitations/{invitation.pk}/answer/", {"answer": "yes"})
    assert answer.status_code == 404
    assert "Aigua Clara" not in text(client.get(HOME))


def test_an_owner_changes_roles_removes_members_and_withdraws_invitations() -> None:
    organisation = aigua_clara()
    didac, client = joined(organisation, cast.didac()), page_of(cast.alba())
    invitation = invitations.invite(organisation, "x@example.org", "editor", actor=cast.alba())
    one = f"{HOME}aigua-clara"
    client.post(f"{one}/members/{didac.pk}/role/", {"role": "owner"})
    assert role_in(organisation, didac) == "owner"
    client.post(f"{one}/members/{didac.pk}/role/", {"role": "king"})
    assert role_in(organisation, didac) == "owner"
    client.post(f"{one}/invitations/{invitation.pk}/withdraw/")
    assert not invitations.open_invitations(organisation).exists()
    assert "not even those that they began" in text(client.get(f"{one}/members/{didac.pk}/remove/"))
    client.post(f"{one}/members/{didac.pk}/remove/")
    assert role_in(organisation, didac) is None


def test_the_last_owner_is_told_why_they_cannot_leave() -> None:
    organisation, alba = aigua_clara(), cast.alba()
    client = page_of(alba)
    with nothing_moves():
        answer = client.post(f"{HOME}aigua-clara/members/{alba.pk}/remove/", follow=True)
    assert "An organisation needs an owner" in text(answer)
    joined(organisation, cast.didac(), "owner")
    left: Any = client.post(f"{HOME}aigua-clara/members/{alba.pk}/remove/")
    assert left.url == HOME
    assert client.get(f"{HOME}aigua-clara/").status_code == 404


def test_an_owner_changes_what_it_says_and_who_it_is() -> None:
    aigua_clara()
    client = page_of(cast.alba())
    client.post(f"{HOME}aigua-clara/edit/", {"name": "Aigües", "website": "https://a.example/"})
    identity = {"kind": "association", "legal_name": "Aigües", "tax_id": "G23456783"}
    client.post(f"{HOME}aigua-clara/identity/", identity)
    stored = Organisation.objects.get()
    assert (stored.name, stored.website) == ("Aigües", "https://a.example/")
    assert (stored.legal_name, stored.tax_id) == ("Aigües", "G23456783")


ADDRESSES = [
    "aigua-clara/", "aigua-clara/edit/", "aigua-clara/identity/",
    "aigua-clara/members/{alba}/role/", "aigua-clara/members/{alba}/remove/",
    "aigua-clara/invitations/{invitation}/withdraw/",
]  # fmt: skip
OF_OWNERS = [ADDRESSES[1], ADDRESSES[2], ADDRESSES[5]]


@pytest.mark.parametrize("who", ["stranger", "former member", "admin", "nobody"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_for_whoever_is_no_member_there_is_no_such_organisation(who: str, address: str) -> None:
    organisation = aigua_clara()
    invitation = invitations.invite(organisation, "x@example.org", "editor", actor=cast.alba())
    person = cast.carme() if who == "admin" else cast.didac()
    if who == "former member":
        joined(organisation, person)
        memberships.remove_member(organisation, person, actor=person)
    client = Client() if who == "nobody" else page_of(person)
    url = HOME + address.format(alba=cast.alba().pk, invitation=invitation.pk)
    before = everything()
    for answer in (client.get(url), client.post(url, {"role": "editor", "name": "Mine"})):
        if who == "nobody":
            assert answer.status_code == 405 or "/accounts/login/" in answer.headers["Location"]
        else:
            assert answer.status_code in (404, 405)
    assert everything() == before


@pytest.mark.parametrize("address", OF_OWNERS)
def test_what_is_for_owners_is_not_there_for_editors(address: str) -> None:
    organisation = aigua_clara()
    invitation = invitations.invite(organisation, "x@example.org", "editor", actor=cast.alba())
    client = page_of(joined(organisation, cast.didac()))
    with nothing_moves():
        answer = client.post(HOME + address.format(invitation=invitation.pk), TYPED)
    assert answer.status_code == 404


def test_an_editor_sees_the_members_but_not_their_addresses_and_may_leave() -> None:
    organisation = aigua_clara()
    didac = joined(organisation, cast.didac())
    client = page_of(didac)
    shown = text(client.get(f"{HOME}aigua-clara/"))
    assert "Alba Ferrer" in shown
    assert "alba@example.org" not in shown
    assert "Invite somebody" not in shown
    with nothing_moves():
        client.post(f"{HOME}aigua-clara/members/{didac.pk}/role/", {"role": "owner"})
        client.post(f"{HOME}aigua-clara/", {"email": "me@example.org", "role": "owner"})
    client.post(f"{HOME}aigua-clara/members/{didac.pk}/remove/")
    assert role_in(organisation, didac) is None


def test_looking_at_an_act_does_nothing() -> None:
    organisation = aigua_clara()
    invitation = invitations.invite(organisation, "x@example.org", "editor", actor=cast.alba())
    client, one = page_of(cast.alba()), f"{HOME}aigua-clara"
    with nothing_moves():
        for address in (
            f"{one}/members/{cast.alba().pk}/role/",
            f"{one}/invitations/{invitation.pk}/withdraw/",
            f"/en/accounts/invitations/{invitation.pk}/answer/",
        ):
            assert client.get(address).status_code == 405


# --- the administration -----------------------------------------------------------------------
def test_admins_find_an_organisation_and_read_its_story() -> None:
    organisation = aigua_clara()
    joined(organisation, cast.didac())
    admin = Client(headers={"accept-language": "en"})
    admin.force_login(cast.carme())
    for words in ("aigua", "G123", "alba@"):
        found = text(admin.get("/admin/accounts/organisation/", {"q": words}))
        assert "G12345674" in found
    story = text(admin.get(f"/admin/accounts/organisation/{organisation.pk}/change/"))
    for part in ("alba@example.org", "didac@example.org", "organisation.member_joined"):
        assert part in story
    assert (
        Client().get(f"/admin/accounts/organisation/{organisation.pk}/change/").status_code == 302
    )


def test_an_admin_corrects_who_it_is_before_the_law_and_is_told_what_that_does() -> None:
    organisation = aigua_clara()
    admin = Client(headers={"accept-language": "en"})
    admin.force_login(cast.carme())
    url = f"/admin/accounts/organisation/{organisation.pk}/identity/"
    assert "are paid to whom you write here" in text(admin.get(url))
    typed = {"kind": "association", "legal_name": "Font Viva", "tax_id": "G23456784"}
    with nothing_moves():
        refused = admin.post(url, typed)
    assert refused.status_code == 409
    assert "look whether one is mistyped" in text(refused)
    admin.post(url, typed | {"tax_id": "G23456783"})
    organisation.refresh_from_db()
    assert organisation.legal_name == "Font Viva"
    outsider = page_of(cast.alba())
    assert outsider.get(url, follow=True).status_code == 403

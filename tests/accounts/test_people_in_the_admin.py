"""People in the administration: who may enter it, what is shown, who gives rights."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from accounts.tokens import make_token
from activity.models import Event
from tests import builders, cast
from tests.donations.promising import a_promise
from tests.organisations import aigua_clara

pytestmark = pytest.mark.django_db
WHY = "Remei asked for it."


def signed_in(person: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def change(client: Client, person: User, **ticked: bool) -> str:
    typed = {name: "on" for name, is_ticked in ticked.items() if is_ticked} | {"reason": WHY}
    answer = client.post(f"/admin/accounts/user/{person.pk}/change/", typed, follow=True)
    return answer.content.decode()


def test_the_admin_is_entered_through_our_own_sign_in(client: Client) -> None:
    answer = client.get("/admin/login/", follow=True)
    assert answer.redirect_chain
    assert "/accounts/login/" in answer.redirect_chain[-1][0]
    assert signed_in(cast.biel()).get("/admin/", follow=True).status_code == 403
    assert signed_in(cast.carme()).get("/admin/").status_code == 200


def test_people_are_found_by_address_and_name_and_no_password_is_shown() -> None:
    biel, admin = cast.biel(), signed_in(cast.carme())
    for words in ("biel@", "Roca"):
        found = admin.get("/admin/accounts/user/", {"q": words}).content.decode()
        assert "biel@example.org" in found
        assert "carme@example.org" not in found.split('id="result_list"')[1]
    page = admin.get(f"/admin/accounts/user/{biel.pk}/change/").content.decode()
    assert biel.password not in page


def test_an_admin_makes_another_admin_and_it_is_remembered() -> None:
    biel, carme = cast.biel(), cast.carme()
    change(signed_in(carme), biel, is_active=True, is_staff=True)
    biel.refresh_from_db()
    assert biel.is_staff
    event = Event.objects.get(verb="person.rights_changed")
    assert (event.actor, event.facts) == (carme, {"is_staff": True, "reason": WHY})


def test_nobody_takes_away_their_own_rights() -> None:
    carme = cast.carme()
    page = change(signed_in(carme), carme, is_active=True, is_staff=True, is_superuser=False)
    assert "Nobody can take away their own rights" in page
    carme.refresh_from_db()
    assert carme.is_superuser
    assert not Event.objects.filter(verb="person.rights_changed").exists()


def test_staff_who_are_no_superusers_give_no_rights() -> None:
    dora = cast.person("dora@example.org", "Dora Vila")
    dora.is_staff = True
    dora.save()
    dora.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    biel = cast.biel()
    page = change(signed_in(dora), biel, is_active=True, is_staff=True, is_superuser=True)
    assert "Only a superuser" in page
    biel.refresh_from_db()
    assert not biel.is_staff
    assert not Event.objects.filter(verb="person.rights_changed").exists()


def test_people_are_neither_added_nor_removed_by_hand() -> None:
    biel, admin = cast.biel(), signed_in(cast.carme())
    assert admin.get("/admin/accounts/user/add/").status_code == 403
    assert admin.post(f"/admin/accounts/user/{biel.pk}/delete/").status_code == 403
    assert User.objects.filter(pk=biel.pk).exists()


def test_rights_are_not_changed_without_saying_why() -> None:
    biel, admin = cast.biel(), signed_in(cast.carme())
    page = f"/admin/accounts/user/{biel.pk}/change/"
    answer = admin.post(page, {"is_active": "on", "is_staff": "on"})
    assert "Say why these rights change." in answer.content.decode()
    biel.refresh_from_db()
    assert not biel.is_staff
    assert not Event.objects.filter(verb="person.rights_changed").exists()


def test_the_form_says_what_each_right_does_before_it_is_given_or_taken() -> None:
    page = signed_in(cast.carme()).get(f"/admin/accounts/user/{cast.biel().pk}/change/")
    text = page.content.decode()
    for told in ("its access tokens open nothing", "decides on projects", "gives and takes rights"):
        assert told in text


def test_the_page_of_a_person_tells_what_they_run_give_and_do() -> None:
    draft = builders.a_draft()
    gift = a_promise(builders.a_live_project(cast.didac(), title="Of Dídac"))
    gift.backer = cast.alba()
    gift.save()
    make_token(cast.alba(), name="Mirror", scope="read", actor=cast.alba())
    organisation = aigua_clara()
    person = cast.alba()
    text = signed_in(cast.carme()).get(f"/admin/accounts/user/{person.pk}/change/").content.decode()
    for told in (
        draft.title,
        "Of Dídac",
        "€25.00",
        "Mirror",
        "token.made",
        "project.drafted",
        organisation.name,
    ):
        assert told in text, told

"""Organisations: registered once, changed by their owners, with members who come and go."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts import errors, invitations, memberships
from accounts import organisations as uses
from accounts.models import (
    Organisation,
    OrganisationInvitation,
    OrganisationMembership,
    Role,
    User,
)
from accounts.organisations import Identity, Profile
from accounts.permissions import role_in
from activity import dispatch
from activity.models import Event, Mail
from tests import cast
from tests.organisations import aigua_clara, joined, la_turbina
from tests.projects.nothing_moved import refused

pytestmark = pytest.mark.django_db

ASSOCIATION = Identity("association", "Associació Font Viva", "G23456783")


def verbs(organisation: Organisation) -> list[str]:
    about = Event.objects.filter(
        subject_kind="accounts.organisation", subject_id=str(organisation.pk)
    )
    return [event.verb.removeprefix("organisation.") for event in about.order_by("pk")]


def invited(organisation: Organisation, email: str, role: str = "editor") -> Any:
    return invitations.invite(organisation, email, role, actor=cast.alba())


# --- registering and changing -----------------------------------------------------------------
def test_whoever_registers_an_organisation_owns_it() -> None:
    made = uses.register(
        Profile("Font Viva"),
        Identity("association", "Font Viva", "es g-12345674"),
        actor=cast.biel(),
    )
    assert (made.slug, made.tax_id) == ("font-viva", "G12345674")
    assert role_in(made, cast.biel()) == Role.OWNER
    assert verbs(made) == ["registered"]


def test_two_organisations_of_one_name_have_two_addresses() -> None:
    first = uses.register(
        Profile("New"), Identity("association", "New", "G12345674"), actor=cast.alba()
    )
    second = uses.register(
        Profile("New"), Identity("cooperative", "New", "F12345674"), actor=cast.alba()
    )
    assert [first.slug, second.slug] == ["new-2", "new-3"]


def test_one_tax_identifier_is_one_organisation() -> None:
    aigua_clara()
    same = Identity("association", "Another", "G12345674")
    with refused(errors.TaxIdTaken):
        uses.register(Profile("Another"), same, actor=cast.didac())


def test_the_other_way_of_writing_the_last_character_is_the_same_identifier() -> None:
    la_turbina()
    other = Identity("cooperative", "Another", "F1234567D")
    with refused(errors.TaxIdTaken):
        uses.register(Profile("Another"), other, actor=cast.alba())
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(
            slug="x", name="X", legal_name="X", kind="cooperative", tax_id="F1234567D"
        )


@pytest.mark.parametrize("typed", ["", "G12345675", "12345678Z", "F12345674", "nothing"])
def test_a_wrong_identifier_registers_nothing(typed: str) -> None:
    alba = cast.alba()
    with refused(errors.TaxIdRefused):
        uses.register(Profile("X"), Identity("association", "X", typed), actor=alba)


def test_one_person_owns_so_many_organisations_and_no_more(monkeypatch: Any) -> None:
    monkeypatch.setattr(uses, "MOST_ORGANISATIONS", 1)
    aigua_clara()
    with refused(errors.TooManyOrganisations):
        la_turbina(cast.alba())


def test_an_owner_changes_what_it_says_of_itself_and_its_address_stays() -> None:
    organisation = aigua_clara()
    uses.change_profile(organisation, Profile("Aigües", "Springs."), actor=cast.alba())
    assert (organisation.name, organisation.website) == ("Aigües", "")
    assert organisation.slug == "aigua-clara"
    uses.change_profile(organisation, Profile("Aigües", "Springs."), actor=cast.alba())
    assert verbs(organisation) == ["registered", "changed"]


def test_who_it_is_before_the_law_can_be_mended_while_nothing_was_sent() -> None:
    organisation = aigua_clara()
    uses.change_identity(organisation, ASSOCIATION, actor=cast.alba())
    assert organisation.tax_id == "G23456783"
    event = Event.objects.get(verb="organisation.identity_changed")
    assert event.facts["before"]["tax_id"] == "G12345674"
    la_turbina()
    taken = Identity("cooperative", "X", "F12345674")
    with refused(errors.TaxIdTaken):
        uses.change_identity(organisation, taken, actor=cast.alba())


def test_once_it_stands_only_an_admin_from_outside_corrects_it(monkeypatch: Any) -> None:
    organisation, carme = aigua_clara(), cast.carme()
    monkeypatch.setattr(uses, "_standing", [lambda organisation: True])
    with refused(errors.IdentityStands):
        uses.change_identity(organisation, ASSOCIATION, actor=cast.alba())
    uses.change_identity(organisation, ASSOCIATION, actor=carme)
    assert organisation.legal_name == "Associació Font Viva"
    joined(organisation, carme, "owner")
    before = Identity("association", "Associació Aigua Clara", "G12345674")
    with refused(errors.IdentityStands):
        uses.change_identity(organisation, before, actor=carme)


def test_the_same_again_is_no_change_even_when_it_stands(monkeypatch: Any) -> None:
    organisation = aigua_clara()
    monkeypatch.setattr(uses, "_standing", [lambda organisation: True])
    same = Identity("association", "Associació Aigua Clara", "g-12345674")
    uses.change_identity(organisation, same, actor=cast.alba())
    assert verbs(organisation) == ["registered"]


# --- invitations ------------------------------------------------------------------------------
def test_whoever_is_invited_gets_a_mail_in_their_language_and_joins_by_a_yes() -> None:
    organisation, didac = aigua_clara(), cast.didac()
    invitation = invited(organisation, " Didac@Example.org ")
    dispatch.deliver_due()
    mail = Mail.objects.get(kind="organisation_invitation")
    assert (mail.recipient, mail.language) == ("didac@example.org", "es")
    assert "Aigua Clara" in mail.subject
    assert "/es/accounts/organisations/" in mail.text
    assert role_in(organisation, didac) is None
    invitations.accept(invitation, actor=didac)
    assert role_in(organisation, didac) == Role.EDITOR
    assert verbs(organisation) == ["registered", "member_invited", "member_joined"]


def test_an_address_without_an_account_is_invited_in_the_same_way() -> None:
    organisation = aigua_clara()
    invitation = invited(organisation, "nobody@example.org", "owner")
    dispatch.deliver_due()
    assert Mail.objects.get().language == "ca"
    later = cast.person("nobody@example.org", "Now Somebody")
    invitations.accept(invitation, actor=later)
    assert role_in(organisation, later) == Role.OWNER


def test_nobody_answers_for_an_address_that_is_not_proven_to_be_theirs() -> None:
    invitation = invited(aigua_clara(), "biel@example.org")
    unproven = User.objects.create_user("biel@example.org", None)
    for somebody in (unproven, cast.didac()):
        with refused(errors.InvitationClosed):
            invitations.accept(invitation, actor=somebody)
        with refused(errors.InvitationClosed):
            invitations.decline(invitation, actor=somebody)


@pytest.mark.parametrize("ended", ["accepted", "declined", "withdrawn"])
def test_an_invitation_is_answered_once(ended: str) -> None:
    organisation, biel = aigua_clara(), cast.biel()
    invitation = invited(organisation, biel.email)
    act = {"accepted": invitations.accept, "declined": invitations.decline}
    if ended == "withdrawn":
        invitations.withdraw(invitation, actor=cast.alba())
    else:
        act[ended](invitation, actor=biel)
    for again in act.values():
        with refused(errors.InvitationClosed):
            again(invitation, actor=biel)
    with refused(errors.InvitationClosed):
        invitations.withdraw(invitation, actor=cast.alba())


def test_an_address_is_invited_once_at_a_time() -> None:
    organisation, biel = aigua_clara(), cast.biel()
    invitation = invited(organisation, biel.email)
    with refused(errors.AlreadyInvited):
        invited(organisation, "BIEL@example.org")
    invitations.decline(invitation, actor=biel)
    invitations.accept(invited(organisation, biel.email), actor=biel)
    with refused(errors.AlreadyAMember):
        invited(organisation, biel.email)


def test_nobody_sends_mails_without_end(monkeypatch: Any) -> None:
    monkeypatch.setattr(invitations, "MOST_A_DAY", 2)
    organisation = aigua_clara()
    first = invited(organisation, "one@example.org")
    invitations.withdraw(first, actor=cast.alba())
    invited(organisation, "two@example.org")
    with refused(errors.TooManyInvitations):
        invited(organisation, "three@example.org")


# --- roles ------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["editor", "stranger", "former member", "admin"])
def test_only_owners_change_an_organisation_and_its_members(who: str) -> None:
    organisation, biel = aigua_clara(), cast.biel()
    actor = cast.carme() if who == "admin" else cast.didac()
    if who in ("editor", "former member"):
        joined(organisation, actor)
    if who == "former member":
        memberships.remove_member(organisation, actor, actor=actor)
    invitation = invited(organisation, biel.email)
    for act in (
        lambda: uses.change_profile(organisation, Profile("Mine"), actor=actor),
        lambda: invitations.invite(organisation, "me@example.org", "owner", actor=actor),
        lambda: invitations.withdraw(invitation, actor=actor),
        lambda: memberships.change_role(organisation, actor, "owner", actor=actor),
        lambda: memberships.remove_member(organisation, cast.alba(), actor=actor),
    ):
        with refused(errors.OnlyOwners):
            act()
    if who != "admin":
        with refused(errors.OnlyOwners):
            uses.change_identity(organisation, ASSOCIATION, actor=actor)


def test_the_last_owner_neither_leaves_nor_becomes_an_editor() -> None:
    organisation, alba = aigua_clara(), cast.alba()
    joined(organisation, cast.didac())
    with refused(errors.LastOwner):
        memberships.remove_member(organisation, alba, actor=alba)
    with refused(errors.LastOwner):
        memberships.change_role(organisation, alba, "editor", actor=alba)


def test_an_owner_whose_account_is_closed_is_no_owner_to_leave_behind() -> None:
    organisation, alba = aigua_clara(), cast.alba()
    didac = joined(organisation, cast.didac(), "owner")
    User.objects.filter(pk=didac.pk).update(is_active=False)
    with refused(errors.LastOwner):
        memberships.remove_member(organisation, alba, actor=alba)


def test_with_another_owner_the_first_one_may_leave() -> None:
    organisation, alba = aigua_clara(), cast.alba()
    didac = joined(organisation, cast.didac())
    memberships.change_role(organisation, didac, "owner", actor=alba)
    memberships.change_role(organisation, alba, "editor", actor=didac)
    memberships.remove_member(organisation, alba, actor=alba)
    assert role_in(organisation, alba) is None
    assert verbs(organisation)[-3:] == ["role_changed", "role_changed", "member_left"]


def test_an_owner_removes_a_member_who_is_then_none() -> None:
    organisation = aigua_clara()
    didac = joined(organisation, cast.didac())
    memberships.remove_member(organisation, didac, actor=cast.alba())
    assert verbs(organisation)[-1] == "member_removed"
    with refused(errors.NotAMember):
        memberships.remove_member(organisation, didac, actor=cast.alba())
    with refused(errors.NotAMember):
        memberships.change_role(organisation, didac, "owner", actor=cast.alba())


# --- what the database refuses ----------------------------------------------------------------
@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "guild"},
        {"tax_id": "g12345674"},
        {"tax_id": "G1234567"},
        {"name": ""},
        {"legal_name": ""},
    ],
)
def test_the_database_refuses_an_organisation_that_is_none(wrong: dict[str, str]) -> None:
    organisation = aigua_clara()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=organisation.pk).update(**wrong)


def test_the_database_refuses_a_second_membership_and_an_unknown_role() -> None:
    organisation, alba = aigua_clara(), cast.alba()
    mine = OrganisationMembership.objects.filter(organisation=organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        mine.create(organisation=organisation, person=alba, role="editor")
    with pytest.raises(IntegrityError), transaction.atomic():
        mine.update(role="treasurer")
    invited(organisation, "biel@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationInvitation.objects.create(
            organisation=organisation, email="biel@example.org", role="owner", invited_by=alba
        )

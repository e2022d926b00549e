"""Members, invitations and identities at the same instant: one comes second, nothing breaks."""

from functools import partial
from typing import Any

import pytest

from accounts import invitations, memberships, organisations
from accounts.errors import IdentityStands, InvitationClosed, LastOwner, TaxIdTaken
from accounts.models import Organisation, OrganisationMembership
from accounts.organisations import Identity, Profile
from activity import dispatch
from projects import review
from projects.models import Project
from tests import cast
from tests.donations.rivals import at_once
from tests.organisations import a_draft_of, aigua_clara, joined

pytestmark = pytest.mark.usefixtures("committed_db")
TURNS = pytest.mark.parametrize("turn", range(3))


def kinds(outcomes: list[Any]) -> set[type]:
    return {type(each) for each in outcomes}


@TURNS
def test_two_owners_who_leave_at_once_leave_one_behind(turn: int) -> None:
    organisation, alba = aigua_clara(), cast.alba()
    didac = joined(organisation, cast.didac(), "owner")
    leaving = [
        partial(memberships.remove_member, organisation, person, actor=person)
        for person in (alba, didac)
    ]
    assert kinds(at_once(leaving)) == {type(None), LastOwner}
    assert OrganisationMembership.objects.filter(role="owner").count() == 1


@TURNS
def test_an_invitation_that_is_taken_back_while_it_is_answered(turn: int) -> None:
    organisation, biel = aigua_clara(), cast.biel()
    invitation = invitations.invite(organisation, biel.email, "editor", actor=cast.alba())
    taken_back, answered = at_once(
        [
            partial(invitations.withdraw, invitation, actor=cast.alba()),
            partial(invitations.accept, invitation, actor=biel),
        ]
    )
    is_member = organisation.members.filter(pk=biel.pk).exists()
    assert isinstance(answered, InvitationClosed) != is_member
    assert isinstance(taken_back, InvitationClosed) == is_member


@TURNS
def test_one_identifier_registered_twice_at_once_is_one_organisation(turn: int) -> None:
    identity = Identity("association", "Aigua Clara", "G12345674")
    registering = [
        partial(organisations.register, Profile("Aigua Clara"), identity, actor=person)
        for person in (cast.alba(), cast.didac())
    ]
    assert kinds(at_once(registering)) == {Organisation, TaxIdTaken}
    assert OrganisationMembership.objects.count() == 1


@TURNS
def test_an_identity_that_changes_while_a_campaign_is_sent(turn: int) -> None:
    """Whoever comes second: what was sent is paid to the legal name that stands."""
    organisation, alba = aigua_clara(), cast.alba()
    project = a_draft_of(organisation)
    other = Identity("association", "Font Viva", "G23456783")
    _sent, changed = at_once(
        [
            partial(review.submit, project, actor=alba),
            partial(organisations.change_identity, organisation, other, actor=alba),
        ]
    )
    dispatch.deliver_due()
    organisation.refresh_from_db()
    stored = Project.objects.get(pk=project.pk)
    assert stored.submitted_at is not None
    assert stored.payee_name == organisation.legal_name
    assert isinstance(changed, IdentityStands) == (organisation.legal_name != "Font Viva")

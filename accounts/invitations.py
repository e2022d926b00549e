"""Asking somebody into an organisation by their address, and their answer.

An answer is the same whether the address has an account or not: whoever invites learns nothing.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from accounts.addresses import confirmed_addresses
from accounts.errors import (
    AlreadyAMember,
    AlreadyInvited,
    InvitationClosed,
    TooManyInvitations,
)
from accounts.models import (
    Organisation,
    OrganisationInvitation,
    OrganisationMembership,
    Role,
    User,
)
from accounts.organisations import lock, lock_as_owner
from accounts.verbs import Verb
from activity.clock import database_now
from activity.recording import record

# Each is a mail to somebody who did not ask for it.
MOST_A_DAY = 20


@transaction.atomic
def invite(
    organisation: Organisation, email: str, role: str, *, actor: User
) -> OrganisationInvitation:
    """Asks whoever has `email` to join, by mail.

    Raises OnlyOwners, AlreadyAMember, AlreadyInvited, TooManyInvitations."""
    locked = lock_as_owner(organisation, actor)
    address = email.strip().lower()
    if locked.memberships.filter(person__email=address).exists():
        raise AlreadyAMember
    if open_invitations(locked).filter(email=address).exists():
        raise AlreadyInvited
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)  # Two at once count each other.
    lately = OrganisationInvitation.objects.filter(
        invited_by=actor, invited_at__gt=Now() - timedelta(days=1)
    )
    if lately.count() >= MOST_A_DAY:
        raise TooManyInvitations
    invitation = OrganisationInvitation.objects.create(
        organisation=locked, email=address, role=Role(role), invited_by=actor
    )
    record(Verb.MEMBER_INVITED, locked, actor=actor, invitation=invitation.pk, role=role)
    return invitation


@transaction.atomic
def accept(invitation: OrganisationInvitation, *, actor: User) -> Organisation:
    """`actor`, who has confirmed the invited address, joins. Raises InvitationClosed.

    A member already, they stay with the role that they have."""
    locked = lock(invitation.organisation)
    _close(invitations_for(actor).filter(pk=invitation.pk))
    _membership, joined = OrganisationMembership.objects.get_or_create(
        organisation=locked, person=actor, defaults={"role": invitation.role}
    )
    if joined:
        facts = {"invitation": invitation.pk, "person": actor.pk, "role": invitation.role}
        record(Verb.MEMBER_JOINED, locked, actor=actor, **facts)
    return locked


@transaction.atomic
def decline(invitation: OrganisationInvitation, *, actor: User) -> None:
    """`actor`, who has confirmed the invited address, does not join. Raises InvitationClosed."""
    locked = lock(invitation.organisation)
    _close(invitations_for(actor).filter(pk=invitation.pk))
    record(Verb.INVITATION_DECLINED, locked, actor=actor, invitation=invitation.pk)


@transaction.atomic
def withdraw(invitation: OrganisationInvitation, *, actor: User) -> None:
    """An owner takes it back. Raises OnlyOwners, InvitationClosed."""
    locked = lock_as_owner(invitation.organisation, actor)
    _close(open_invitations(locked).filter(pk=invitation.pk))
    record(Verb.INVITATION_WITHDRAWN, locked, actor=actor, invitation=invitation.pk)


def open_invitations(organisation: Organisation) -> QuerySet[OrganisationInvitation]:
    """Those of an organisation that wait for an answer, the oldest first."""
    return OrganisationInvitation.objects.filter(organisation=organisation, closed_at=None)


def invitations_for(person: User) -> QuerySet[OrganisationInvitation]:
    """Those that `person` may answer: sent to an address that is proven to be theirs."""
    return OrganisationInvitation.objects.filter(
        closed_at=None, email__in=confirmed_addresses(person)
    )


def _close(found: QuerySet[OrganisationInvitation]) -> None:
    """All verbs hold the organisation's lock, so one of two answers comes second."""
    if found.update(closed_at=database_now()) == 0:
        raise InvitationClosed

"""Who acts for an organisation: roles changed, members removed, members who leave."""

from django.db import transaction

from accounts.errors import LastOwner, NotAMember
from accounts.models import Organisation, OrganisationMembership, Role, User
from accounts.organisations import lock, lock_as_owner
from accounts.verbs import Verb
from activity.recording import record


@transaction.atomic
def change_role(organisation: Organisation, person: User, role: str, *, actor: User) -> None:
    """Makes a member an owner or an editor. Raises OnlyOwners, NotAMember, LastOwner."""
    locked = lock_as_owner(organisation, actor)
    membership = _membership(locked, person)
    wanted = Role(role)
    if membership.role == wanted:
        return
    if membership.role == Role.OWNER:
        _require_another_owner(locked, person)
    membership.role = wanted
    membership.save(update_fields=["role"])
    record(Verb.ROLE_CHANGED, locked, actor=actor, person=person.pk, role=wanted.value)


@transaction.atomic
def remove_member(organisation: Organisation, person: User, *, actor: User) -> None:
    """Ends a membership: an owner anybody's, everyone their own.

    Raises OnlyOwners, NotAMember, LastOwner."""
    leaves = person.pk == actor.pk
    locked = lock(organisation) if leaves else lock_as_owner(organisation, actor)
    membership = _membership(locked, person)
    if membership.role == Role.OWNER:
        _require_another_owner(locked, person)
    membership.delete()
    verb = Verb.MEMBER_LEFT if leaves else Verb.MEMBER_REMOVED
    record(verb, locked, actor=actor, person=person.pk)


def _membership(locked: Organisation, person: User) -> OrganisationMembership:
    found = OrganisationMembership.objects.filter(organisation=locked, person=person).first()
    if found is None:
        raise NotAMember
    return found


def _require_another_owner(locked: Organisation, person: User) -> None:
    """Somebody whose account is open: nobody else could act as an owner."""
    owners = OrganisationMembership.objects.filter(
        organisation=locked, role=Role.OWNER, person__is_active=True
    )
    if not owners.exclude(person=person).exists():
        raise LastOwner

"""Organisations: registering one, what it says of itself, who it is before the law."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts.errors import (
    IdentityStands,
    OnlyOwners,
    TaxIdRefused,
    TaxIdTaken,
    TooManyOrganisations,
)
from accounts.models import Organisation, OrganisationMembership, Role, User
from accounts.permissions import is_admin, role_in
from accounts.rules.tax_ids import TaxIdError, read_tax_id
from accounts.verbs import Verb
from activity.recording import record

MOST_ORGANISATIONS = 20
SLUG_TRIES = 5
# A page of its own beside those of organisations (accounts/urls.py).
RESERVED_SLUGS = {"new"}

_standing: list[Callable[[Organisation], bool]] = []


@dataclass(frozen=True)
class Profile:
    """What an organisation says of itself in public."""

    name: str
    description: str = ""
    website: str = ""


@dataclass(frozen=True)
class Identity:
    """Who it is before the law. `tax_id` as typed; it is checked and brought to one spelling."""

    kind: str
    legal_name: str
    tax_id: str


def identity_stands_if(check: Callable[[Organisation], bool]) -> Callable[[Organisation], bool]:
    """Registers, in the AppConfig.ready of an app above, what makes an identity final."""
    if check not in _standing:
        _standing.append(check)
    return check


def identity_stands(organisation: Organisation) -> bool:
    """Whether its owners can no longer change who it is before the law."""
    return any(check(organisation) for check in _standing)


def register(profile: Profile, identity: Identity, *, actor: User) -> Organisation:
    """A new organisation with `actor` as its owner.

    Raises TaxIdRefused, TaxIdTaken, TooManyOrganisations."""
    wanted = {**asdict(profile), **_checked(identity)}
    for attempt in range(SLUG_TRIES):
        _require_free(wanted["tax_id"])
        try:
            return _write(wanted, actor)
        except IntegrityError:  # Somebody took the address or the identifier at the same instant.
            if attempt == SLUG_TRIES - 1:
                raise
    raise AssertionError


@transaction.atomic
def change_profile(organisation: Organisation, profile: Profile, *, actor: User) -> None:
    """Gives it another name, description or website; its address stays. Raises OnlyOwners."""
    locked = lock_as_owner(organisation, actor)
    _change(locked, asdict(profile), Verb.ORGANISATION_CHANGED, actor)
    organisation.refresh_from_db()


def change_identity(organisation: Organisation, identity: Identity, *, actor: User) -> None:
    """Says who it is before the law; an admin who is no member may, also once it stands.

    Raises OnlyOwners, IdentityStands, TaxIdRefused, TaxIdTaken."""
    wanted = _checked(identity)
    try:
        _change_identity(organisation, wanted, actor)
    except IntegrityError:
        raise TaxIdTaken from None
    organisation.refresh_from_db()


@transaction.atomic
def _change_identity(organisation: Organisation, wanted: dict[str, Any], actor: User) -> None:
    if is_admin(actor) and role_in(organisation, actor) is None:
        locked = lock(organisation)
    else:
        locked = lock_as_owner(organisation, actor)
        if any(getattr(locked, name) != value for name, value in wanted.items()):
            _require_open(locked)
    _require_free(wanted["tax_id"], but=locked)
    before = {name: getattr(locked, name) for name in wanted}
    _change(locked, wanted, Verb.IDENTITY_CHANGED, actor, before=before)


def lock(organisation: Organisation) -> Organisation:
    """Its row, locked: members, roles and identity change one after the other."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def lock_as_owner(organisation: Organisation, actor: User) -> Organisation:
    """Its row, locked, if `actor` owns it. Raises OnlyOwners."""
    locked = lock(organisation)
    if role_in(locked, actor) != Role.OWNER:
        raise OnlyOwners
    return locked


def _change(
    organisation: Organisation, wanted: dict[str, Any], verb: Verb, actor: User, **facts: Any
) -> None:
    changed = [name for name, value in wanted.items() if getattr(organisation, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(organisation, name, wanted[name])
    organisation.save(update_fields=changed)
    record(verb, organisation, actor=actor, changed=changed, **facts)


def _checked(identity: Identity) -> dict[str, Any]:
    try:
        tax_id = read_tax_id(identity.tax_id, identity.kind)
    except TaxIdError as error:
        raise TaxIdRefused(error.trouble) from None
    return {"kind": identity.kind, "legal_name": identity.legal_name.strip(), "tax_id": tax_id}


def _require_free(tax_id: str, but: Organisation | None = None) -> None:
    """The last character says nothing new, so the others decide."""
    taken = Organisation.objects.filter(tax_id__startswith=tax_id[:8])
    if (taken.exclude(pk=but.pk) if but else taken).exists():
        raise TaxIdTaken


def _require_open(organisation: Organisation) -> None:
    if identity_stands(organisation):
        raise IdentityStands


@transaction.atomic
def _write(wanted: dict[str, Any], actor: User) -> Organisation:
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)  # Two at once count each other.
    owned = OrganisationMembership.objects.filter(person=actor, role=Role.OWNER)
    if owned.count() >= MOST_ORGANISATIONS:
        raise TooManyOrganisations
    organisation = Organisation.objects.create(slug=_free_slug(wanted["name"]), **wanted)
    OrganisationMembership.objects.create(organisation=organisation, person=actor, role=Role.OWNER)
    record(Verb.ORGANISATION_REGISTERED, organisation, actor=actor)
    return organisation


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "organisation"
    alike = Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    taken = RESERVED_SLUGS.union(alike)
    if base not in taken:
        return base
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)

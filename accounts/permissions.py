"""Who may do what, by who they are. What depends on a thing is asked in that thing's app."""

from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from accounts.models import Organisation, User


def is_admin(user: Any) -> "TypeGuard[User]":
    """Whether this is somebody of the platform's staff whose account is active."""
    return bool(getattr(user, "is_active", False) and getattr(user, "is_staff", False))


def role_in(organisation: "Organisation", person: Any) -> str | None:
    """What `person` is in the organisation now (`Role`); None for whoever is no member."""
    return organisation.memberships.filter(person=person).values_list("role", flat=True).first()

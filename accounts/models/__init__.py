"""Who there is: people, the organisations they act for, the tokens of their programs."""

from accounts.models.access_token import AccessToken
from accounts.models.organisation import (
    Organisation,
    OrganisationInvitation,
    OrganisationKind,
    OrganisationMembership,
    Role,
)
from accounts.models.person import User, UserManager

__all__ = [
    "AccessToken",
    "Organisation",
    "OrganisationInvitation",
    "OrganisationKind",
    "OrganisationMembership",
    "Role",
    "User",
    "UserManager",
]

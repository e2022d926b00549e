"""The verbs of what happens to people's accounts and to their organisations."""

from enum import StrEnum


class Verb(StrEnum):
    SIGNED_UP = "person.signed_up"
    EMAIL_CONFIRMED = "person.email_confirmed"
    PASSWORD_SET = "person.password_set"  # noqa: S105 - a verb, not a password
    SETTINGS_CHANGED = "person.settings_changed"
    RIGHTS_CHANGED = "person.rights_changed"
    TOKEN_MADE = "token.made"  # noqa: S105 - a verb as well
    TOKEN_REVOKED = "token.revoked"  # noqa: S105
    SECOND_FACTOR_ADDED = "person.second_factor_added"
    SECOND_FACTOR_REMOVED = "person.second_factor_removed"
    SECOND_FACTOR_REFUSED = "person.second_factor_refused"
    RECOVERY_CODES_MADE = "person.recovery_codes_made"
    RECOVERY_CODE_USED = "person.recovery_code_used"
    ORGANISATION_REGISTERED = "organisation.registered"
    ORGANISATION_CHANGED = "organisation.changed"
    IDENTITY_CHANGED = "organisation.identity_changed"
    MEMBER_INVITED = "organisation.member_invited"
    INVITATION_WITHDRAWN = "organisation.invitation_withdrawn"
    INVITATION_DECLINED = "organisation.invitation_declined"
    MEMBER_JOINED = "organisation.member_joined"
    ROLE_CHANGED = "organisation.role_changed"
    MEMBER_REMOVED = "organisation.member_removed"
    MEMBER_LEFT = "organisation.member_left"

"""The verbs of what happens to people's accounts."""

from enum import StrEnum


class Verb(StrEnum):
    SIGNED_UP = "person.signed_up"
    EMAIL_CONFIRMED = "person.email_confirmed"
    PASSWORD_SET = "person.password_set"  # noqa: S105 - a verb, not a password
    SETTINGS_CHANGED = "person.settings_changed"
    RIGHTS_CHANGED = "person.rights_changed"

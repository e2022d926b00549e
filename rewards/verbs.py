"""What can happen to rewards, claims and returns, as the verbs of their events."""

from enum import StrEnum


class Verb(StrEnum):
    UNIT_HELD = "claim.held"
    UNIT_KEPT = "claim.kept"
    UNIT_FREED = "claim.freed"
    REWARDS_EDITED = "project.rewards_edited"
    RETURNS_EDITED = "project.returns_edited"
    LICENCE_SAVED = "licence.saved"

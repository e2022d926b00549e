"""What can happen to a project, as the verbs of its events."""

from enum import StrEnum


class Verb(StrEnum):
    DRAFTED = "project.drafted"
    EDITED = "project.edited"
    HANDED_OVER = "project.handed_over"
    SUBMITTED = "project.submitted"
    CHANGES_REQUESTED = "project.changes_requested"
    APPROVED = "project.approved"
    REJECTED = "project.rejected"
    LAUNCHED = "project.launched"
    HELD = "project.put_on_hold"
    RESUMED = "project.resumed"
    ENDED_EARLY = "project.ended_early"
    HOLD_RAN_OUT = "project.hold_ran_out"
    FUNDED = "project.funded"
    FAILED = "project.failed"
    WITHDRAWN = "project.withdrawn"
    ROUND_OPENED = "round.opened"
    ROUND_CLOSING = "round.closing"
    ROUND_EXTENDED = "round.extended"
    ROUND_STOPPED = "round.stopped"
    ROUND_DECIDED = "round.decided"
    ROUND_CALLED_OFF = "round.called_off"
    CATEGORY_SAVED = "category.saved"

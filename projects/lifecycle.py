"""The states of a project and of a round, each as one table."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activity.lifecycle import Lifecycle


class ProjectStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    LIVE = "live", _("Live")
    ON_HOLD = "on_hold", _("On hold")
    FUNDED = "funded", _("Funded")
    FULFILLED = "fulfilled", _("Fulfilled")
    FAILED = "failed", _("Not funded")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RoundStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", pgettext_lazy("round", "Open")
    CLOSING = "closing", _("Closing")
    DECIDED = "decided", pgettext_lazy("round", "Decided")
    CALLED_OFF = "called_off", _("Called off")


_P = ProjectStatus
PROJECT = Lifecycle(
    "project",
    {
        _P.DRAFT: {_P.IN_REVIEW, _P.WITHDRAWN},
        _P.IN_REVIEW: {_P.CHANGES_REQUESTED, _P.APPROVED, _P.REJECTED, _P.WITHDRAWN},
        _P.CHANGES_REQUESTED: {_P.IN_REVIEW, _P.WITHDRAWN},
        _P.APPROVED: {_P.LIVE, _P.WITHDRAWN},
        _P.LIVE: {_P.FUNDED, _P.FAILED, _P.ON_HOLD, _P.WITHDRAWN},
        _P.ON_HOLD: {_P.LIVE, _P.FAILED, _P.WITHDRAWN},
        _P.FUNDED: {_P.FULFILLED},
        _P.FULFILLED: (),
        _P.FAILED: (),
        _P.REJECTED: (),
        _P.WITHDRAWN: (),
    },
)

_R = RoundStatus
ROUND = Lifecycle(
    "round",
    {
        _R.PLANNED: {_R.OPEN, _R.CALLED_OFF},
        _R.OPEN: {_R.CLOSING, _R.CALLED_OFF},
        _R.CLOSING: {_R.DECIDED, _R.CALLED_OFF},
        _R.DECIDED: (),
        _R.CALLED_OFF: (),
    },
)


def public_statuses() -> tuple[ProjectStatus, ...]:
    """What anyone may look at. A withdrawn campaign stays readable if it was ever live."""
    return (_P.LIVE, _P.ON_HOLD, _P.FUNDED, _P.FULFILLED, _P.FAILED, _P.WITHDRAWN)


def editable_statuses() -> tuple[ProjectStatus, ...]:
    """While the creator may change the campaign's promises."""
    return (_P.DRAFT, _P.CHANGES_REQUESTED)

"""What an admin may decide about a project: each with its form, its preview and its one verb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.clock import database_now
from activity.errors import NotAllowed, Refused
from projects import campaigns, previews, review
from projects.errors import OwnProject
from projects.lifecycle import PROJECT, ProjectStatus
from projects.models import Project
from projects.permissions import is_involved


class NothingToType(forms.Form):
    """A decision that takes no more than a yes."""


class MessageForm(forms.Form):
    message = forms.CharField(
        label=_("Message to the creator"),
        help_text=_("They get it by mail as you write it. It is kept with the decision."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=5000,
        # The use-case asks for it, with its own sentence.
        required=False,
    )


# What is later was not meant, and the rounds after it would end after all dates there are.
END_OF_CALENDAR = datetime(2100, 1, 1, tzinfo=UTC)


class ApprovalForm(MessageForm):
    launch_at = forms.DateTimeField(
        label=_("Launch date"),
        help_text=_("In the platform's time zone. Empty: an admin launches it by hand."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        validators=[MaxValueValidator(END_OF_CALENDAR, _("Choose a date before the year 2100."))],
        required=False,
    )
    field_order = ("launch_at", "message")


Typed = Mapping[str, Any]


@dataclass(frozen=True)
class Decision:
    """`preview` is given what is typed so far; `carry_out` the same, whole and valid. `guard`
    says what else stands against it than the project's status."""

    slug: str
    label: str | Promise
    done: str | Promise
    sources: tuple[ProjectStatus, ...]
    target: ProjectStatus
    form: type[forms.Form]
    preview: Callable[[Project, Typed], list[str]]
    carry_out: Callable[[Project, Typed, User], object]
    guard: Callable[[Project], Refused | None] = lambda project: None
    judges: bool = True
    ends_it: bool = False

    def refusal(self, project: Project, actor: User) -> Refused | None:
        """Why `actor` cannot take this decision on the project as it was loaded."""
        if self.judges and is_involved(project, actor):
            return OwnProject()
        if project.status in self.sources:
            return self.guard(project)
        try:
            PROJECT.require(project, self.target)
        except NotAllowed as refusal:
            return refusal
        return NotAllowed()


_decisions: list[Decision] = []


def register(*decisions: Decision) -> None:
    """Adds decisions, in the order in which they are offered. Apps above `projects` add theirs
    when the admin loads."""
    _decisions.extend(decisions)


register(
    Decision(
        slug="approve",
        label=_("Approve"),
        done=_("Approved."),
        sources=(ProjectStatus.IN_REVIEW,),
        target=ProjectStatus.APPROVED,
        form=ApprovalForm,
        preview=lambda project, typed: previews.of_approving(project, typed.get("launch_at")),
        carry_out=lambda project, typed, actor: review.approve(
            project, launch_at=typed["launch_at"], message=typed["message"], actor=actor
        ),
    ),
    Decision(
        slug="request-changes",
        label=_("Ask for changes"),
        done=_("Sent back to its creator."),
        sources=(ProjectStatus.IN_REVIEW,),
        target=ProjectStatus.CHANGES_REQUESTED,
        form=MessageForm,
        preview=lambda project, typed: previews.of_requesting_changes(project),
        carry_out=lambda project, typed, actor: review.request_changes(
            project, typed["message"], actor=actor
        ),
    ),
    Decision(
        slug="reject",
        label=_("Reject"),
        done=_("Rejected."),
        sources=(ProjectStatus.IN_REVIEW,),
        target=ProjectStatus.REJECTED,
        form=MessageForm,
        preview=lambda project, typed: previews.of_rejecting(project),
        carry_out=lambda project, typed, actor: review.reject(
            project, typed["message"], actor=actor
        ),
        ends_it=True,
    ),
    Decision(
        slug="launch",
        label=_("Launch now"),
        done=_("Launched."),
        sources=(ProjectStatus.APPROVED,),
        target=ProjectStatus.LIVE,
        form=NothingToType,
        preview=lambda project, typed: previews.of_launching(project, database_now()),
        carry_out=lambda project, typed, actor: campaigns.launch(project, actor=actor),
        judges=False,
    ),
)

# Refusals that belong to one field of the form rather than to the whole.
FIELD_OF_REFUSAL = {
    "message_missing": "message",
    "launch_in_the_past": "launch_at",
    "reason_missing": "reason",
    "extension_too_short": "last_day",
    "extension_too_long": "last_day",
}
# Fields whose consequences can be looked at before anything is decided.
LOOKED_AT = ("launch_at", "last_day")


def decision_named(slug: str) -> Decision | None:
    return next((each for each in _decisions if each.slug == slug), None)


def possible_decisions(project: Project, actor: User) -> list[Decision]:
    return [each for each in _decisions if each.refusal(project, actor) is None]

"""Refusals of this app, each with the sentence that a person reads."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activity.errors import Refused
from projects.rules.publication import PublicationRule


class NotEditable(Refused):
    code = "not_editable"
    sentence = _("This project can no longer be edited: it is being reviewed or has been decided.")


class NotReady(Refused):
    """The campaign breaks rules of publication; `rules` says which."""

    code = "not_ready"

    def __init__(self, rules: Sequence[PublicationRule]) -> None:
        self.rules = tuple(rules)
        super().__init__(" ".join(gettext(rule.sentence) for rule in self.rules))


class MessageMissing(Refused):
    code = "message_missing"
    sentence = _("Write a message to the creator: what should change, or why it ends here.")


class OwnProject(Refused):
    code = "own_project"
    sentence = _("You cannot decide on your own project; ask a colleague.")


class NotAnAdmin(Refused):
    code = "not_an_admin"
    sentence = _("Only admins can do this.")


class LaunchInThePast(Refused):
    code = "launch_in_the_past"
    sentence = _("The launch date has already passed; choose a later one.")


class NotYours(Refused):
    code = "not_yours"
    sentence = _("Only the creator of the project can do this.")


class VerdictPending(Refused):
    code = "verdict_pending"
    sentence = _("The round has ended and is being decided; wait for the verdict.")

"""Refusals of this app, each with the sentence that a person reads."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
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


class ChangedMeanwhile(Refused):
    code = "changed_meanwhile"
    sentence = _(
        "This part was saved in another window after you had opened it here. What you typed is"
        " below, not saved yet: send it again to put it in the place of what was saved there."
    )


class NotYours(Refused):
    code = "not_yours"
    sentence = _("Only the creator of the project can do this.")


class OnlyOwners(Refused):
    code = "only_owners"
    sentence = _("Only an owner of the organisation can do this; editors write the campaign.")


class NotYourOrganisation(Refused):
    code = "not_your_organisation"
    sentence = _("You are not a member of this organisation.")


class PayeeIsTheOrganisation(Refused):
    code = "payee_is_the_organisation"
    sentence = _(
        "The money of a project goes to the organisation that owns it. Its legal name is changed"
        " at the organisation."
    )


class ReasonMissing(Refused):
    code = "reason_missing"
    sentence = _("Write why: it is told to those it concerns, and kept.")


class HoldRanOut(Refused):
    code = "hold_ran_out"
    sentence = _(
        "It was on hold for too long: the promises could no longer be charged in time, so the"
        " campaign ends without a charge."
    )


class NothingToExtend(Refused):
    code = "nothing_to_extend"
    sentence = _("No round of this project is open now, so there is nothing to extend.")


class ExtensionTooShort(Refused):
    code = "extension_too_short"
    sentence = _("Choose a day after the one with which the round ends now.")


class ExtensionTooLong(Refused):
    code = "extension_too_long"

    def __init__(self, latest: datetime) -> None:
        """`latest` is an instant on the latest day, in UTC."""
        self.latest = timezone.localdate(latest)
        shown = {"day": date_format(self.latest, "DATE_FORMAT")}
        super().__init__(_("This round can end with %(day)s at the latest.") % shown)

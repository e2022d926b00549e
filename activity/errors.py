"""Refusals: what a person may not do now, each with the sentence that tells them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The base of every refusal. `sentence` is for the person, `code` for programs."""

    sentence: str | Promise = _("This is not possible now.")
    code: str = "refused"

    def __init__(self, sentence: str | Promise | None = None, *, code: str | None = None) -> None:
        self.sentence = sentence if sentence is not None else type(self).sentence
        self.code = code if code is not None else type(self).code
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(Refused):
    """The thing is not in a state from which this step can be taken."""

    code = "not_allowed"

"""Refusals of this app."""

from django.utils.translation import gettext_lazy as _

from activity.errors import Refused


class SoldOut(Refused):
    code = "sold_out"
    sentence = _("The last unit of this reward has just gone. Choose another, or give without one.")

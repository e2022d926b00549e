"""Dates as people read them, in the platform's zone and the reader's language, through Babel."""

from datetime import date, datetime

from babel.core import Locale
from babel.dates import format_date, format_skeleton, format_time
from django import template
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.campaigns import platform_zone
from projects.deadlines import last_day

register = template.Library()


@register.filter
def day(when: date | datetime | None) -> str:
    """`3 December 2026`; nothing stays nothing."""
    return "" if when is None else format_date(_local(when), "long", locale=_locale())


@register.filter
def short_day(when: date | datetime | None) -> str:
    """`3 December`, where the year is plain."""
    return "" if when is None else format_skeleton("MMMMd", _local(when), locale=_locale())


@register.filter
def month(when: date | datetime | None) -> str:
    """`March 2027`."""
    return "" if when is None else format_skeleton("yMMMM", _local(when), locale=_locale())


@register.filter
def deadline(instant: datetime | None) -> str:
    """An exclusive instant as its last minute: 00:00 of the 4th is `3 December, 23:59`."""
    if instant is None:
        return ""
    shown = last_day(instant).astimezone(platform_zone())
    time = format_time(shown, "short", locale=_locale())
    return _("%(day)s, %(time)s") % {"day": short_day(shown), "time": time}


@register.filter
def deadline_day(instant: datetime | None) -> str:
    """The last day before an exclusive instant: `15 December`."""
    return "" if instant is None else short_day(last_day(instant))


def _local(when: date | datetime) -> date | datetime:
    return when.astimezone(platform_zone()) if isinstance(when, datetime) else when


def _locale() -> Locale:
    language = get_language() or settings.LANGUAGE_CODE
    # Plain "en" means the United States, where the month comes first and hours end at 12.
    return Locale.parse("en-GB" if language == "en" else language, sep="-")

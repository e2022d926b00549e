"""Showing amounts in the reader's language, through Babel."""

from decimal import Decimal
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_decimal, get_decimal_symbol
from django.conf import settings
from django.utils.translation import get_language

from money.typed import DecimalMark


def format_money(
    cents: int, currency: str = "EUR", *, language: str | None = None, whole: bool = False
) -> str:
    """Write `cents` as an amount of money: `12,50 €` in Spanish, `€12.50` in English.

    `language` is a language code, by default the one of the current request. With `whole`, an
    amount without cents loses its decimals: `12 €`.
    """
    locale = _locale(language)
    amount = Decimal(cents) / 100
    if whole and cents % 100 == 0:
        pattern = locale.currency_formats["standard"].pattern.replace(".00", "")
        return format_currency(amount, currency, pattern, locale=locale, currency_digits=False)
    return format_currency(amount, currency, locale=locale)


def format_for_typing(cents: int, *, language: str | None = None) -> str:
    """Write `cents` as a person would type it into a field: `1200` or `1200,50`."""
    pattern = "0" if cents % 100 == 0 else "0.00"
    return format_decimal(Decimal(cents) / 100, pattern, locale=_locale(language))


def decimal_mark(*, language: str | None = None) -> DecimalMark:
    """The mark before the cents in this language."""
    return "," if get_decimal_symbol(_locale(language)) == "," else "."


def _locale(language: str | None) -> Locale:
    return _parsed(language or get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=32)
def _parsed(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(settings.LANGUAGE_CODE, sep="-")

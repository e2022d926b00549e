"""Template filters that show cents as money in the reader's language."""

from django import template

from money.format import format_money

register = template.Library()


@register.filter
def money(cents: int | None) -> str:
    """`{{ 1250|money }}` gives `12,50 €`; nothing stays nothing."""
    return "" if cents is None else format_money(cents)


@register.filter
def money_whole(cents: int | None) -> str:
    """`{{ 1200|money_whole }}` gives `12 €`, and `{{ 1250|money_whole }}` still `12,50 €`."""
    return "" if cents is None else format_money(cents, whole=True)

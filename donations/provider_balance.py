"""Compares the book's account of the provider with the provider's own balance."""

from collections.abc import Iterator

from django.conf import settings

from donations.gateways.port import GatewayError
from donations.gateways.registry import gateway
from ledger import chart
from ledger.book import balance
from ledger.checks import register
from money.format import format_money


def differences() -> Iterator[str]:
    """A sentence if the two differ by a cent, or if the provider does not answer."""
    booked = balance(chart.PROVIDER, settings.CURRENCY)
    try:
        held = gateway().balance_cents(settings.CURRENCY)
    except GatewayError as error:
        yield f"The provider does not answer, so its balance is not compared: {error}."
        return
    if held != booked:
        yield (
            f"The provider holds {format_money(held, language='en')},"
            f" the book says {format_money(booked, language='en')}."
        )


register("the provider holds what the book says", differences)

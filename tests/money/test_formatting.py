"""How amounts are shown, in the three languages and in templates."""

import pytest
from django.template import Context, Template
from django.utils import translation

from money.format import decimal_mark, format_for_typing, format_money
from money.typed import read_amount

SPACE = "\u00a0"


@pytest.mark.parametrize(
    ("language", "cents", "shown", "shown_whole"),
    [
        ("es", 1250, f"12,50{SPACE}€", f"12,50{SPACE}€"),
        ("es", 1200, f"12,00{SPACE}€", f"12{SPACE}€"),
        ("es", 2094811500, f"20.948.115,00{SPACE}€", f"20.948.115{SPACE}€"),
        ("es", 0, f"0,00{SPACE}€", f"0{SPACE}€"),
        ("es", -500, f"-5,00{SPACE}€", f"-5{SPACE}€"),
        ("ca", 1250, f"12,50{SPACE}€", f"12,50{SPACE}€"),
        ("ca", 1000000, f"10.000,00{SPACE}€", f"10.000{SPACE}€"),
        ("en", 1250, "€12.50", "€12.50"),
        ("en", 1000000, "€10,000.00", "€10,000"),
        ("en", -500, "-€5.00", "-€5"),
        ("en", 1, "€0.01", "€0.01"),
    ],
)
def test_money_is_written_as_the_language_writes_it(
    language: str, cents: int, shown: str, shown_whole: str
) -> None:
    assert format_money(cents, language=language) == shown
    assert format_money(cents, language=language, whole=True) == shown_whole


def test_money_follows_the_language_of_the_request() -> None:
    with translation.override("en"):
        assert format_money(1250) == "€12.50"
    with translation.override("ca"):
        assert format_money(1250) == f"12,50{SPACE}€"


def test_a_regional_or_unknown_language_still_shows_money() -> None:
    assert format_money(1250, language="en-gb") == "€12.50"
    assert format_money(1250, language="tlh") == f"12,50{SPACE}€"


def test_templates_show_cents_through_filters() -> None:
    template = Template("{% load money %}{{ a|money }} {{ b|money_whole }} [{{ none|money }}]")
    with translation.override("en"):
        assert template.render(Context({"a": 1250, "b": 1200, "none": None})) == "€12.50 €12 []"


@pytest.mark.parametrize("language", ["es", "ca", "en"])
@pytest.mark.parametrize("cents", [0, 1, 50, 1200, 1250, 120050, 123456789])
def test_what_a_field_shows_can_be_sent_back(language: str, cents: int) -> None:
    shown = format_for_typing(cents, language=language)
    assert read_amount(shown, decimal=decimal_mark(language=language)) == cents

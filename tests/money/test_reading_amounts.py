"""What people type as an amount: what it means, and what is refused and why."""

import pytest

from money.typed import AmountError, DecimalMark, read_amount

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"

UNDERSTOOD = [
    ("12", 1200),
    ("12,50", 1250),
    ("12.50", 1250),
    ("12.5", 1250),
    ("12,5", 1250),
    ("12'50", 1250),
    ("12’50", 1250),
    ("0", 0),
    ("0,50", 50),
    (".5", 50),
    ("007", 700),
    ("  25  ", 2500),
    ("25\n", 2500),
    ("1200", 120000),
    ("1.200 €", 120000),
    ("1,200 €", 120000),
    ("€1.200", 120000),
    ("1.200 euros", 120000),
    ("1.200,50", 120050),
    ("1,200.50", 120050),
    ("€ 1,200.00", 120000),
    ("1'200.00", 120000),
    ("1.200,5", 120050),
    ("1.200.000", 120000000),
    ("1,200,000.00", 120000000),
    ("1 200", 120000),
    ("1 200,50", 120050),
    (f"1{NO_BREAK}200,50{NO_BREAK}€", 120050),
    (f"1{NARROW_NO_BREAK}200", 120000),
    ("5€", 500),
    ("€5", 500),
    ("5 EUR", 500),
    ("EUR 5", 500),
    ("5 eur", 500),
    ("5 Euros", 500),
]

REFUSED = [
    ("", "empty"),
    ("   ", "empty"),
    ("€", "empty"),
    ("-5", "negative"),
    ("−5", "negative"),
    ("- 5,00 €", "negative"),
    ("€ -5", "negative"),
    ("1.200", "ambiguous"),
    ("1,200", "ambiguous"),
    ("12,345", "ambiguous"),
    ("999.999", "ambiguous"),
    ("1'200", "ambiguous"),
    ("0,500", "too_many_decimals"),
    ("1234.567", "too_many_decimals"),
    ("12,3456", "too_many_decimals"),
    ("1.200,505", "too_many_decimals"),
    ("1,200.505 €", "too_many_decimals"),
    ("٣", "not_a_number"),
    ("\uff11\uff12", "not_a_number"),  # full-width 12
    ("½", "not_a_number"),
    ("5²", "not_a_number"),
    ("1e3", "not_a_number"),
    ("0x10", "not_a_number"),
    ("1_000", "not_a_number"),
    ("NaN", "not_a_number"),
    ("Infinity", "not_a_number"),
    ("five", "not_a_number"),
    ("+5", "not_a_number"),
    ("5-", "not_a_number"),
    ("--5", "not_a_number"),
    ("-", "not_a_number"),
    ("5.", "not_a_number"),
    (",", "not_a_number"),
    ("1,,5", "not_a_number"),
    ("1.2.3", "not_a_number"),
    ("1,2,3.4", "not_a_number"),
    ("1.200,50,30", "not_a_number"),
    ("1.200 50", "not_a_number"),
    ("12.00.000", "not_a_number"),
    ("0.200,50", "not_a_number"),
    ("1,00,000.00", "not_a_number"),
    ("12 50", "not_a_number"),
    ("1  200 3", "not_a_number"),
    ("5 $", "not_a_number"),
    ("5 £", "not_a_number"),
    ("€ 5 €", "not_a_number"),
    ("5 + 5", "not_a_number"),
    ("10 or 20", "not_a_number"),
    ("<b>5</b>", "not_a_number"),
    ("9" * 41, "not_a_number"),
]


@pytest.mark.parametrize(("text", "cents"), UNDERSTOOD)
def test_an_amount_is_understood(text: str, cents: int) -> None:
    assert read_amount(text) == cents


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_an_amount_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(AmountError) as refusal:
        read_amount(text)
    assert refusal.value.code == code


def test_the_language_settles_a_mark_that_is_not_its_decimal_mark() -> None:
    assert read_amount("1.200", decimal=",") == 120000
    assert read_amount("1,200", decimal=".") == 120000


@pytest.mark.parametrize(("text", "decimal"), [("1,200", ","), ("1.200", "."), ("1'200", ",")])
def test_the_language_does_not_settle_its_own_decimal_mark(text: str, decimal: DecimalMark) -> None:
    with pytest.raises(AmountError) as refusal:
        read_amount(text, decimal=decimal)
    assert refusal.value.code == "ambiguous"


@pytest.mark.parametrize("decimal", [None, ",", "."])
def test_the_currency_beside_it_settles_thousands_in_every_language(
    decimal: DecimalMark | None,
) -> None:
    assert read_amount("1.200 €", decimal=decimal) == 120000
    assert read_amount("€1,200", decimal=decimal) == 120000


@pytest.mark.parametrize("decimal", [",", "."])
@pytest.mark.parametrize("text", ["12,50", "12.50", "12,5"])
def test_two_decimals_are_cents_in_every_language(text: str, decimal: DecimalMark) -> None:
    assert read_amount(text, decimal=decimal) == 1250

"""The form field for amounts: cents come out, and what was typed stays."""

from collections.abc import Iterator

import pytest
from django import forms
from django.utils import translation

from money.forms import AmountField


class GiftForm(forms.Form):
    amount = AmountField(min_cents=100, max_cents=1_000_000)


class TipForm(forms.Form):
    tip = AmountField(min_cents=0, max_cents=1_000_000, required=False)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def gift(typed: str) -> GiftForm:
    return GiftForm({"amount": typed})


@pytest.mark.parametrize(("typed", "cents"), [("12,50", 1250), ("1", 100), ("€10,000", 1_000_000)])
def test_a_form_gives_cents(typed: str, cents: int) -> None:
    form = gift(typed)
    assert form.is_valid()
    assert form.cleaned_data["amount"] == cents


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write an amount."),
        ("€", "Write an amount."),
        ("ten", "This is not an amount. Write it in digits, for example 1250.50."),
        ("12.345 ", "Write thousands without a mark and cents with two digits"),
        ("0.505", "Cents have two digits at most, for example 1250.50."),
        ("-5", "The amount cannot be negative."),
        ("0.99", "The least is €1."),
        ("10000.01", "The most is €10,000."),
    ],
)
def test_a_refused_amount_says_why_and_stays_as_it_was_typed(typed: str, sentence: str) -> None:
    form = gift(typed)
    assert not form.is_valid()
    assert sentence in form.errors["amount"][0]
    assert f'value="{typed}"' in str(form["amount"]) or not typed


@pytest.mark.parametrize(("language", "cents"), [("es", 120000), ("ca", 120000)])
def test_thousands_are_read_as_the_page_writes_them(language: str, cents: int) -> None:
    with translation.override(language):
        form = gift("1.200")
        assert form.is_valid()
        assert form.cleaned_data["amount"] == cents


def test_an_optional_amount_may_be_left_empty() -> None:
    for typed in ("", "  ", "€"):
        form = TipForm({"tip": typed})
        assert form.is_valid()
        assert form.cleaned_data["tip"] is None


def test_an_initial_amount_is_shown_as_a_person_would_type_it() -> None:
    assert 'value="1250.50"' in str(GiftForm(initial={"amount": 125050})["amount"])
    with translation.override("es"):
        assert 'value="1250,50"' in str(GiftForm(initial={"amount": 125050})["amount"])


def test_a_phone_offers_digits_and_the_field_takes_commas() -> None:
    shown = str(GiftForm()["amount"])
    assert 'inputmode="decimal"' in shown
    assert 'type="text"' in shown


def test_the_same_amount_typed_otherwise_is_no_change() -> None:
    form = GiftForm({"amount": "12,50"}, initial={"amount": 1250})
    assert not form.has_changed()
    assert GiftForm({"amount": "12,51"}, initial={"amount": 1250}).has_changed()
    assert GiftForm({"amount": "ten"}, initial={"amount": 1250}).has_changed()

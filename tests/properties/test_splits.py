"""What holds for every split, share and amount, whatever the numbers."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from money.allocation import share, split
from money.format import decimal_mark, format_for_typing, format_money
from money.typed import AmountError, read_amount

cents = st.integers(min_value=-(10**12), max_value=10**12)
weights = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=30).filter(any)
rates = st.fractions(min_value=0, max_value=4, max_denominator=10_000)
languages = st.sampled_from(["es", "ca", "en"])


@given(cents, weights)
def test_no_cent_is_lost_or_made(total: int, weights: list[int]) -> None:
    assert sum(split(total, weights)) == total


@given(cents, weights)
def test_each_part_is_less_than_a_cent_from_exact(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    for part, weight in zip(split(total, weights), weights, strict=True):
        assert abs(part - Fraction(total * weight, whole)) < 1


@given(cents, weights)
def test_a_part_has_the_sign_of_the_total_and_no_weight_gets_nothing(
    total: int, weights: list[int]
) -> None:
    for part, weight in zip(split(total, weights), weights, strict=True):
        assert part * total >= 0
        assert part == 0 or weight > 0


@given(cents, weights)
def test_a_larger_weight_never_gets_less(total: int, weights: list[int]) -> None:
    parts = [abs(part) for part in split(total, weights)]
    by_weight = sorted(zip(weights, parts, strict=True))
    for (lighter, lesser), (heavier, greater) in zip(by_weight, by_weight[1:], strict=False):
        assert lighter == heavier or lesser <= greater


@given(cents, weights, st.integers(min_value=1, max_value=1000))
def test_only_the_proportion_of_weights_matters(
    total: int, weights: list[int], factor: int
) -> None:
    assert split(total, [weight * factor for weight in weights]) == split(total, weights)


@given(cents, weights)
def test_taking_back_is_the_opposite_of_giving(total: int, weights: list[int]) -> None:
    assert split(-total, weights) == [-part for part in split(total, weights)]


@given(cents, rates)
def test_a_share_is_less_than_a_cent_from_exact(cents: int, rate: Fraction) -> None:
    floored, rounded = (share(cents, rate, rounding=how) for how in ("floor", "half_up"))
    exact = abs(cents * rate)
    assert 0 <= exact - abs(floored) < 1
    assert abs(exact - abs(rounded)) <= Fraction(1, 2)


@given(cents, rates)
def test_a_share_given_back_is_what_was_taken(cents: int, rate: Fraction) -> None:
    assert share(-cents, rate, rounding="floor") == -share(cents, rate, rounding="floor")
    assert share(-cents, rate, rounding="half_up") == -share(cents, rate, rounding="half_up")


@given(st.integers(min_value=0, max_value=10**12), languages)
def test_every_amount_can_be_typed_as_it_is_shown(cents: int, language: str) -> None:
    mark = decimal_mark(language=language)
    assert read_amount(format_money(cents, language=language), decimal=mark) == cents
    assert read_amount(format_money(cents, language=language, whole=True), decimal=mark) == cents
    assert read_amount(format_for_typing(cents, language=language), decimal=mark) == cents


@given(st.text(max_size=50))
def test_any_text_is_an_amount_or_is_refused(text: str) -> None:
    try:
        cents = read_amount(text)
    except AmountError:
        return
    assert cents >= 0
    assert any(sign in "0123456789" for sign in text)


@given(st.text(alphabet="0123456789.,' €", max_size=14))
def test_a_text_is_never_read_in_two_ways(text: str) -> None:
    readings = set()
    for decimal in (None, ",", "."):
        try:
            readings.add(read_amount(text, decimal=decimal))
        except AmountError:
            continue
    assume(readings)
    assert len(readings) == 1

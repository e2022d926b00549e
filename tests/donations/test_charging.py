"""Which promises share a payment."""

import pytest

from donations.rules.charging import DuePromise, PlannedPayment, plan_payments

BIELS_CARD, ONAS_CARD = 1, 2


def plan(*promises: tuple[int, int, int]) -> list[PlannedPayment]:
    return plan_payments([DuePromise(*each) for each in promises], shared_below_cents=2500)


def test_three_small_gifts_of_one_card_share_a_payment() -> None:
    (payment,) = plan((1, BIELS_CARD, 500), (2, BIELS_CARD, 1000), (3, BIELS_CARD, 200))
    assert payment.lines == ((1, 500), (2, 1000), (3, 200))
    assert payment.amount_cents == 1700


def test_small_gifts_of_two_cards_stay_apart() -> None:
    payments = plan((1, BIELS_CARD, 500), (2, ONAS_CARD, 500))
    assert [payment.lines for payment in payments] == [((1, 500),), ((2, 500),)]


def test_a_gift_of_exactly_25_is_charged_alone() -> None:
    payments = plan((1, BIELS_CARD, 2500), (2, BIELS_CARD, 2499), (3, BIELS_CARD, 100))
    assert sorted(payment.amount_cents for payment in payments) == [2500, 2599]


def test_every_promise_is_in_exactly_one_payment() -> None:
    payments = plan(*((number, number % 3, 900 * number) for number in range(1, 12)))
    charged = sorted(donation for payment in payments for donation, _ in payment.lines)
    assert charged == list(range(1, 12))


def test_a_payment_below_the_providers_least_is_an_error() -> None:
    with pytest.raises(ValueError, match="49 cents"):
        plan((1, BIELS_CARD, 49))

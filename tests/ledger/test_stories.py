"""Stories of money as the books tell them: each test shows its table and compares.

Projects 7 and 8, pot 3, backer 5. The row `=` holds the balances at the end.
"""

from inspect import cleandoc

import pytest

from ledger import postings
from tests.ledger.books import keep, table

pytestmark = pytest.mark.django_db


def test_a_card_gift_reaches_the_creator() -> None:
    keep(
        postings.collected([("project:7", 10000)]),
        postings.balance_transaction(10000, {"cost:7": 175}),
        postings.payout_charges(7, fee=400, vat=84, cost=175),
        postings.paid_out(7, 9341),
        postings.transfer_booked(9341),
    )
    assert table() == cleandoc("""
                         clearing  project:7  provider  cost:7   fee  vat  payout_transit
    collected              +10000     -10000
    balance_transaction    -10000                +9825    +175
    payout_charges                      +659              -175  -400  -84
    paid_out                           +9341                                        -9341
    transfer_booked                              -9341                              +9341
    =                           0          0      +484       0  -400  -84               0
    """)


def test_a_tip_bears_its_own_share_of_the_fee() -> None:
    keep(
        postings.collected([("project:7", 1500), ("tip", 200)]),
        postings.balance_transaction(1700, {"cost:7": 45, "cost:platform": 6}),
    )
    assert table() == cleandoc("""
                         clearing  project:7   tip  provider  cost:7  cost:platform
    collected               +1700      -1500  -200
    balance_transaction     -1700                      +1649     +45             +6
    =                           0      -1500  -200     +1649     +45             +6
    """)


def test_money_held_in_round_1_is_the_projects_once_it_passes() -> None:
    keep(
        postings.held(7, 10000),
        postings.balance_transaction(10000, {"cost:7": 175}),
        postings.verdict_passed(7, 10000),
    )
    assert table() == cleandoc("""
                         clearing  held:7  provider  cost:7  project:7
    held                   +10000  -10000
    balance_transaction    -10000             +9825    +175
    verdict_passed                 +10000                       -10000
    =                           0       0     +9825    +175     -10000
    """)


def test_money_held_in_round_1_goes_back_when_it_fails() -> None:
    keep(
        postings.held(7, 10000),
        postings.balance_transaction(10000, {"cost:7": 175}),
        postings.verdict_failed_refund(7, 10000),
        postings.refund_balance_transaction(10000),
    )
    assert table() == cleandoc("""
                                clearing  held:7  provider  cost:7  returning
    held                          +10000  -10000
    balance_transaction           -10000             +9825    +175
    verdict_failed_refund                 +10000                       -10000
    refund_balance_transaction                      -10000             +10000
    =                                  0       0      -175    +175          0
    """)


def test_a_refund_that_failed_is_paid_by_bank() -> None:
    keep(
        postings.verdict_failed_refund(7, 10000),
        postings.refund_balance_transaction(10000),
        postings.refund_failed(10000),
        postings.refund_paid_by_bank(10000),
    )
    assert table() == cleandoc("""
                                held:7  returning  provider    bank
    verdict_failed_refund       +10000     -10000
    refund_balance_transaction             +10000    -10000
    refund_failed                          -10000    +10000
    refund_paid_by_bank                    +10000            -10000
    =                           +10000          0         0  -10000
    """)


def test_credit_is_spent_in_part_and_the_rest_goes_back() -> None:
    keep(
        postings.held(7, 10000),
        postings.verdict_failed_credit(7, 5, 10000),
        postings.credit_spent(5, "project:8", 6000),
        postings.credit_refunded(5, 4000),
        postings.refund_balance_transaction(4000),
    )
    assert table() == cleandoc("""
                                clearing  held:7  credit:5  project:8  returning  provider
    held                          +10000  -10000
    verdict_failed_credit                 +10000    -10000
    credit_spent                                     +6000      -6000
    credit_refunded                                  +4000                 -4000
    refund_balance_transaction                                             +4000     -4000
    =                             +10000       0         0      -6000          0     -4000
    """)


def test_a_gift_of_100_at_one_half_is_matched_and_40_of_it_goes_back() -> None:
    keep(
        postings.pot_funded(3, 100000),
        postings.match_reserved(7, 3, 5000),
        postings.collected([("project:7", 10000)]),
        postings.match_granted(7, 3, 5000),
        postings.refund_before_payout(7, 4000, {3: 2000}),
    )
    assert table() == cleandoc("""
                             bank    pot:3  reserved:7:3  clearing  project:7  returning
    pot_funded            +100000  -100000
    match_reserved                   +5000         -5000
    collected                                               +10000     -10000
    match_granted                                  +5000                -5000
    refund_before_payout             -2000                              +6000      -4000
    =                     +100000   -97000             0    +10000      -9000      -4000
    """)


def test_a_match_is_released_when_its_donation_is_dropped() -> None:
    keep(
        postings.pot_funded(3, 100000),
        postings.match_reserved(7, 3, 5000),
        postings.match_released(7, 3, 5000),
    )
    assert table() == cleandoc("""
                       bank    pot:3  reserved:7:3
    pot_funded      +100000  -100000
    match_reserved             +5000         -5000
    match_released             -5000         +5000
    =               +100000  -100000             0
    """)


def test_a_match_is_recovered_from_a_creator_who_was_paid_out() -> None:
    keep(
        postings.match_reversed_after_payout(7, 3, 5000),
        postings.unknown_bank_money(5000),
        postings.unknown_money_explained("project:7", 5000),
        postings.match_recovered(3, 5000),
    )
    assert table() == cleandoc("""
                                 project:7  pot_returning:3   bank  suspense  pot:3
    match_reversed_after_payout      +5000            -5000
    unknown_bank_money                                       +5000     -5000
    unknown_money_explained          -5000                             +5000
    match_recovered                                   +5000                   -5000
    =                                    0                0  +5000         0  -5000
    """)


def test_a_gift_to_a_call_fills_its_pot() -> None:
    keep(
        postings.gift_to_call(3, 10000),
        postings.balance_transaction(10000, {"cost:platform": 175}),
    )
    assert table() == cleandoc("""
                         clearing   pot:3  provider  cost:platform
    gift_to_call           +10000  -10000
    balance_transaction    -10000             +9825           +175
    =                           0  -10000     +9825           +175
    """)


def test_a_refund_after_the_payout_is_owed_by_the_creator_less_fee_and_vat() -> None:
    keep(
        postings.collected([("project:7", 10000)]),
        postings.payout_charges(7, fee=400, vat=84, cost=175),
        postings.paid_out(7, 9341),
        postings.refund_after_payout(7, 10000, fee=400, vat=84),
    )
    assert table() == cleandoc("""
                         clearing  project:7   fee  vat  cost:7  payout_transit  returning
    collected              +10000     -10000
    payout_charges                      +659  -400  -84    -175
    paid_out                           +9341                              -9341
    refund_after_payout                +9516  +400  +84                             -10000
    =                      +10000      +9516     0    0    -175           -9341     -10000
    """)


def test_a_payout_bounces_and_another_is_taken_back() -> None:
    keep(
        postings.paid_out(7, 9341),
        postings.bank_transfer_booked(9341),
        postings.payout_bounced(7, 9341, bank_charge=300),
        postings.paid_out(7, 9341),
        postings.transfer_booked(9341),
        postings.transfer_reversed(7, 9341),
    )
    assert table() == cleandoc("""
                          project:7  payout_transit   bank  loss  provider
    paid_out                  +9341           -9341
    bank_transfer_booked                      +9341  -9341
    payout_bounced            -9341                  +9041  +300
    paid_out                  +9341           -9341
    transfer_booked                           +9341                  -9341
    transfer_reversed         -9341                                  +9341
    =                             0               0   -300  +300         0
    """)


def test_a_dispute_that_is_won_costs_its_fee() -> None:
    keep(
        postings.collected([("project:7", 10000)]),
        postings.balance_transaction(10000, {"cost:7": 175}),
        postings.dispute_opened(10000, fee=2000),
        postings.dispute_won(10000),
    )
    assert table() == cleandoc("""
                         clearing  project:7  provider  cost:7  in_dispute  dispute_cost
    collected              +10000     -10000
    balance_transaction    -10000                +9825    +175
    dispute_opened                              -12000              +10000         +2000
    dispute_won                                 +10000              -10000
    =                           0     -10000     +7825    +175           0         +2000
    """)


def test_a_dispute_that_is_lost_takes_gift_and_match() -> None:
    keep(
        postings.collected([("project:7", 10000)]),
        postings.match_granted(7, 3, 5000),
        postings.dispute_opened(10000, fee=2000),
        postings.dispute_lost([("project:7", 10000)]),
        postings.match_reversed(7, 3, 5000),
    )
    assert table() == cleandoc("""
                    clearing  project:7  reserved:7:3  in_dispute  dispute_cost  provider  pot:3
    collected         +10000     -10000
    match_granted                 -5000         +5000
    dispute_opened                                         +10000         +2000    -12000
    dispute_lost                 +10000                    -10000
    match_reversed                +5000                                                    -5000
    =                 +10000          0         +5000           0         +2000    -12000  -5000
    """)


def test_money_that_comes_after_the_end_goes_back() -> None:
    keep(
        postings.money_after_the_end(10000),
        postings.balance_transaction(10000, {"cost:platform": 175}),
        postings.refund_balance_transaction(10000),
    )
    assert table() == cleandoc("""
                                clearing  returning  provider  cost:platform
    money_after_the_end           +10000     -10000
    balance_transaction           -10000                +9825           +175
    refund_balance_transaction               +10000    -10000
    =                                  0          0      -175           +175
    """)


def test_unknown_money_waits_in_suspense_until_it_is_explained() -> None:
    keep(
        postings.unknown_provider_money(5000),
        postings.unknown_money_explained("project:7", 5000),
    )
    assert table() == cleandoc("""
                             provider  suspense  project:7
    unknown_provider_money      +5000     -5000
    unknown_money_explained               +5000      -5000
    =                           +5000         0      -5000
    """)


def test_the_platform_pays_its_own_way() -> None:
    keep(
        postings.provider_charge(500),
        postings.sent_to_bank(5000),
        postings.arrived_at_bank(5000),
        postings.vat_paid(84),
        postings.sent_to_provider(1000),
        postings.arrived_at_provider(1000),
    )
    assert table() == cleandoc("""
                         cost:platform  provider  bank_transit   bank  vat
    provider_charge               +500      -500
    sent_to_bank                           -5000         +5000
    arrived_at_bank                                      -5000  +5000
    vat_paid                                                      -84  +84
    sent_to_provider                                     +1000  -1000
    arrived_at_provider                    +1000         -1000
    =                             +500     -4500             0  +3916  +84
    """)


def test_a_mistake_is_corrected_by_its_opposite() -> None:
    keep(
        postings.collected([("project:7", 10000)]),
        postings.correction(postings.collected([("project:7", 10000)])),
        postings.collected([("project:8", 10000)]),
    )
    assert table() == cleandoc("""
                clearing  project:7  project:8
    collected     +10000     -10000
    correction    -10000     +10000
    collected     +10000                -10000
    =             +10000          0     -10000
    """)

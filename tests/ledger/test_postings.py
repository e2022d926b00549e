"""The table of postings, row by row, with its own examples. No database."""

import inspect
from collections.abc import Callable

import pytest

from ledger import chart, postings
from ledger.postings import Draft, Line

A, B, Q = 7, 8, 9  # three projects
POT, BACKER = 3, 5
PROJECT_A, HELD_A, COST_A = chart.project(A), chart.held(A), chart.cost(A)


def written(draft: Draft) -> str:
    """An entry as the table of postings writes it."""
    return ", ".join(f"{line.account} {line.cents:+}".replace("-", "−") for line in draft.lines)


ROWS = [
    (postings.pot_funded(POT, 100000), "bank +100000, pot:3 −100000"),
    (postings.match_reserved(A, POT, 5000), "pot:3 +5000, reserved:7:3 −5000"),
    (postings.match_granted(A, POT, 5000), "reserved:7:3 +5000, project:7 −5000"),
    (postings.match_released(A, POT, 5000), "reserved:7:3 +5000, pot:3 −5000"),
    (postings.match_reversed(A, POT, 5000), "project:7 +5000, pot:3 −5000"),
    (
        postings.match_reversed_after_payout(A, POT, 5000),
        "project:7 +5000, pot_returning:3 −5000",
    ),
    (postings.match_recovered(POT, 5000), "pot_returning:3 +5000, pot:3 −5000"),
    (postings.collected([(PROJECT_A, 10000)]), "clearing +10000, project:7 −10000"),
    (
        postings.collected([(PROJECT_A, 500), (chart.project(B), 1000), ("tip", 200)]),
        "clearing +1700, project:7 −500, project:8 −1000, tip −200",
    ),
    (
        postings.collected([(HELD_A, 500), (chart.project(B), 1000)]),
        "clearing +1500, held:7 −500, project:8 −1000",
    ),
    (
        postings.balance_transaction(10000, {COST_A: 175}),
        "provider +9825, cost:7 +175, clearing −10000",
    ),
    (
        postings.balance_transaction(1700, {COST_A: 15, chart.cost(B): 30, "cost:platform": 6}),
        "provider +1649, cost:7 +15, cost:8 +30, cost:platform +6, clearing −1700",
    ),
    (postings.balance_transaction(10000, {COST_A: 0}), "provider +10000, clearing −10000"),
    (postings.balance_transaction(50, {COST_A: 50}), "cost:7 +50, clearing −50"),
    (postings.held(A, 10000), "clearing +10000, held:7 −10000"),
    (postings.verdict_passed(A, 10000), "held:7 +10000, project:7 −10000"),
    (postings.verdict_failed_refund(A, 10000), "held:7 +10000, returning −10000"),
    (postings.refund_balance_transaction(10000), "returning +10000, provider −10000"),
    (postings.refund_failed(10000), "provider +10000, returning −10000"),
    (postings.refund_paid_by_bank(10000), "returning +10000, bank −10000"),
    (postings.verdict_failed_credit(A, BACKER, 10000), "held:7 +10000, credit:5 −10000"),
    (postings.credit_spent(BACKER, chart.project(Q), 6000), "credit:5 +6000, project:9 −6000"),
    (postings.credit_spent(BACKER, chart.held(Q), 6000), "credit:5 +6000, held:9 −6000"),
    (postings.credit_refunded(BACKER, 4000), "credit:5 +4000, returning −4000"),
    (postings.gift_to_call(POT, 10000), "clearing +10000, pot:3 −10000"),
    (
        postings.payout_charges(A, fee=400, vat=84, cost=175),
        "project:7 +659, fee −400, vat −84, cost:7 −175",
    ),
    (
        postings.payout_charges(A, fee=-400, vat=-84, cost=0),
        "project:7 −484, fee +400, vat +84",
    ),
    (postings.paid_out(A, 9341), "project:7 +9341, payout_transit −9341"),
    (postings.transfer_booked(9341), "payout_transit +9341, provider −9341"),
    (postings.bank_transfer_booked(9341), "payout_transit +9341, bank −9341"),
    (postings.payout_bounced(A, 9341), "bank +9341, project:7 −9341"),
    (
        postings.payout_bounced(A, 9341, bank_charge=300),
        "bank +9341, project:7 −9341, loss +300, bank −300",
    ),
    (postings.transfer_reversed(A, 9341), "provider +9341, project:7 −9341"),
    (
        postings.refund_before_payout(A, 4000, {POT: 2000}),
        "project:7 +4000, returning −4000, project:7 +2000, pot:3 −2000",
    ),
    (postings.refund_before_payout(A, 4000), "project:7 +4000, returning −4000"),
    (
        postings.refund_after_payout(A, 10000, fee=400, vat=84),
        "project:7 +10000, returning −10000, project:7 −484, fee +400, vat +84",
    ),
    (
        postings.dispute_opened(10000, fee=2000),
        "in_dispute +10000, dispute_cost +2000, provider −12000",
    ),
    (postings.dispute_won(10000), "provider +10000, in_dispute −10000"),
    (postings.dispute_lost([(PROJECT_A, 10000)]), "project:7 +10000, in_dispute −10000"),
    (
        postings.dispute_lost([(HELD_A, 265), ("credit:5", 529), ("tip", 106), ("returning", 1)]),
        "held:7 +265, credit:5 +529, tip +106, returning +1, in_dispute −901",
    ),
    (postings.creator_debt_written_off(A, 9516), "loss +9516, project:7 −9516"),
    (postings.money_after_the_end(10000), "clearing +10000, returning −10000"),
    (postings.unknown_provider_money(5000), "provider +5000, suspense −5000"),
    (postings.unknown_provider_money(-5000), "provider −5000, suspense +5000"),
    (postings.unknown_bank_money(5000), "bank +5000, suspense −5000"),
    (postings.unknown_money_explained(PROJECT_A, 5000), "suspense +5000, project:7 −5000"),
    (postings.provider_charge(500), "cost:platform +500, provider −500"),
    (postings.sent_to_bank(5000), "bank_transit +5000, provider −5000"),
    (postings.arrived_at_bank(5000), "bank +5000, bank_transit −5000"),
    (postings.sent_to_provider(5000), "bank_transit +5000, bank −5000"),
    (postings.arrived_at_provider(5000), "provider +5000, bank_transit −5000"),
    (postings.vat_paid(84), "vat +84, bank −84"),
    (
        postings.correction(postings.balance_transaction(10000, {COST_A: 175})),
        "provider −9825, cost:7 −175, clearing +10000",
    ),
]
FUNCTIONS = {
    name
    for name, function in inspect.getmembers(postings, inspect.isfunction)
    if not name.startswith("_") and function.__module__ == postings.__name__
} - {"dataclass"}


@pytest.mark.parametrize(("draft", "row"), ROWS, ids=[f"{d.kind}-{row}" for d, row in ROWS])
def test_a_fact_is_posted_as_the_table_says(draft: Draft, row: str) -> None:
    assert written(draft) == row


def test_every_fact_has_its_row_and_its_kind_is_its_name() -> None:
    assert {draft.kind for draft, _ in ROWS} == FUNCTIONS


REFUSED: list[Callable[[], Draft]] = [
    lambda: postings.collected([]),
    lambda: postings.collected([(PROJECT_A, 0)]),
    lambda: postings.collected([(PROJECT_A, -5)]),
    lambda: postings.collected([("provider", 500)]),
    lambda: postings.collected([("project:", 500)]),
    lambda: postings.held(A, 0),
    lambda: postings.verdict_passed(A, -1),
    lambda: postings.balance_transaction(0, {}),
    lambda: postings.balance_transaction(100, {COST_A: 101}),
    lambda: postings.balance_transaction(100, {COST_A: -1}),
    lambda: postings.balance_transaction(100, {"tip": 1}),
    lambda: postings.balance_transaction(100, {"cost:everybody": 1}),
    lambda: postings.credit_spent(BACKER, "bank", 100),
    lambda: postings.payout_charges(A, fee=0, vat=0, cost=0),
    lambda: postings.refund_before_payout(A, 4000, {POT: -1}),
    lambda: postings.refund_after_payout(A, 4000, fee=-1, vat=0),
    lambda: postings.dispute_opened(100, fee=-1),
    lambda: postings.dispute_lost([("fee", 100)]),
    lambda: postings.unknown_provider_money(0),
    lambda: postings.unknown_money_explained("nowhere", 5),
]


@pytest.mark.parametrize("attempt", REFUSED)
def test_amounts_that_make_no_entry_are_refused(attempt: Callable[[], Draft]) -> None:
    with pytest.raises(ValueError, match="."):
        attempt()


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (Line("bank", 100),),
        (Line("bank", 100), Line("fee", -99)),
        (Line("bank", 0), Line("fee", 0)),
        (Line("bank", 100), Line("petty_cash", -100)),
    ],
)
def test_a_draft_that_does_not_balance_cannot_exist(lines: tuple[Line, ...]) -> None:
    with pytest.raises(ValueError, match="."):
        Draft("invented", lines)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("clearing", "asset"),
        ("in_dispute", "asset"),
        ("held:7", "debt"),
        ("reserved:7:3", "debt"),
        ("suspense", "debt"),
        ("tip", "income"),
        ("cost:7", "cost"),
        ("cost:platform", "cost"),
        ("loss", "cost"),
    ],
)
def test_a_code_tells_the_kind_of_its_account(code: str, kind: str) -> None:
    assert chart.kind_of(code) == kind


@pytest.mark.parametrize(
    "code", ["", "held", "held:", "held:x", "held:7:3", "reserved:7", "cost", "bank:1", "wallet"]
)
def test_a_code_that_is_not_in_the_chart_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="chart of accounts"):
        chart.kind_of(code)

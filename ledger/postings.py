"""What each fact does to the books: one function for each fact of the table of postings. Pure.

Amounts are cents and, unless a docstring says otherwise, positive; a function writes + for
debit and − for credit itself. Each returns a Draft, whose kind is the name of the function, for
`ledger.book.post`. Every function raises ValueError when its amounts make no entry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger import chart

AccountCode = str
Shares = Sequence[tuple[AccountCode, int]]


@dataclass(frozen=True)
class Line:
    """One side of a fact: cents with their sign, + debit and − credit."""

    account: AccountCode
    cents: int


@dataclass(frozen=True)
class Draft:
    """An entry not yet in the book. It cannot exist unless it balances."""

    kind: str
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        if len(self.lines) < 2:
            raise ValueError(f"{self.kind}: an entry has at least two postings.")
        if any(line.cents == 0 for line in self.lines):
            raise ValueError(f"{self.kind}: a posting is never of zero cents.")
        if sum(line.cents for line in self.lines) != 0:
            raise ValueError(f"{self.kind}: the postings do not add up to zero.")
        for line in self.lines:
            chart.kind_of(line.account)


# --- money comes in ------------------------------------------------------------------------


def collected(lines: Shares) -> Draft:
    """A payment succeeded: each (account, cents) of `lines` is for a project, held, pot or tip.

    Nothing is in the provider's balance yet: that is `balance_transaction`.
    """
    for account, _ in lines:
        _require_family(account, "project", "held", "pot", "tip")
    total = sum(_positive(cents) for _, cents in lines)
    credits = [(account, -cents) for account, cents in lines]
    return _draft("collected", [(chart.CLEARING, total), *credits])


def held(project_id: int, cents: int) -> Draft:
    """Money taken at once in round 1; it waits for the verdict."""
    return _move("held", cents, chart.CLEARING, chart.held(project_id))


def gift_to_call(pot_id: int, cents: int) -> Draft:
    """A backer gave to a call instead of to a project."""
    return _move("gift_to_call", cents, chart.CLEARING, chart.pot(pot_id))


def balance_transaction(gross: int, fee_shares: Mapping[AccountCode, int]) -> Draft:
    """The provider's balance took in `gross` cents less its fee.

    `fee_shares` says whose cost each cent of the fee is: `cost:{project}` or `cost:platform`.
    A share may be zero; the fee may reach the gross but not pass it.
    """
    for account in fee_shares:
        _require_family(account, "cost")
    net = _positive(gross) - sum(_not_negative(cents) for cents in fee_shares.values())
    lines = [(chart.PROVIDER, _not_negative(net)), *fee_shares.items(), (chart.CLEARING, -gross)]
    return _draft("balance_transaction", lines)


def money_after_the_end(cents: int) -> Draft:
    """Money came for a donation that is already final: it goes back."""
    return _move("money_after_the_end", cents, chart.CLEARING, chart.RETURNING)


def unknown_provider_money(cents: int) -> Draft:
    """The provider's balance moved and nobody knows why; signed, − when money left."""
    return _move_signed("unknown_provider_money", cents, chart.PROVIDER, chart.SUSPENSE)


def unknown_bank_money(cents: int) -> Draft:
    """The bank statement has a line that nobody can place; signed, − when money left."""
    return _move_signed("unknown_bank_money", cents, chart.BANK, chart.SUSPENSE)


def unknown_money_explained(account: AccountCode, cents: int) -> Draft:
    """It is known now where unknown money belongs; signed as it was when it came."""
    return _move_signed("unknown_money_explained", cents, chart.SUSPENSE, account)


# --- the verdict ---------------------------------------------------------------------------


def verdict_passed(project_id: int, cents: int) -> Draft:
    """The minimum was reached: what was held is the project's."""
    return _move("verdict_passed", cents, chart.held(project_id), chart.project(project_id))


def verdict_failed_refund(project_id: int, cents: int) -> Draft:
    """The minimum was missed: what was held goes back to its backers."""
    return _move("verdict_failed_refund", cents, chart.held(project_id), chart.RETURNING)


def verdict_failed_credit(project_id: int, backer_id: int, cents: int) -> Draft:
    """The minimum was missed, and the backer keeps the money here for another project."""
    return _move("verdict_failed_credit", cents, chart.held(project_id), chart.credit(backer_id))


# --- credit --------------------------------------------------------------------------------


def credit_spent(backer_id: int, account: AccountCode, cents: int) -> Draft:
    """A backer's credit pays a donation: to `project:{id}`, or in round 1 to `held:{id}`."""
    _require_family(account, "project", "held")
    return _move("credit_spent", cents, chart.credit(backer_id), account)


def credit_refunded(backer_id: int, cents: int) -> Draft:
    """Credit goes back to where it came from."""
    return _move("credit_refunded", cents, chart.credit(backer_id), chart.RETURNING)


# --- refunds -------------------------------------------------------------------------------


def refund_before_payout(
    project_id: int, cents: int, matches: Mapping[int, int] | None = None
) -> Draft:
    """A donation, or part of it, goes back; `matches` gives the cents back to each pot."""
    lines = [(chart.project(project_id), _positive(cents)), (chart.RETURNING, -cents)]
    for pot_id, matched in (matches or {}).items():
        lines += [(chart.project(project_id), _positive(matched)), (chart.pot(pot_id), -matched)]
    return _draft("refund_before_payout", lines)


def refund_after_payout(project_id: int, cents: int, *, fee: int, vat: int) -> Draft:
    """A donation goes back after the creator was paid, who then owes it less fee and VAT."""
    lines = [(chart.project(project_id), _positive(cents)), (chart.RETURNING, -cents)]
    given_back = _not_negative(fee) + _not_negative(vat)
    lines += [(chart.project(project_id), -given_back), (chart.FEE, fee), (chart.VAT, vat)]
    return _draft("refund_after_payout", lines)


def refund_balance_transaction(cents: int) -> Draft:
    """A refund left the provider's balance."""
    return _move("refund_balance_transaction", cents, chart.RETURNING, chart.PROVIDER)


def refund_failed(cents: int) -> Draft:
    """The provider could not deliver a refund and put the money back into its balance."""
    return _move("refund_failed", cents, chart.PROVIDER, chart.RETURNING)


def refund_paid_by_bank(cents: int) -> Draft:
    """A refund left by bank transfer."""
    return _move("refund_paid_by_bank", cents, chart.RETURNING, chart.BANK)


# --- matches -------------------------------------------------------------------------------


def pot_funded(pot_id: int, cents: int) -> Draft:
    """A sponsor's money reached the bank."""
    return _move("pot_funded", cents, chart.BANK, chart.pot(pot_id))


def match_reserved(project_id: int, pot_id: int, cents: int) -> Draft:
    """A pot sets money aside for a project."""
    return _move("match_reserved", cents, chart.pot(pot_id), chart.reserved(project_id, pot_id))


def match_granted(project_id: int, pot_id: int, cents: int) -> Draft:
    """The donation was paid: its match is the project's."""
    reserved = chart.reserved(project_id, pot_id)
    return _move("match_granted", cents, reserved, chart.project(project_id))


def match_released(project_id: int, pot_id: int, cents: int) -> Draft:
    """The donation was not paid: its match is free again."""
    return _move("match_released", cents, chart.reserved(project_id, pot_id), chart.pot(pot_id))


def match_reversed(project_id: int, pot_id: int, cents: int) -> Draft:
    """The donation went back before the payout: its match returns to the pot."""
    return _move("match_reversed", cents, chart.project(project_id), chart.pot(pot_id))


def match_reversed_after_payout(project_id: int, pot_id: int, cents: int) -> Draft:
    """The donation went back after the payout: the creator owes the match."""
    returning = chart.pot_returning(pot_id)
    return _move("match_reversed_after_payout", cents, chart.project(project_id), returning)


def match_recovered(pot_id: int, cents: int) -> Draft:
    """A creator gave a match back: it is in the pot again."""
    return _move("match_recovered", cents, chart.pot_returning(pot_id), chart.pot(pot_id))


# --- payouts -------------------------------------------------------------------------------


def payout_charges(project_id: int, *, fee: int, vat: int, cost: int) -> Draft:
    """Fee, VAT and processor's costs are taken from a project; signed, − gives back."""
    lines = [
        (chart.project(project_id), fee + vat + cost),
        (chart.FEE, -fee),
        (chart.VAT, -vat),
        (chart.cost(project_id), -cost),
    ]
    return _draft("payout_charges", lines)


def paid_out(project_id: int, cents: int) -> Draft:
    """A payout to the creator was ordered."""
    return _move("paid_out", cents, chart.project(project_id), chart.PAYOUT_TRANSIT)


def transfer_booked(cents: int) -> Draft:
    """A payout left the provider's balance."""
    return _move("transfer_booked", cents, chart.PAYOUT_TRANSIT, chart.PROVIDER)


def bank_transfer_booked(cents: int) -> Draft:
    """A payout is on the bank statement."""
    return _move("bank_transfer_booked", cents, chart.PAYOUT_TRANSIT, chart.BANK)


def payout_bounced(project_id: int, cents: int, *, bank_charge: int = 0) -> Draft:
    """The creator's bank sent a payout back; what our bank charges for it is our loss."""
    lines = [(chart.BANK, _positive(cents)), (chart.project(project_id), -cents)]
    lines += [(chart.LOSS, _not_negative(bank_charge)), (chart.BANK, -bank_charge)]
    return _draft("payout_bounced", lines)


def transfer_reversed(project_id: int, cents: int) -> Draft:
    """The provider took a payout back into its balance."""
    return _move("transfer_reversed", cents, chart.PROVIDER, chart.project(project_id))


def creator_debt_written_off(project_id: int, cents: int) -> Draft:
    """What a creator owes will not come back."""
    return _move("creator_debt_written_off", cents, chart.LOSS, chart.project(project_id))


# --- disputes ------------------------------------------------------------------------------


def dispute_opened(cents: int, *, fee: int) -> Draft:
    """A bank withdrew the money of a payment, and the provider its dispute fee."""
    lines = [(chart.IN_DISPUTE, _positive(cents)), (chart.DISPUTE_COST, _not_negative(fee))]
    return _draft("dispute_opened", [*lines, (chart.PROVIDER, -cents - fee)])


def dispute_won(cents: int) -> Draft:
    """The money came back."""
    return _move("dispute_won", cents, chart.PROVIDER, chart.IN_DISPUTE)


def dispute_lost(lines: Shares) -> Draft:
    """The money is gone: `lines` says whose it was. A match is reversed by its own entry."""
    for account, _ in lines:
        _require_family(account, "project", "held", "credit", "tip", "returning")
    total = sum(_positive(cents) for _, cents in lines)
    return _draft("dispute_lost", [*lines, (chart.IN_DISPUTE, -total)])


# --- the platform's own affairs ------------------------------------------------------------


def provider_charge(cents: int) -> Draft:
    """The provider charged the platform for something other than a payment."""
    return _move("provider_charge", cents, chart.COST_PLATFORM, chart.PROVIDER)


def sent_to_bank(cents: int) -> Draft:
    """Money left the provider's balance for our bank."""
    return _move("sent_to_bank", cents, chart.BANK_TRANSIT, chart.PROVIDER)


def arrived_at_bank(cents: int) -> Draft:
    """Money from the provider is on the bank statement."""
    return _move("arrived_at_bank", cents, chart.BANK, chart.BANK_TRANSIT)


def sent_to_provider(cents: int) -> Draft:
    """Money left our bank to top up the provider's balance."""
    return _move("sent_to_provider", cents, chart.BANK_TRANSIT, chart.BANK)


def arrived_at_provider(cents: int) -> Draft:
    """A top-up reached the provider's balance."""
    return _move("arrived_at_provider", cents, chart.PROVIDER, chart.BANK_TRANSIT)


def vat_paid(cents: int) -> Draft:
    """VAT was paid to the tax office."""
    return _move("vat_paid", cents, chart.VAT, chart.BANK)


def correction(draft: Draft) -> Draft:
    """The exact opposite of an entry that should not have been made."""
    return _draft("correction", [(line.account, -line.cents) for line in draft.lines])


# --- building ------------------------------------------------------------------------------


def _draft(kind: str, lines: Sequence[tuple[AccountCode, int]]) -> Draft:
    """Lines of zero cents are left out: a payment without a fee has no cost posting."""
    return Draft(kind, tuple(Line(account, cents) for account, cents in lines if cents))


def _move(kind: str, cents: int, debit: AccountCode, credit: AccountCode) -> Draft:
    return _move_signed(kind, _positive(cents), debit, credit)


def _move_signed(kind: str, cents: int, debit: AccountCode, credit: AccountCode) -> Draft:
    return _draft(kind, [(debit, cents), (credit, -cents)])


def _require_family(account: AccountCode, *families: str) -> None:
    if chart.family_of(account) not in families:
        raise ValueError(f"{account!r} is none of: {', '.join(families)}.")


def _positive(cents: int) -> int:
    if cents <= 0:
        raise ValueError(f"{cents} cents: the amount must be positive.")
    return cents


def _not_negative(cents: int) -> int:
    if cents < 0:
        raise ValueError(f"{cents} cents: the amount must not be negative.")
    return cents

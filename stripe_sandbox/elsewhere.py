"""What happens elsewhere, on request: banks decide, holders object, money is sent back.

Each function takes a piece of work and a wish, and raises ValueError with a sentence when the wish
cannot be. Control gives them their addresses from the table at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stripe_sandbox import answering, disputing, payees, paying_out, refunding
from stripe_sandbox.balancing import new_balance_transaction
from stripe_sandbox.store import Record, Work
from stripe_sandbox.tallying import tally
from stripe_sandbox.thin_events import new_destination

Wish = dict[str, Any]
Happening = Callable[[Work, Wish], Any]


def bank(work: Work, wish: Wish) -> Wish:
    """What the bank is to answer, and how often it already did so on request."""
    counted = work.find("_struck", "bank") or {"bank": {}}
    return {
        "answers": answering.ANSWERS,
        "data": list(work.rows("_planned")),
        "given": counted["bank"],
    }


def plan_answer(work: Work, wish: Wish) -> Record:
    return answering.plan(work, wish)


def forget_answers(work: Work, wish: Wish) -> Wish:
    answering.take_back(work)
    return bank(work, wish)


def dispute(work: Work, wish: Wish) -> Record:
    """The holder of a card asks their bank for the money of a charge back, or a part of it."""
    _refuse_unknown(wish, "charge", "payment_intent", "amount", "reason", "inquiry")
    charge = wish.get("charge")
    if "payment_intent" in wish:
        charge = _found(work, "payment_intent", wish["payment_intent"])["latest_charge"]
    return disputing.open_dispute(
        work,
        _found(work, "charge", charge)["id"],
        reason=wish.get("reason", "fraudulent"),
        inquiry=bool(wish.get("inquiry")),
        amount=wish.get("amount"),
    )


def escalate_dispute(work: Work, wish: Wish) -> Record:
    _refuse_unknown(wish, "dispute")
    return disputing.escalate(work, _found(work, "dispute", wish.get("dispute"))["id"])


def close_dispute(work: Work, wish: Wish) -> Record:
    _refuse_unknown(wish, "dispute", "won")
    name = _found(work, "dispute", wish.get("dispute"))["id"]
    return disputing.close(work, name, won=bool(wish.get("won")))


def fail_refund(work: Work, wish: Wish) -> Record:
    _refuse_unknown(wish, "refund", "reason")
    name = _found(work, "refund", wish.get("refund"))["id"]
    return refunding.fail(work, name, wish.get("reason", "expired_or_canceled_card"))


def destination(work: Work, wish: Wish) -> Record:
    """An address that is to be told of thin events."""
    _refuse_unknown(wish, "url", "secret")
    return new_destination(work, str(wish.get("url")), str(wish.get("secret")))


def payee_status(work: Work, wish: Wish) -> Record:
    """Stripe accepts a payee, restricts it, or looks at it again."""
    _refuse_unknown(wish, "account", "status")
    name = _found(work, "v2.core.account", wish.get("account"))["id"]
    return payees.set_capability(work, name, str(wish.get("status")))


def payee_spends(work: Work, wish: Wish) -> Wish:
    """Money leaves a payee's own balance, to their bank; negative amounts come in."""
    _refuse_unknown(wish, "account", "amount", "currency")
    name = _found(work, "v2.core.account", wish.get("account"))["id"]
    currency = wish.get("currency", "eur")
    payees.move(work, name, currency, -int(wish.get("amount", 0)))
    return {"account": name, "balance": payees.held(work, name, currency)}


def fail_payout(work: Work, wish: Wish) -> Record:
    """The bank sends a payout back."""
    _refuse_unknown(wish, "payout", "code")
    name = _found(work, "payout", wish.get("payout"))["id"]
    return paying_out.fail(work, name, wish.get("code", "could_not_process"))


def own_charge(work: Work, wish: Wish) -> Record:
    """The provider charges the platform for a service of its own, such as checking payees."""
    _refuse_unknown(wish, "amount", "currency", "description")
    amount = int(wish.get("amount", 0))
    if amount <= 0:
        raise ValueError("amount must be above nought, in cents.")
    return new_balance_transaction(
        work,
        {"id": None, "currency": wish.get("currency", "eur")},
        type="stripe_fee",
        reported_as="fee",
        amount=-amount,
        description=str(wish.get("description", "Connect account fees")),
    )


def tally_up(work: Work, wish: Wish) -> Wish:
    """The provider's side of the books; `by` names the metadata that tells payments apart."""
    _refuse_unknown(wish, "by")
    return tally(work, wish.get("by"))


def _found(work: Work, kind: str, name: object) -> Record:
    record = work.find(kind, str(name))
    if record is None:
        raise ValueError(f"There is no {kind.replace('_', ' ')} {name}.")
    return record


def _refuse_unknown(wish: Wish, *known: str) -> None:
    unknown = set(wish) - set(known)
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")


ELSEWHERE: tuple[tuple[str, str, Happening], ...] = (
    ("GET", "bank", bank),
    ("POST", "bank", plan_answer),
    ("DELETE", "bank", forget_answers),
    ("POST", "disputes", dispute),
    ("POST", "disputes/escalate", escalate_dispute),
    ("POST", "disputes/close", close_dispute),
    ("POST", "refunds/fail", fail_refund),
    ("POST", "destinations", destination),
    ("POST", "accounts/status", payee_status),
    ("POST", "accounts/spend", payee_spends),
    ("POST", "payouts/fail", fail_payout),
    ("POST", "charges", own_charge),
    ("GET", "tally", tally_up),
)

"""A holder asks their bank for the money back: disputes opened, escalated, answered and closed.

A dispute takes its amount and a fee out of the balance; winning brings back the amount, never the
fee. An inquiry (its status begins with `warning`) takes nothing unless it escalates.
"""

from __future__ import annotations

from stripe_sandbox import cards
from stripe_sandbox.balancing import DAY, new_balance_transaction
from stripe_sandbox.errors import Refusal
from stripe_sandbox.events import emit
from stripe_sandbox.schedule import due
from stripe_sandbox.store import Record, Work

DAYS_TO_ANSWER = 9
REASONS = (
    *("bank_cannot_process", "check_returned", "credit_not_processed", "customer_initiated"),
    *("debit_not_authorized", "duplicate", "fraudulent", "general", "incorrect_account_details"),
    *("insufficient_funds", "noncompliant", "product_not_received", "product_unacceptable"),
    *("subscription_canceled", "unrecognized"),
)
OPEN = ("needs_response", "under_review", "warning_needs_response", "warning_under_review")
TEXTS = (
    *("access_activity_log", "billing_address", "cancellation_policy_disclosure"),
    *("cancellation_rebuttal", "customer_email_address", "customer_name", "customer_purchase_ip"),
    *("duplicate_charge_explanation", "duplicate_charge_id", "product_description"),
    *("refund_policy_disclosure", "refund_refusal_explanation", "service_date"),
    *("shipping_address", "shipping_carrier", "shipping_date", "shipping_tracking_number"),
    "uncategorized_text",
)
FILES = (
    *("cancellation_policy", "customer_communication", "customer_signature"),
    *("duplicate_charge_documentation", "receipt", "refund_policy", "service_documentation"),
    *("shipping_documentation", "uncategorized_file"),
)
# What Stripe's documentation says to write as `uncategorized_text` to reach each end.
WINNING, LOSING, ESCALATING = (
    "winning_evidence",
    "losing_evidence",
    "escalate_inquiry_evidence",
)


@due("dispute_by_card")
def dispute_by_card(work: Work, charge: str) -> None:
    """The test cards whose holders always object."""
    number = work.get("_card", work.get("charge", charge)["payment_method"])["number"]
    card = cards.BY_NUMBER[number]
    open_dispute(work, charge, reason=card.disputed_as, inquiry=card.inquiry)


def disputable(work: Work, charge: Record) -> int:
    """Cents of a charge that no dispute has asked back so far."""
    asked = sum(
        dispute["amount"]
        for dispute in work.rows("dispute")
        if dispute["charge"] == charge["id"] and dispute["status"] not in ("won", "warning_closed")
    )
    cents: int = charge["amount_captured"] - asked
    return cents


def open_dispute(
    work: Work, name: str, *, reason: str, inquiry: bool = False, amount: int | None = None
) -> Record:
    """A dispute or an inquiry about a paid charge, in cents; ValueError when it cannot be one."""
    charge = work.edit("charge", name)
    left = disputable(work, charge)
    amount = left if amount is None else amount
    if reason not in REASONS:
        raise ValueError(f"reason must be one of {', '.join(REASONS)}")
    if not charge["paid"] or not 0 < amount <= left:
        raise ValueError(f"Of this charge, {left} cents can be disputed, not {amount}.")
    shown = charge["payment_method_details"]["card"]
    dispute = work.add(
        {
            "id": "du_1" + work.letters(23),
            "object": "dispute",
            "amount": amount,
            "balance_transactions": [],
            "charge": name,
            "created": work.now,
            "currency": charge["currency"],
            "enhanced_eligibility_types": [],
            "evidence": {"enhanced_evidence": {}, **dict.fromkeys((*TEXTS, *FILES))},
            "evidence_details": {
                "due_by": _answer_due(work),
                "enhanced_eligibility": {},
                "has_evidence": False,
                "past_due": False,
                "submission_count": 0,
            },
            "is_charge_refundable": inquiry,
            "livemode": False,
            "metadata": {},
            "payment_intent": charge["payment_intent"],
            "payment_method_details": {
                "card": {
                    "brand": shown["brand"],
                    "case_type": "inquiry" if inquiry else "chargeback",
                    "network_reason_code": "10.4" if reason == "fraudulent" else "13.1",
                },
                "type": "card",
            },
            "reason": reason,
            "status": "warning_needs_response" if inquiry else "needs_response",
        }
    )
    charge["disputed"] = True
    work.later(dispute["evidence_details"]["due_by"], "dispute_due", dispute["id"])
    if inquiry:
        emit(work, "charge.dispute.created", dispute)
        return dispute
    _withdraw(work, dispute)
    emit(work, "charge.dispute.created", dispute)
    emit(work, "charge.dispute.funds_withdrawn", dispute)
    return dispute


def escalate(work: Work, name: str) -> Record:
    """An inquiry becomes a dispute and its money is taken."""
    dispute = work.edit("dispute", name)
    if not dispute["status"].startswith("warning_") or dispute["status"] not in OPEN:
        raise ValueError(f"Only an open inquiry escalates; this is {dispute['status']}.")
    dispute |= {"status": "needs_response", "is_charge_refundable": False}
    dispute["payment_method_details"]["card"]["case_type"] = "chargeback"
    dispute["evidence_details"] |= {"due_by": _answer_due(work), "past_due": False}
    work.later(dispute["evidence_details"]["due_by"], "dispute_due", name)
    _withdraw(work, dispute)
    emit(work, "charge.dispute.updated", dispute, {"status": "warning_needs_response"})
    emit(work, "charge.dispute.funds_withdrawn", dispute)
    return dispute


def submit_evidence(work: Work, name: str, evidence: dict[str, str | None], submit: bool) -> Record:
    """Evidence is kept; when submitted the bank reviews it, or decides at once by a test text."""
    dispute = work.edit("dispute", name)
    if dispute["status"] not in OPEN:
        raise Refusal(f"This dispute is already {dispute['status']}.", param="dispute")
    details = dispute["evidence_details"]
    if submit and details["past_due"]:
        raise Refusal("The time to submit evidence is over.", param="evidence")
    dispute["evidence"] |= evidence
    details["has_evidence"] = any(
        text for field, text in dispute["evidence"].items() if field != "enhanced_evidence"
    )
    if not submit:
        emit(work, "charge.dispute.updated", dispute, {})
        return dispute
    before = dispute["status"]
    details["submission_count"] += 1
    inquiry = before.startswith("warning_")
    dispute["status"] = "warning_under_review" if inquiry else "under_review"
    emit(work, "charge.dispute.updated", dispute, {"status": before})
    said = dispute["evidence"]["uncategorized_text"]
    if said == ESCALATING and inquiry:
        return escalate(work, name)
    if said in (WINNING, LOSING):
        return close(work, name, won=said == WINNING)
    return dispute


def close(work: Work, name: str, *, won: bool) -> Record:
    """The bank's last word. An inquiry is only ever closed; to be lost it must escalate first."""
    dispute = work.edit("dispute", name)
    if dispute["status"] not in OPEN:
        raise ValueError(f"This dispute is already {dispute['status']}.")
    inquiry = dispute["status"].startswith("warning_")
    dispute["status"] = "warning_closed" if inquiry else "won" if won else "lost"
    dispute["is_charge_refundable"] = inquiry or won
    emit(work, "charge.dispute.closed", dispute)
    if won and not inquiry:
        _reinstate(work, dispute)
        emit(work, "charge.dispute.funds_reinstated", dispute)
    return dispute


@due("dispute_due")
def end_of_time_to_answer(work: Work, name: str) -> None:
    """Who did not answer loses; of an inquiry nothing more comes."""
    dispute = work.edit("dispute", name)
    if dispute["evidence_details"]["due_by"] > work.now:
        return
    dispute["evidence_details"]["past_due"] = True
    if dispute["status"] in ("needs_response", "warning_needs_response"):
        close(work, name, won=False)


def refuse_disputed(work: Work, charge: Record) -> None:
    """What a bank took back cannot be refunded as well."""
    for dispute in work.rows("dispute"):
        if dispute["charge"] == charge["id"] and not dispute["is_charge_refundable"]:
            message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
            raise Refusal(message, code="charge_disputed")


def close_inquiries_of_refunded(work: Work, charge: Record) -> None:
    """An inquiry about money that went back in full has nothing left to ask."""
    if not charge["refunded"]:
        return
    for dispute in list(work.rows("dispute")):
        if dispute["charge"] == charge["id"] and dispute["status"] in OPEN:
            close(work, dispute["id"], won=False)


def _answer_due(work: Work) -> int:
    return work.now - work.now % DAY + (DAYS_TO_ANSWER + 1) * DAY - 1


def _withdraw(work: Work, dispute: Record) -> None:
    entry = new_balance_transaction(
        work,
        dispute,
        type="adjustment",
        amount=-dispute["amount"],
        fee=work.state.dispute_fee,
        reported_as="dispute",
        description=f"Chargeback withdrawal for {dispute['charge']}",
        fee_for="Dispute fee",
    )
    dispute["balance_transactions"] = [*dispute["balance_transactions"], entry]


def _reinstate(work: Work, dispute: Record) -> None:
    entry = new_balance_transaction(
        work,
        dispute,
        type="adjustment",
        amount=dispute["amount"],
        reported_as="dispute_reversal",
        description=f"Chargeback reversal for {dispute['charge']}",
    )
    dispute["balance_transactions"] = [*dispute["balance_transactions"], entry]

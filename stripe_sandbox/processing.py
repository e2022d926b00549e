"""Payments whose bank takes its time, as those of direct debits do: how they end."""

from __future__ import annotations

from stripe_sandbox.charging import error_of, outcome_of
from stripe_sandbox.declines import BY_REASON, Decline
from stripe_sandbox.events import emit
from stripe_sandbox.paying import note_failure, succeed
from stripe_sandbox.resources.checkout_links import session_of
from stripe_sandbox.schedule import due
from stripe_sandbox.store import Record, Work


@due("end_processing")
def end_processing(work: Work, name: str) -> None:
    """The bank's answer to a payment that was left processing."""
    outcome = work.get("_processing", name)
    work.drop("_processing", name)
    intent = work.edit("payment_intent", name)
    charge = work.edit("charge", intent["latest_charge"])
    succeeded = outcome["then"] == "succeeded"
    if succeeded:
        _arrive(work, intent, charge, authenticated=outcome["authenticated"])
    else:
        _fall_through(work, intent, charge, BY_REASON[outcome["then"]])
    session = session_of(work, name)
    if session:
        session = work.edit("checkout.session", session["id"])
        if succeeded:
            session["payment_status"] = "paid"
        end = "succeeded" if succeeded else "failed"
        emit(work, f"checkout.session.async_payment_{end}", session)


def _arrive(work: Work, intent: Record, charge: Record, *, authenticated: bool) -> None:
    amount = intent["amount"]
    charge |= {"status": "succeeded", "paid": True, "captured": True, "amount_captured": amount}
    emit(work, "charge.succeeded", charge)
    method = work.get("payment_method", intent["payment_method"])
    succeed(work, intent, method, charge, authenticated=authenticated, delay=0)


def _fall_through(work: Work, intent: Record, charge: Record, decline: Decline) -> None:
    charge |= {
        "status": "failed",
        "failure_code": decline.code,
        "failure_message": decline.message,
        "outcome": outcome_of(decline),
    }
    emit(work, "charge.failed", charge)
    method = work.get("payment_method", intent["payment_method"])
    note_failure(work, intent, error_of(decline, method, charge["id"]), charge)

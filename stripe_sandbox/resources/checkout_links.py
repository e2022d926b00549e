"""Which checkout session an intent belongs to, for those who must not touch it meanwhile."""

from __future__ import annotations

from stripe_sandbox.errors import Refusal
from stripe_sandbox.store import Record, Work


def session_of(work: Work, intent: str) -> Record | None:
    """The checkout session that made this intent, if one did."""
    link = work.find("_checkout_link", intent)
    return work.get("checkout.session", link["session"]) if link else None


def link(work: Work, intent: str, session: str) -> None:
    work.add({"id": intent, "object": "_checkout_link", "session": session})


def refuse_while_in_checkout(work: Work, intent: Record) -> None:
    """An intent of an open session ends with its session only."""
    session = session_of(work, intent["id"])
    if session and session["status"] == "open":
        raise Refusal(
            "This intent belongs to an open Checkout Session. Expire the session instead.",
            code=f"{intent['object']}_unexpected_state",
        )

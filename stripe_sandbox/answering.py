"""Answers of the bank that were asked for in advance, for payments that no test card can show.

Asked for under control, `POST bank`. Each waits as a record until a confirmation of a payment that
it is meant for uses it up. When only a share is meant, the seed and the request's key decide.
"""

from __future__ import annotations

from typing import Any

from stripe_sandbox.declines import BY_REASON
from stripe_sandbox.faults import drawn
from stripe_sandbox.store import Record, Work

PROCESSING = "processing"
ANSWERS = (PROCESSING, *sorted(BY_REASON))
DEFAULTS: dict[str, Any] = {
    "times": 1,  # None: until it is taken back
    "share": 1.0,
    "customer": None,
    "payment_intent": None,
    "seconds": 60.0,  # how long processing takes
    "then": "succeeded",  # how processing ends: this, or a reason to decline
}

_NOTHING: Record = {"object": "_struck", "bank": {}}


def plan(work: Work, wish: dict[str, Any]) -> Record:
    """Note the wish; ValueError says what is wrong with it."""
    if wish.get("answer") not in ANSWERS:
        raise ValueError(f"answer must be one of {', '.join(ANSWERS)}")
    unknown = set(wish) - set(DEFAULTS) - {"answer"}
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    planned = DEFAULTS | wish
    if planned["then"] != "succeeded" and planned["then"] not in BY_REASON:
        raise ValueError("then must be succeeded or a reason to decline")
    return work.add({"id": work.new_id("bank"), "object": "_planned", **planned})


def take(work: Work, intent: Record, *, authenticated: bool = False) -> Record | None:
    """The answer planned for this payment, used up by one; none is the usual case."""
    for planned in reversed(list(work.rows("_planned"))):
        if planned["customer"] not in (None, intent["customer"]):
            continue
        if planned["payment_intent"] not in (None, intent["id"]):
            continue
        if authenticated and planned["answer"] == "authentication_required":
            continue
        if planned["share"] < 1 and _drawn(work, planned, intent) >= planned["share"]:
            continue
        _count(work, planned["answer"])
        if planned["times"] is not None:
            left = work.edit("_planned", planned["id"])
            left["times"] -= 1
            if left["times"] <= 0:
                work.drop("_planned", planned["id"])
        return planned
    return None


def take_back(work: Work) -> None:
    for planned in list(work.rows("_planned")):
        work.drop("_planned", planned["id"])


def _drawn(work: Work, planned: Record, intent: Record) -> float:
    """The same for the same request, by its key when it has one, however requests interleave."""
    request = work.request["idempotency_key"] or f"{intent['id']}:{work.counter}"
    return drawn(work.state.seed, planned["answer"], request)


def _count(work: Work, answer: str) -> None:
    known = work.find("_struck", "bank")
    counted = work.edit("_struck", "bank") if known else work.add(_NOTHING | {"id": "bank"})
    counted["bank"] = counted["bank"] | {answer: counted["bank"].get(answer, 0) + 1}

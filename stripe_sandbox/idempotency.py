"""Answers remembered under Idempotency-Key, and given again for the same request."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from stripe_sandbox.errors import Refusal
from stripe_sandbox.store import Record, State, Work

KEPT_FOR = 24 * 60 * 60


class InFlight:
    """Keys whose first request is still being answered."""

    def __init__(self) -> None:
        self.keys: set[str] = set()

    def begin(self, key: str) -> None:
        if key in self.keys:
            message = f"Another request with the idempotency key {key} is still in progress."
            raise Refusal(
                message,
                status=409,
                type="idempotency_error",
                code="idempotency_key_in_use",
                stored=False,
                headers={"Stripe-Should-Retry": "true"},
            )
        self.keys.add(key)

    def end(self, key: str) -> None:
        self.keys.discard(key)


def fingerprint(method: str, path: str, given: Any) -> str:
    text = json.dumps([method, path, given], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def remembered(state: State, key: str, method: str, path: str, given: Any) -> Record | None:
    """The answer to the same request made before, while it is less than 24 hours old."""
    entry = state.tables.get("_answer", {}).get(key)
    if entry is None or entry["created"] <= state.clock.now() - KEPT_FOR:
        return None
    if [method, path] != entry["endpoint"]:
        message = f"The idempotency key {key} was first used for another endpoint."
        raise Refusal(message, type="idempotency_error", stored=False)
    if fingerprint(method, path, given) != entry["fingerprint"]:
        message = f"The idempotency key {key} was first used with other parameters."
        raise Refusal(message, type="idempotency_error", stored=False)
    return entry


def remember(
    work: Work, key: str, method: str, path: str, given: Any, status: int, body: Record
) -> None:
    work.add(
        {
            "id": key,
            "object": "_answer",
            "endpoint": [method, path],
            "fingerprint": fingerprint(method, path, given),
            "created": work.state.clock.now(),
            "status": status,
            "body": body,
            "request": work.request["id"],
        }
    )


def age_all(state: State, seconds: float) -> int:
    """Make every remembered answer older, as if that much time had passed for it alone."""
    work = state.work()
    for entry in list(work.rows("_answer")):
        work.edit("_answer", entry["id"])["created"] -= seconds
    state.commit(work)
    return len(work.changed.get("_answer", {}))


def forget_old(state: State) -> None:
    """Drop the answers that are too old to be given, so that state does not grow for ever."""
    work = state.work()
    for entry in list(work.rows("_answer")):
        if entry["created"] <= work.now - KEPT_FOR:
            work.drop("_answer", entry["id"])
    state.commit(work)

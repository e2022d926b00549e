"""Answers remembered under Idempotency-Key, and given again for the same request."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from stripe_sandbox.errors import Refusal
from stripe_sandbox.store import Record, State, Work

KEPT_FOR = 24 * 60 * 60
KEPT_FOR_BY_SECOND = 30 * KEPT_FOR


def remembers(second: bool, status: int) -> bool:
    """Version 1 gives every answer again; version 2 tries again what had failed."""
    return not second or status < 400


def kept_for(path: str) -> int:
    """Seconds for which an answer is remembered."""
    return KEPT_FOR_BY_SECOND if path.startswith("/v2/") else KEPT_FOR


class InFlight:
    """Keys whose first request is still being answered."""

    def __init__(self) -> None:
        self.keys: set[str] = set()

    def begin(self, key: str) -> None:
        if key in self.keys:
            raise in_use(key)
        self.keys.add(key)

    def end(self, key: str) -> None:
        self.keys.discard(key)


def in_use(key: str) -> Refusal:
    """409: the first request under this key has not been answered yet; it may be sent again."""
    message = f"Another request with the idempotency key {key} is still in progress."
    return Refusal(
        message,
        status=409,
        type="idempotency_error",
        code="idempotency_key_in_use",
        stored=False,
        headers={"Stripe-Should-Retry": "true"},
    )


def fingerprint(method: str, path: str, given: Any) -> str:
    text = json.dumps([method, path, given], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def remembered(state: State, key: str, method: str, path: str, given: Any) -> Record | None:
    """The answer to the same request made before, while it is young enough."""
    entry = state.tables.get("_answer", {}).get(key)
    if entry is None or entry["created"] <= state.clock.now() - kept_for(entry["endpoint"][1]):
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


def age(state: State, seconds: float, keys: list[str] | None = None) -> int:
    """Make remembered answers older, all or those under `keys`; returns how many there were."""
    work = state.work()
    for entry in list(work.rows("_answer")):
        if keys is None or entry["id"] in keys:
            work.edit("_answer", entry["id"])["created"] -= seconds
    state.commit(work)
    return len(work.changed.get("_answer", {}))


def forget_old(state: State) -> None:
    """Drop the answers that are too old to be given, so that state does not grow for ever."""
    work = state.work()
    for entry in list(work.rows("_answer")):
        if entry["created"] <= work.now - kept_for(entry["endpoint"][1]):
            work.drop("_answer", entry["id"])
    state.commit(work)

"""Thin events of version 2: that something changed and where to look, not what it is now.

They go to destinations of their own (an address and its secret, named at start or under control),
never to the webhook endpoints of version 1.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from stripe_sandbox.events import schedule_delivery
from stripe_sandbox.store import Record, Work

# Left out of what is sent; they are there when the event is retrieved.
ONLY_WHEN_RETRIEVED = ("changes", "data")


def iso(seconds: float) -> str:
    """A moment as version 2 writes it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def emit_thin(work: Work, type: str, account: str, data: dict[str, Any] | None = None) -> Record:
    """Record a thin event about an account, with one delivery to each destination."""
    event: Record = {
        "id": "evt_test_" + work.letters(30),
        "object": "v2.core.event",
        "created": iso(work.now),
        "livemode": False,
        "related_object": {
            "id": account,
            "type": "v2.core.account",
            "url": f"/v2/core/accounts/{account}",
        },
        "type": type,
    }
    if data:
        event["data"] = data
    if work.request["id"]:
        told = {"id": work.request["id"], "idempotency_key": work.request["idempotency_key"] or ""}
        event["reason"] = {"request": told, "type": "request"}
    work.add(event)
    for destination in work.rows("_destination"):
        schedule_delivery(work, event["id"], destination["id"])
    return event


def notification(event: Record) -> Record:
    """The event as it is sent."""
    return {name: value for name, value in event.items() if name not in ONLY_WHEN_RETRIEVED}


def new_destination(work: Work, url: str, secret: str, set_by: str = "control") -> Record:
    """An address that is told of thin events from now on."""
    if not url.startswith(("http://", "https://")) or not secret.startswith("whsec_"):
        raise ValueError("A destination has a web address and a secret that begins with whsec_.")
    return work.add(
        {
            "id": work.new_id("ed_test"),
            "object": "_destination",
            "url": url,
            "secret": secret,
            "set_by": set_by,
        }
    )

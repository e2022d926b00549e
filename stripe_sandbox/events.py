"""Events: a snapshot of an object at each change of its state, and who is to be told."""

from __future__ import annotations

from typing import Any

from stripe_sandbox import API_VERSION
from stripe_sandbox.store import Record, Work, duplicate


def emit(work: Work, type: str, record: Record, before: dict[str, Any] | None = None) -> Record:
    """Record an event about `record` as it is now, with one delivery per interested endpoint."""
    data: Record = {"object": duplicate(record)}
    if before is not None:
        data["previous_attributes"] = before
    endpoints = [
        endpoint
        for endpoint in work.rows("webhook_endpoint")
        if endpoint["status"] == "enabled" and {"*", type} & set(endpoint["enabled_events"])
    ]
    event = work.add(
        {
            "id": work.new_id("evt_1", 23).replace("evt_1_", "evt_1"),
            "object": "event",
            "api_version": API_VERSION,
            "created": work.now,
            "data": data,
            "livemode": False,
            "pending_webhooks": len(endpoints),
            "request": dict(work.request),
            "type": type,
        }
    )
    for endpoint in endpoints:
        schedule_delivery(work, event["id"], endpoint["id"])
    return event


def schedule_delivery(work: Work, event: str, endpoint: str, after: float = 0.0) -> Record:
    return work.add(
        {
            "id": work.new_id("_delivery"),
            "object": "_delivery",
            "event": event,
            "endpoint": endpoint,
            "created": work.now,
            "status": "pending",
            "attempts": 0,
            "next_at": work.state.clock.now() + after,
            "answers": [],
        }
    )

"""Thin events, to look at afterwards: one in full, or a list of those about an object."""

from __future__ import annotations

from stripe_sandbox.errors import no_such
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import Fields, Integer, Items, Text
from stripe_sandbox.payees import moment
from stripe_sandbox.resources.pages_of_lists import page_of
from stripe_sandbox.store import Record


@operation("GET", "/v2/core/events/{id}")
def retrieve_thin_event(call: Call) -> Record:
    event = call.work.find("v2.core.event", call.path["id"])
    if event is None:
        raise no_such("event", call.path["id"])
    return event


@operation(
    "GET",
    "/v2/core/events",
    {
        "created": Fields(of={name: Text() for name in ("gt", "gte", "lt", "lte")}),
        "limit": Integer(minimum=1, maximum=100),
        "object_id": Text(),
        "page": Text(),
        "types": Items(of=Text(), maximum=20),
    },
)
def list_thin_events(call: Call) -> Record:
    bounds = {name: moment(text) for name, text in (call["created"] or {}).items()}

    def wanted(event: Record) -> bool:
        if call["types"] and event["type"] not in call["types"]:
            return False
        if call["object_id"] and event["related_object"]["id"] != call["object_id"]:
            return False
        at = moment(event["created"])
        return bounds.get("gt", at - 1) < at < bounds.get("lt", at + 1) and bounds.get(
            "gte", at
        ) <= at <= bounds.get("lte", at)

    return page_of(call, [event for event in call.work.rows("v2.core.event") if wanted(event)])

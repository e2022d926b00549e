"""Events, to look at afterwards; what was not delivered can be found here."""

from __future__ import annotations

from stripe_sandbox.errors import no_such, wrong_parameter
from stripe_sandbox.lists import PAGING_AND_TIME, page
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import Flag, Items, Text
from stripe_sandbox.store import Record


@operation("GET", "/v1/events/{id}")
def retrieve_event(call: Call) -> Record:
    event = call.work.find("event", call.path["id"])
    if event is None:
        raise no_such("event", call.path["id"])
    return event


@operation(
    "GET",
    "/v1/events",
    {
        **PAGING_AND_TIME,
        "delivery_success": Flag(),
        "type": Text(),
        "types": Items(of=Text(), maximum=20),
    },
)
def list_events(call: Call) -> Record:
    if "type" in call and "types" in call:
        raise wrong_parameter("Give type or types, not both.", "type", "parameters_exclusive")
    types = [call["type"]] if "type" in call else call["types"]
    delivered = call["delivery_success"]

    def wanted(event: Record) -> bool:
        if types and not any(_named(event["type"], pattern) for pattern in types):
            return False
        return delivered is None or delivered == (event["pending_webhooks"] == 0)

    return page(call, "event", "/v1/events", wanted)


def _named(type: str, pattern: str) -> bool:
    """Whether an event type is meant by a name, which may end in a star."""
    return type == pattern or (pattern.endswith(".*") and type.startswith(pattern[:-1]))

"""Webhook endpoints: who is told of events. The secret is shown once, when one is created."""

from __future__ import annotations

from stripe_sandbox import API_VERSION
from stripe_sandbox.errors import no_such
from stripe_sandbox.lists import PAGING, page
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import Address, Choice, Flag, Items, Metadata, Text, merge_metadata
from stripe_sandbox.store import Record, Work

TYPES = Items(of=Text(), maximum=300)


def new_endpoint(work: Work, url: str, types: list[str], secret: str = "") -> Record:
    """An endpoint for these types of events (`*` for all), its secret kept aside."""
    endpoint = work.add(
        {
            "id": "we_1" + work.letters(23),
            "object": "webhook_endpoint",
            "api_version": None,
            "application": None,
            "created": work.now,
            "description": None,
            "enabled_events": types,
            "livemode": False,
            "metadata": {},
            "status": "enabled",
            "url": url,
        }
    )
    secret = secret or "whsec_" + work.letters(32)
    work.add({"id": endpoint["id"], "object": "_webhook_secret", "secret": secret})
    return endpoint


@operation(
    "POST",
    "/v1/webhook_endpoints",
    {
        "url": Address(required=True),
        "enabled_events": Items(of=Text(), required=True, maximum=300),
        "api_version": Choice(among=(API_VERSION,)),
        "description": Text(unset=True),
        "metadata": Metadata(),
    },
)
def create_webhook_endpoint(call: Call) -> Record:
    endpoint = new_endpoint(call.work, call["url"], call["enabled_events"])
    endpoint |= {
        "api_version": call["api_version"],
        "description": call["description"],
        "metadata": merge_metadata({}, call["metadata"]),
    }
    secret = call.work.get("_webhook_secret", endpoint["id"])["secret"]
    return {**endpoint, "secret": secret}


@operation("GET", "/v1/webhook_endpoints/{webhook_endpoint}")
def retrieve_webhook_endpoint(call: Call) -> Record:
    name = call.path["webhook_endpoint"]
    endpoint = call.work.find("webhook_endpoint", name)
    if endpoint is None:
        raise no_such("webhook endpoint", name)
    return endpoint


@operation(
    "POST",
    "/v1/webhook_endpoints/{webhook_endpoint}",
    {
        "url": Address(),
        "enabled_events": TYPES,
        "description": Text(unset=True),
        "disabled": Flag(),
        "metadata": Metadata(),
    },
)
def update_webhook_endpoint(call: Call) -> Record:
    endpoint = call.work.edit("webhook_endpoint", retrieve_webhook_endpoint(call)["id"])
    for name in ("url", "enabled_events", "description"):
        if name in call:
            endpoint[name] = call[name]
    if "disabled" in call:
        endpoint["status"] = "disabled" if call["disabled"] else "enabled"
    if "metadata" in call:
        endpoint["metadata"] = merge_metadata(endpoint["metadata"], call["metadata"])
    return endpoint


@operation("DELETE", "/v1/webhook_endpoints/{webhook_endpoint}")
def delete_webhook_endpoint(call: Call) -> Record:
    name = retrieve_webhook_endpoint(call)["id"]
    call.work.drop("webhook_endpoint", name)
    call.work.drop("_webhook_secret", name)
    return {"id": name, "object": "webhook_endpoint", "deleted": True}


@operation("GET", "/v1/webhook_endpoints", PAGING)
def list_webhook_endpoints(call: Call) -> Record:
    return page(call, "webhook_endpoint", "/v1/webhook_endpoints")

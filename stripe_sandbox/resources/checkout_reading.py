"""Checkout sessions once they exist: retrieve, list, expire, and their line items."""

from __future__ import annotations

from stripe_sandbox import paying, saving
from stripe_sandbox.errors import Refusal, no_such
from stripe_sandbox.events import emit
from stripe_sandbox.expansion import ON_REQUEST
from stripe_sandbox.lists import PAGING, PAGING_AND_TIME, list_of, matches, page
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import Choice, Metadata, Text, merge_metadata
from stripe_sandbox.schedule import due
from stripe_sandbox.store import Record, Work


@operation("GET", "/v1/checkout/sessions/{session}")
def retrieve_checkout_session(call: Call) -> Record:
    session = call.work.find("checkout.session", call.path["session"])
    if session is None:
        raise no_such("checkout.session", call.path["session"], "session")
    return session


@operation("POST", "/v1/checkout/sessions/{session}", {"metadata": Metadata()})
def update_checkout_session(call: Call) -> Record:
    session = call.work.edit("checkout.session", retrieve_checkout_session(call)["id"])
    session["metadata"] = merge_metadata(session["metadata"], call["metadata"])
    return session


@operation("POST", "/v1/checkout/sessions/{session}/expire")
def expire_checkout_session(call: Call) -> Record:
    session = retrieve_checkout_session(call)
    if session["status"] != "open":
        message = (
            f'Only Checkout Sessions with a status in ["open"] can be expired. This one is '
            f"{session['status']}."
        )
        raise Refusal(message)
    return expire(call.work, session["id"])


@due("expire_session")
def expire_when_due(work: Work, name: str) -> None:
    if work.get("checkout.session", name)["status"] == "open":
        expire(work, name)


def expire(work: Work, name: str) -> Record:
    """Close the session unpaid; what it had begun is cancelled, so nothing can succeed later."""
    session = work.edit("checkout.session", name)
    session |= {"status": "expired", "url": None}
    if session["setup_intent"]:
        saving.cancel(work, session["setup_intent"], None)
    if session["payment_intent"]:
        paying.cancel(work, session["payment_intent"], None)
    emit(work, "checkout.session.expired", session)
    return session


@operation(
    "GET",
    "/v1/checkout/sessions",
    {
        **PAGING_AND_TIME,
        "customer": Text(),
        "payment_intent": Text(),
        "status": Choice(among=("complete", "expired", "open")),
    },
)
def list_checkout_sessions(call: Call) -> Record:
    wanted = matches(call, "customer", "payment_intent", "status")
    return page(call, "checkout.session", "/v1/checkout/sessions", wanted)


@operation("GET", "/v1/checkout/sessions/{session}/line_items", PAGING)
def list_checkout_session_line_items(call: Call) -> Record:
    return line_items(call.work, retrieve_checkout_session(call))


def line_items(work: Work, session: Record) -> Record:
    lines = work.get("_checkout", session["id"])["lines"]
    return list_of(lines, f"/v1/checkout/sessions/{session['id']}/line_items")


ON_REQUEST["checkout.session", "line_items"] = line_items

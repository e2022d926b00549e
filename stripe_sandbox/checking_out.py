"""What happens to a checkout session when its person submits a card, and after the bank's page.

Each function leaves the session open with a problem to show, sent to the bank, or complete.
"""

from __future__ import annotations

from stripe_sandbox import cards, paying, saving
from stripe_sandbox.errors import Refusal
from stripe_sandbox.events import emit
from stripe_sandbox.options import Options
from stripe_sandbox.parameters import merge_metadata
from stripe_sandbox.resources.checkout_links import link
from stripe_sandbox.resources.checkout_sessions import customer_details
from stripe_sandbox.resources.customers import new_customer
from stripe_sandbox.resources.payment_intents import new_payment_intent
from stripe_sandbox.resources.payment_methods import new_payment_method
from stripe_sandbox.store import Record, Work


def submit(
    work: Work,
    options: Options,
    session: Record,
    card: cards.Card,
    expiry: tuple[int, int],
    *,
    email: str,
    name: str,
) -> Record:
    """Try this card. Returns the session; a problem is left with its `_checkout` record."""
    known = work.edit("_checkout", session["id"])
    known |= {"typed": {"email": email, "name": name}, "problem": None}
    method = new_payment_method(
        work,
        card,
        expiry=expiry,
        cvc=True,
        billing={"email": email, "name": name},
        redisplay="limited",
    )
    manner = paying.Manner(
        base_url=options.base_url,
        return_url=f"{options.base_url}/c/pay/{session['id']}",
        capture_delay=options.capture_delay,
    )
    try:
        if session["mode"] == "setup":
            intent = work.edit("setup_intent", session["setup_intent"])
            intent["payment_method"] = method["id"]
            intent = saving.confirm(work, intent["id"], manner)
        else:
            intent = _payment_intent(work, session["id"])
            intent["payment_method"] = method["id"]
            intent = paying.confirm(work, intent["id"], manner)
    except Refusal as refusal:
        if not refusal.kept:
            raise
        known["problem"] = refusal.error
        return work.get("checkout.session", session["id"])
    return _complete_if_done(work, session["id"], intent)


def authenticated(work: Work, options: Options, session: Record, *, passed: bool) -> Record:
    """The person comes back from their bank's page."""
    known = work.edit("_checkout", session["id"])
    try:
        if session["mode"] == "setup":
            intent = saving.finish_authentication(work, session["setup_intent"], passed=passed)
        else:
            intent = paying.finish_authentication(
                work, session["payment_intent"], passed=passed, delay=options.capture_delay
            )
    except Refusal as refusal:
        known["problem"] = refusal.error
        return session
    error = intent.get("last_setup_error") or intent.get("last_payment_error")
    known["problem"] = {"code": error["code"]} if error else None
    return _complete_if_done(work, session["id"], intent)


def _payment_intent(work: Work, name: str) -> Record:
    """The session's one payment intent, made when a card is first submitted."""
    session = work.edit("checkout.session", name)
    if session["payment_intent"]:
        return work.edit("payment_intent", session["payment_intent"])
    known = work.get("_checkout", name)
    wish = dict(known["payment"])
    wish["metadata"] = merge_metadata({}, wish.get("metadata"))
    if session["customer"] is None and session["customer_creation"] == "always":
        typed = known["typed"]
        customer = new_customer(work, email=typed["email"], name=typed["name"])
        session["customer"] = customer["id"]
    intent = new_payment_intent(
        work,
        session["amount_total"],
        session["currency"],
        customer=session["customer"],
        payment_method_options=known["options"],
        **wish,
    )
    session["payment_intent"] = intent["id"]
    link(work, intent["id"], name)
    return intent


def _complete_if_done(work: Work, name: str, intent: Record) -> Record:
    session = work.edit("checkout.session", name)
    if intent["status"] not in ("succeeded", "processing"):
        return session
    typed = work.get("_checkout", name)["typed"]
    session |= {
        "status": "complete",
        "url": None,
        "customer_details": customer_details(typed["email"], typed["name"]),
    }
    if session["mode"] == "payment" and intent["status"] == "succeeded":
        session["payment_status"] = "paid"
    emit(work, "checkout.session.completed", session)
    return session

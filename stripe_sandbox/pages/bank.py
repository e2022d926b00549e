"""The page that stands in for a bank asking its customer to authenticate (3D Secure)."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from stripe_sandbox import checking_out, paying, saving
from stripe_sandbox.errors import Refusal
from stripe_sandbox.front import Sandbox
from stripe_sandbox.pages.checkout import success_url
from stripe_sandbox.pages.rendering import choose_language, money, render
from stripe_sandbox.pages.words import WORDS
from stripe_sandbox.resources.checkout_links import session_of
from stripe_sandbox.store import Record, Work


def routes(sandbox: Sandbox) -> list[Route]:
    async def show(request: Request) -> Response:
        return show_question(sandbox, request)

    async def submit(request: Request) -> Response:
        return await submit_answer(sandbox, request)

    return [
        Route("/authenticate/{secret}", show, methods=["GET"]),
        Route("/authenticate/{secret}", submit, methods=["POST"]),
    ]


def show_question(sandbox: Sandbox, request: Request) -> Response:
    work = sandbox.work()
    intent = _find(work, request.path_params["secret"])
    if intent is None or intent["status"] != "requires_action":
        return _closed(sandbox, request, work, intent)
    session = session_of(work, intent["id"])
    language = choose_language(request, session["locale"] if session else None)
    words = WORDS[language]
    what = words["bank_save"]
    if intent["object"] == "payment_intent":
        amount = money(intent["amount"], intent["currency"], language)
        what = words["bank_pay"].format(amount=amount)
    last4 = work.get("payment_method", intent["payment_method"])["card"]["last4"]
    leads_to = [session["success_url"] if session else _return_url(intent)]
    return render(
        "bank.html",
        language,
        leads_to,
        merchant=sandbox.options.merchant_name,
        what=what,
        last4=last4,
    )


async def submit_answer(sandbox: Sandbox, request: Request) -> Response:
    """Go on with the payment or the saving, and send the person back where they came from."""
    typed = parse_qs((await request.body()).decode("utf-8", "replace"))
    passed = typed.get("answer") == ["complete"]
    work = sandbox.work()
    intent = _find(work, request.path_params["secret"])
    if intent is None or intent["status"] != "requires_action":
        return _closed(sandbox, request, work, intent)
    session = session_of(work, intent["id"])
    if session:
        session = checking_out.authenticated(work, sandbox.options, session, passed=passed)
        sandbox.commit(work)
        return _back_to_checkout(request, session)
    return_url = _return_url(intent)
    try:
        if intent["object"] == "setup_intent":
            saving.finish_authentication(work, intent["id"], passed=passed)
        else:
            delay = sandbox.options.capture_delay
            paying.finish_authentication(work, intent["id"], passed=passed, delay=delay)
    except Refusal:
        passed = False
    sandbox.commit(work)
    if return_url is None:
        return _closed(sandbox, request, sandbox.work(), intent)
    return RedirectResponse(_told(return_url, intent, passed), 303)


def _find(work: Work, secret: str) -> Record | None:
    name = secret.partition("_secret_")[0]
    kind = "setup_intent" if name.startswith("seti_") else "payment_intent"
    intent = work.find(kind, name)
    return intent if intent and intent["client_secret"] == secret else None


def _return_url(intent: Record) -> str | None:
    action = intent["next_action"] or {}
    url: str | None = action.get("redirect_to_url", {}).get("return_url")
    return url


def _told(url: str, intent: Record, passed: bool) -> str:
    kind = intent["object"]
    said = {
        kind: intent["id"],
        f"{kind}_client_secret": intent["client_secret"],
        "redirect_status": "succeeded" if passed else "failed",
    }
    return f"{url}{'&' if '?' in url else '?'}{urlencode(said)}"


def _back_to_checkout(request: Request, session: Record) -> Response:
    if session["status"] == "complete":
        return RedirectResponse(success_url(session), 303)
    language = choose_language(request, session["locale"])
    return RedirectResponse(f"/c/pay/{session['id']}?locale={language}", 303)


def _closed(sandbox: Sandbox, request: Request, work: Work, intent: Record | None) -> Response:
    session = session_of(work, intent["id"]) if intent else None
    if session:
        return _back_to_checkout(request, session)
    return render(
        "closed.html",
        choose_language(request, None),
        [],
        status=200 if intent else 404,
        merchant=sandbox.options.merchant_name,
        kind="bank_done" if intent else "missing",
        link=None,
    )

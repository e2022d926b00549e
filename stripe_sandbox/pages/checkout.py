"""The hosted checkout page: shows what is paid or saved, takes a test card, and sends back."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from stripe_sandbox import cards, checking_out
from stripe_sandbox.front import Sandbox, hang_up
from stripe_sandbox.pages.card_form import CardForm, filled_with
from stripe_sandbox.pages.rendering import choose_language, money, render
from stripe_sandbox.pages.words import LANGUAGES, WORDS
from stripe_sandbox.store import Record, Work

SHOWN_FIRST = (
    "4242424242424242",
    "4000007240000007",
    "4000002500003155",
    "4000002760003184",
    "4000003800000446",
    "4000000000000341",
    "4000000000000002",
    "4000000000009995",
    "4000000000000069",
    "4000000000000127",
)


def routes(sandbox: Sandbox) -> list[Route]:
    async def show(request: Request) -> Response:
        return await show_checkout(sandbox, request)

    async def submit(request: Request) -> Response:
        return await submit_checkout(sandbox, request)

    return [
        Route("/c/pay/{session}", show, methods=["GET"]),
        Route("/c/pay/{session}", submit, methods=["POST"]),
    ]


async def show_checkout(sandbox: Sandbox, request: Request) -> Response:
    """The page with its form, filled in with a published card when one was chosen."""
    if sandbox.faults.strike("down", "hosted_page"):
        return await hang_up(request)
    work = sandbox.work()
    session = work.find("checkout.session", request.path_params["session"])
    if session is None or session["status"] != "open":
        return closed(sandbox, request, session)
    known = work.get("_checkout", session["id"])
    email = known["typed"].get("email") or (session["customer_details"] or {}).get("email") or ""
    name = known["typed"].get("name", "")
    form = CardForm(email=email, name=name)
    if chosen := cards.BY_NUMBER.get(request.query_params.get("card", "")):
        form = filled_with(chosen, email, name)
        return _page(sandbox, request, work, session, form, None)
    return _page(sandbox, request, work, session, form, known["problem"])


async def submit_checkout(sandbox: Sandbox, request: Request) -> Response:
    """Try the card that was typed. A second click finds the session complete and goes on."""
    if sandbox.faults.strike("down", "hosted_page"):
        return await hang_up(request)
    typed = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
    email, number, expiry, cvc, name = (typed.get(it, [""])[0].strip()[:200] for it in FIELDS)
    form = CardForm(email, number, expiry, cvc, name)
    work = sandbox.work()
    session = work.find("checkout.session", request.path_params["session"])
    if session and session["status"] == "complete":
        return RedirectResponse(success_url(session), 303)
    if session is None or session["status"] != "open":
        return closed(sandbox, request, session)
    if not form.check(sandbox.state.clock.now()):
        form.cvc = ""
        return _page(sandbox, request, work, session, form, None, status=422)
    assert form.card
    assert form.month_and_year
    session = checking_out.submit(
        work,
        sandbox.options,
        session,
        form.card,
        form.month_and_year,
        email=form.email,
        name=form.name,
    )
    sandbox.commit(work)
    if sandbox.faults.strike("drop_answer", "hosted_page"):
        return await hang_up(request)
    return _after(sandbox, request, session, form)


FIELDS = ("email", "number", "expiry", "cvc", "name")


def _after(sandbox: Sandbox, request: Request, session: Record, form: CardForm) -> Response:
    if session["status"] == "complete":
        return RedirectResponse(success_url(session), 303)
    work = sandbox.work()
    if problem := work.get("_checkout", session["id"])["problem"]:
        form.cvc = ""
        return _page(sandbox, request, work, session, form, problem, status=402)
    kind = "setup_intent" if session["mode"] == "setup" else "payment_intent"
    secret = work.get(kind, session[kind])["client_secret"]
    language = choose_language(request, session["locale"])
    return RedirectResponse(f"/authenticate/{secret}?locale={language}", 303)


def success_url(session: Record) -> str:
    url: str = session["success_url"]
    return url.replace("{CHECKOUT_SESSION_ID}", session["id"])


def closed(sandbox: Sandbox, request: Request, session: Record | None) -> Response:
    """The page of a session that is complete, expired, or not there at all."""
    language = choose_language(request, session["locale"] if session else None)
    kind = session["status"] if session else "missing"
    link = None
    if session:
        link = success_url(session) if kind == "complete" else session["cancel_url"]
    return render(
        "closed.html",
        language,
        [],
        status=404 if session is None else 200,
        merchant=sandbox.options.merchant_name,
        kind=kind,
        link=link,
    )


def _page(
    sandbox: Sandbox,
    request: Request,
    work: Work,
    session: Record,
    form: CardForm,
    problem: dict[str, Any] | None,
    status: int = 200,
) -> Response:
    language = choose_language(request, session["locale"])
    merchant = sandbox.options.merchant_name
    shown = [cards.BY_NUMBER[number] for number in SHOWN_FIRST]
    shown += [card for card in cards.PUBLISHED if card not in shown]
    return render(
        "checkout.html",
        language,
        [session["success_url"], session["cancel_url"]],
        status,
        session=session,
        lines=work.get("_checkout", session["id"])["lines"],
        form=form,
        problem=worded_problem(problem, language),
        button=_button(session, language),
        merchant=merchant,
        cards=shown,
        languages=LANGUAGES,
    )


def _button(session: Record, language: str) -> str:
    words = WORDS[language]
    if session["mode"] == "setup":
        return words["save"]
    amount = money(session["amount_total"], session["currency"], language)
    return words["donate" if session["submit_type"] == "donate" else "pay"].format(amount=amount)


def worded_problem(problem: dict[str, Any] | None, language: str) -> str | None:
    """A refusal of the bank as a sentence for the person, without its finer reasons."""
    if not problem:
        return None
    words = WORDS[language]
    if problem["code"].endswith("authentication_failure"):
        return words["authentication_failure"]
    for name in (problem.get("decline_code"), problem["code"]):
        if name in words:
            return words[name]
    return words["card_declined"]

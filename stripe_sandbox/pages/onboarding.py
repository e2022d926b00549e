"""The hosted page on which a payee is onboarded. It asks for nothing real: only how it shall end.

A link works once. Opening it leads to the page itself, which stays for an hour; opening it again,
or too late, leads back to the platform's `refresh_url`, as at Stripe.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from stripe_sandbox import payees
from stripe_sandbox.front import Sandbox
from stripe_sandbox.pages.rendering import choose_language, render
from stripe_sandbox.store import Record, Work

STAYS = 60 * 60


def routes(sandbox: Sandbox) -> list[Route]:
    async def follow(request: Request) -> Response:
        return follow_link(sandbox, request)

    async def show(request: Request) -> Response:
        return show_form(sandbox, request)

    async def submit(request: Request) -> Response:
        return await submit_form(sandbox, request)

    return [
        Route("/onboarding/{token}", follow, methods=["GET"]),
        Route("/onboarding/form/{token}", show, methods=["GET"]),
        Route("/onboarding/form/{token}", submit, methods=["POST"]),
    ]


def follow_link(sandbox: Sandbox, request: Request) -> Response:
    """Use the link up, or send its holder back for a fresh one."""
    work = sandbox.work()
    link = work.find("_account_link", request.path_params["token"])
    if link is None:
        return _closed(sandbox, request, "missing", 404)
    if link["used"] or link["expires_at"] <= work.now:
        return RedirectResponse(link["refresh_url"], 303)
    work.edit("_account_link", link["id"])["used"] = True
    form = work.letters(32)
    visit = {"account": link["account"], "return_url": link["return_url"]}
    work.add({"id": form, "object": "_onboarding", "until": work.now + STAYS, **visit})
    sandbox.commit(work)
    return RedirectResponse(f"/onboarding/form/{form}", 303)


def show_form(sandbox: Sandbox, request: Request) -> Response:
    work = sandbox.work()
    visit = _visit(work, request)
    if visit is None:
        return _closed(sandbox, request, "missing", 404)
    account = work.get("v2.core.account", visit["account"])
    return render(
        "onboarding.html",
        _language(request, account),
        [visit["return_url"]],
        merchant=sandbox.options.merchant_name,
        name=account.get("display_name") or account.get("contact_email") or account["id"],
        asked=[entry["description"] for entry in account["requirements"]["entries"]],
    )


async def submit_form(sandbox: Sandbox, request: Request) -> Response:
    typed = parse_qs((await request.body()).decode("utf-8", "replace"))
    work = sandbox.work()
    visit = _visit(work, request)
    if visit is None:
        return _closed(sandbox, request, "missing", 404)
    if typed.get("answer") == ["complete"]:
        payees.hand_in(work, visit["account"])
    work.drop("_onboarding", visit["id"])
    sandbox.commit(work)
    if visit["return_url"]:
        return RedirectResponse(visit["return_url"], 303)
    return _closed(sandbox, request, "bank_done", 200)


def _visit(work: Work, request: Request) -> Record | None:
    visit = work.find("_onboarding", request.path_params["token"])
    return visit if visit and visit["until"] > work.now else None


def _language(request: Request, account: Record) -> str:
    locales = account["defaults"].get("locales") or [None]
    return choose_language(request, locales[0])


def _closed(sandbox: Sandbox, request: Request, kind: str, status: int) -> Response:
    merchant = sandbox.options.merchant_name
    language = choose_language(request, None)
    return render("closed.html", language, [], status, merchant=merchant, kind=kind, link=None)

"""A read-only page for whoever runs a demo: what the provider knows and did."""

from __future__ import annotations

from itertools import islice

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from stripe_sandbox.front import Sandbox
from stripe_sandbox.pages.rendering import render
from stripe_sandbox.resources.balance import balance

SHOWN = 50


def routes(sandbox: Sandbox) -> list[Route]:
    async def show(request: Request) -> Response:
        return show_dashboard(sandbox)

    return [Route("/", show, methods=["GET"])]


def show_dashboard(sandbox: Sandbox) -> Response:
    work = sandbox.work()
    kinds = ("payment_intent", "customer", "checkout.session", "balance_transaction", "event")
    latest = {kind.replace(".", "_"): list(islice(work.rows(kind), SHOWN)) for kind in kinds}
    counts = {kind.replace(".", "_"): len(sandbox.state.tables.get(kind, {})) for kind in kinds}
    return render(
        "dashboard.html",
        "en",
        [],
        latest=latest,
        counts=counts,
        shown=SHOWN,
        balance=balance(work),
        now=work.now,
        merchant=sandbox.options.merchant_name,
    )

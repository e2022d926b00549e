"""A read-only page for whoever runs a demo: what the provider knows and did."""

from __future__ import annotations

from itertools import islice

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from stripe_sandbox import payees
from stripe_sandbox.front import Sandbox
from stripe_sandbox.pages.rendering import render
from stripe_sandbox.resources.balance import balance

SHOWN = 50
KINDS = (
    *("payment_intent", "customer", "checkout.session", "balance_transaction", "event", "refund"),
    *("dispute", "transfer", "payout", "v2.core.account"),
)


def routes(sandbox: Sandbox) -> list[Route]:
    async def show(request: Request) -> Response:
        return show_dashboard(sandbox)

    return [Route("/", show, methods=["GET"])]


def show_dashboard(sandbox: Sandbox) -> Response:
    work = sandbox.work()
    latest = {kind.replace(".", "_"): list(islice(work.rows(kind), SHOWN)) for kind in KINDS}
    counts = {kind.replace(".", "_"): len(sandbox.state.tables.get(kind, {})) for kind in KINDS}
    return render(
        "dashboard.html",
        "en",
        [],
        latest=latest,
        counts=counts,
        payees=[
            {**account, "capability": payees.capability(account)}
            for account in latest["v2_core_account"]
        ],
        shown=SHOWN,
        balance=balance(work),
        now=work.now,
        merchant=sandbox.options.merchant_name,
    )

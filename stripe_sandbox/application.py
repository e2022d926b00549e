"""The web application: API, hosted pages, control and dashboard put together."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from stripe_sandbox import idempotency, processing
from stripe_sandbox.control import Control, set_endpoint
from stripe_sandbox.errors import unrecognised_url
from stripe_sandbox.faults import Faults
from stripe_sandbox.front import Sandbox, answer
from stripe_sandbox.journal import Journal
from stripe_sandbox.operations import OPERATIONS, Operation
from stripe_sandbox.options import Options
from stripe_sandbox.pages import bank, checkout, dashboard, onboarding
from stripe_sandbox.pages.rendering import STATIC
from stripe_sandbox.rate_limit import RateLimit
from stripe_sandbox.recording import Recording
from stripe_sandbox.resources import (
    account_links,
    accounts,
    balance,
    charges,
    checkout_reading,
    checkout_sessions,
    customers,
    disputes,
    event_log,
    payment_intents,
    payment_methods,
    payouts,
    refunds,
    setup_intents,
    thin_event_log,
    topups,
    transfers,
    webhook_endpoints,
)
from stripe_sandbox.schedule import run_due
from stripe_sandbox.store import State
from stripe_sandbox.webhooks import Courier

# Importing these enters their operations into the table, or what they do when it is due.
RESOURCES = (
    processing,
    account_links,
    accounts,
    balance,
    charges,
    checkout_reading,
    checkout_sessions,
    customers,
    disputes,
    event_log,
    payment_intents,
    payment_methods,
    payouts,
    refunds,
    setup_intents,
    thin_event_log,
    topups,
    transfers,
    webhook_endpoints,
)


def create_application(options: Options) -> Starlette:
    """The sandbox, ready to be served; state is read from the data folder now."""
    state = State(Journal(options.data_dir), options.seed)
    state.dispute_fee, state.refund_delay = options.dispute_fee, options.refund_delay
    state.verifying = options.verifying
    idempotency.forget_old(state)
    sandbox = Sandbox(
        options,
        state,
        Faults(state.seed),
        RateLimit(options.rate_limit, options.rate_limit_all),
        Recording(options.record),
    )
    set_endpoint(sandbox)
    courier = Courier(sandbox)
    routes = [
        *(_route(sandbox, operation) for operation in OPERATIONS),
        *Control(sandbox, courier).routes(),
        *checkout.routes(sandbox),
        *bank.routes(sandbox),
        *onboarding.routes(sandbox),
        *dashboard.routes(sandbox),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]

    @contextlib.asynccontextmanager
    async def lifespan(application: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(courier.work()), asyncio.create_task(_tick(sandbox))]
        yield
        for task in tasks:
            task.cancel()
        state.journal.close()

    return Starlette(
        routes=routes, lifespan=lifespan, exception_handlers={404: _not_found, 405: _not_found}
    )


def _route(sandbox: Sandbox, operation: Operation) -> Route:
    async def endpoint(request: Request) -> Response:
        return await answer(sandbox, operation, request)

    handler: Callable[[Request], Awaitable[Response]] = endpoint
    route = Route(operation.path, handler, methods=[operation.method], name=operation.name)
    route.methods = {operation.method}
    return route


async def _tick(sandbox: Sandbox) -> None:
    """Let things happen at their time even when nobody asks."""
    while True:
        await asyncio.sleep(0.5)
        if run_due(sandbox.state):
            for told in sandbox.after_commit:
                told()


async def _not_found(request: Request, error: Exception) -> Response:
    if request.url.path.startswith("/v1/") or request.url.path.startswith("/v2/"):
        refusal = unrecognised_url(request.method, request.url.path)
        return JSONResponse(refusal.body, status_code=404)
    return Response("Nothing is here.", 404, media_type="text/plain")

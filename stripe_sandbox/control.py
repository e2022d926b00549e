"""Control under /_sandbox/: what a test or a demo may ask of the sandbox, and Stripe has not.

JSON in and out, no key; meant for the machine it runs on.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from itertools import islice
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from stripe_sandbox import API_VERSION, idempotency
from stripe_sandbox.cards import PUBLISHED
from stripe_sandbox.elsewhere import ELSEWHERE, Happening
from stripe_sandbox.events import schedule_delivery
from stripe_sandbox.faults import KINDS, shown
from stripe_sandbox.front import Sandbox
from stripe_sandbox.resources.balance import balance
from stripe_sandbox.resources.webhook_endpoints import new_endpoint
from stripe_sandbox.schedule import run_due
from stripe_sandbox.thin_events import new_destination
from stripe_sandbox.webhooks import Courier, Disturbance

Wish = dict[str, Any]
Act = Callable[[Wish], Any]


def set_endpoint(sandbox: Sandbox) -> None:
    """Make sure that the endpoint named at start exists once, with the secret given."""
    _set_destination(sandbox)
    url, secret = sandbox.options.webhook_url, sandbox.options.webhook_secret
    if not url:
        return
    work = sandbox.state.work()
    for endpoint in list(work.rows("webhook_endpoint")):
        if endpoint["metadata"].get("set_by") == "command line":
            work.edit("webhook_endpoint", endpoint["id"])["url"] = url
            if secret:
                work.edit("_webhook_secret", endpoint["id"])["secret"] = secret
            break
    else:
        endpoint = new_endpoint(work, url, ["*"], secret)
        endpoint["metadata"] = {"set_by": "command line"}
    sandbox.state.commit(work)


def _set_destination(sandbox: Sandbox) -> None:
    """The same for the destination of thin events."""
    url, secret = sandbox.options.thin_url, sandbox.options.thin_secret
    if not url:
        return
    work = sandbox.state.work()
    known = [row for row in work.rows("_destination") if row["set_by"] == "command line"]
    if known:
        work.edit("_destination", known[0]["id"]).update(url=url, secret=secret)
    else:
        new_destination(work, url, secret, "command line")
    sandbox.state.commit(work)


class Control:
    """One method for each control endpoint; ValueError becomes a 400 with its sentence."""

    def __init__(self, sandbox: Sandbox, courier: Courier) -> None:
        self.sandbox, self.courier = sandbox, courier

    def routes(self) -> list[Route]:
        table: list[tuple[str, str, Act]] = [
            ("GET", "health", self.health),
            ("GET", "cards", lambda _: [card.number for card in PUBLISHED]),
            ("POST", "reset", self.reset),
            ("GET", "clock", self.clock),
            ("POST", "clock", self.clock),
            ("POST", "idempotency/age", self.age),
            ("GET", "deliveries", self.deliveries),
            ("GET", "webhooks", self.webhooks),
            ("POST", "webhooks", self.webhooks),
            ("POST", "webhooks/resend", self.resend),
            ("GET", "limits", self.limits),
            ("POST", "limits", self.limits),
            ("GET", "faults", self.faults),
            ("POST", "faults", self.add_fault),
            ("DELETE", "faults", self.lift_faults),
            *((method, path, self.outside(act)) for method, path, act in ELSEWHERE),
            ("GET", "balance", lambda _: balance(self.sandbox.work())),
        ]
        paths: dict[str, dict[str, Act]] = {}
        for method, path, act in table:
            paths.setdefault(path, {})[method] = act
        return [
            Route(f"/_sandbox/{path}", _endpoint(acts), methods=list(acts))
            for path, acts in paths.items()
        ]

    def health(self, wish: Wish) -> Wish:
        pending = len(self.courier.pending())
        return {
            "status": "ok",
            "api_version": API_VERSION,
            "now": self.sandbox.state.clock.now(),
            "deliveries_pending": pending,
            "seed": self.sandbox.state.seed,
        }

    def reset(self, wish: Wish) -> Wish:
        """Forget everything: objects, faults, disturbances, clock; keep the start-up endpoint."""
        self.sandbox.state.forget_everything(wish.get("seed"))
        self.sandbox.faults.start_anew(self.sandbox.state.seed)
        self.sandbox.rate_limit.refused.clear()
        self.courier.start_anew()
        set_endpoint(self.sandbox)
        return {"reset": True}

    def clock(self, wish: Wish) -> Wish:
        """Move the clock ahead by `advance` seconds and do what fell due."""
        self.sandbox.state.move_clock(float(wish.get("advance", 0)))
        done = run_due(self.sandbox.state)
        self.courier.news.set()
        return {"now": self.sandbox.state.clock.now(), "done": done}

    def age(self, wish: Wish) -> Wish:
        """Age the remembered answers (all, or of `keys`) by `seconds`, else past 24 hours."""
        seconds = float(wish.get("seconds", idempotency.KEPT_FOR))
        return {"aged": idempotency.age(self.sandbox.state, seconds, wish.get("keys"))}

    def deliveries(self, wish: Wish) -> Wish:
        tables = self.sandbox.state.tables
        done = list(islice(reversed(tables.get("_delivered", {}).values()), 1000))[::-1]
        thick, thin = tables.get("event", {}), tables.get("v2.core.event", {})
        rows = [
            {**row, "type": (thick.get(row["event"]) or thin[row["event"]])["type"]}
            for row in [*done, *self.courier.pending()]
        ]
        return {"data": rows, "pending": len(self.courier.pending())}

    def webhooks(self, wish: Wish) -> Wish:
        """Change how deliveries are disturbed; the names are those of Disturbance."""
        unknown = set(wish) - set(vars(Disturbance()))
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        return self.courier.change(**wish)

    def resend(self, wish: Wish) -> Wish:
        """Send events again: those in `events`, or all of them, `times` times."""
        work = self.sandbox.state.work()
        wanted = wish.get("events") or [row["id"] for row in reversed(list(work.rows("event")))]
        endpoints = [row["id"] for row in work.rows("webhook_endpoint")]
        for _ in range(int(wish.get("times", 1))):
            for event in wanted:
                for endpoint in endpoints:
                    schedule_delivery(work, event, endpoint)
        self.sandbox.commit(work)
        return {"scheduled": len(wanted) * len(endpoints) * int(wish.get("times", 1))}

    def faults(self, wish: Wish) -> Wish:
        """The faults in force, and all that went wrong on request since the last reset."""
        faults = self.sandbox.faults
        return {
            "kinds": KINDS,
            "seed": faults.seed,
            "data": faults.listed(),
            "struck": faults.counted(),
            "webhooks": dict(self.courier.disturbed),
            "limited": dict(self.sandbox.rate_limit.refused),
        }

    def add_fault(self, wish: Wish) -> Wish:
        return shown(self.sandbox.faults.add(wish))

    def limits(self, wish: Wish) -> Wish:
        """Change the limits on requests a second: `each`, `all`, or `published`."""
        self.sandbox.rate_limit.change(wish)
        return self.sandbox.rate_limit.shown()

    def outside(self, act: Happening) -> Act:
        """Something that happens elsewhere, as one piece of work."""

        def happen(wish: Wish) -> Any:
            work = self.sandbox.work()
            answer = act(work, wish)
            self.sandbox.commit(work)
            return answer

        return happen

    def lift_faults(self, wish: Wish) -> Wish:
        self.sandbox.faults.lift(wish.get("id"))
        return self.faults(wish)


def _endpoint(acts: dict[str, Act]) -> Callable[[Request], Awaitable[JSONResponse]]:
    async def answer(request: Request) -> JSONResponse:
        body = await request.body()
        try:
            wish = json.loads(body) if body else {}
            if not isinstance(wish, dict):
                raise ValueError("A JSON object is expected.")
            wish = {**request.query_params, **wish}
            return JSONResponse(acts[request.method](wish))
        except (ValueError, TypeError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return answer

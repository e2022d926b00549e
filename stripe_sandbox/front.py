"""The front of the API: every request passes here, is checked, carried out once and answered.

Order, as at Stripe: key, version, rate limit, parameters, idempotency, the operation itself, the
journal, the answer. Everything between two `await`s is one atomic piece of work.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from stripe_sandbox import API_VERSION, idempotency
from stripe_sandbox.errors import Refusal
from stripe_sandbox.expansion import expanded
from stripe_sandbox.faults import Faults
from stripe_sandbox.forms import decode, decode_json
from stripe_sandbox.operations import Call, Operation
from stripe_sandbox.options import Options
from stripe_sandbox.parameters import check_fields
from stripe_sandbox.rate_limit import RateLimit, too_many
from stripe_sandbox.recording import Recording
from stripe_sandbox.schedule import run_due
from stripe_sandbox.store import Record, State, Work

BROKEN = "An unknown error occurred. (A fault that the sandbox was asked for.)"


@dataclass
class Sandbox:
    """The running parts that requests, pages, control and background work share."""

    options: Options
    state: State
    faults: Faults
    rate_limit: RateLimit
    recording: Recording
    in_flight: idempotency.InFlight = field(default_factory=idempotency.InFlight)
    after_commit: list[Callable[[], None]] = field(default_factory=list)

    def work(self, request: Record | None = None) -> Work:
        """A piece of work on the state as it is now, with everything done that was due."""
        run_due(self.state)
        return self.state.work(request)

    def commit(self, work: Work) -> None:
        self.state.commit(work)
        run_due(self.state)
        for told in self.after_commit:
            told()


@dataclass
class Asked:
    """A request after its body has been read."""

    operation: Operation
    path: dict[str, str]
    url: str
    given: dict[str, Any]
    encoded: str
    id: str
    key: str | None

    @property
    def named(self) -> str:
        """What makes this request the same one when it is sent again."""
        return self.key or self.url


class Dropped(Exception):
    """The connection is to be closed without an answer."""


async def answer(sandbox: Sandbox, operation: Operation, request: Request) -> Response:
    """Answer one API request, or close the connection when a fault says so."""
    named = request.headers.get("Idempotency-Key") or str(request.url.path)
    if sandbox.faults.strike("down", operation.name, named):
        return await hang_up(request)
    request_id = f"req_{secrets.token_hex(7)}"
    asked = None
    try:
        asked = await _read(operation, request, request_id)
        _authorise(request)
        status, body, headers = await _answer(sandbox, asked)
    except Refusal as refusal:
        body = refusal.second_body if operation.second else refusal.body
        status, headers = refusal.status, dict(refusal.headers)
    except Dropped:
        return await hang_up(request)
    if asked:
        _record(sandbox, asked, status, body)
    headers |= {"Request-Id": request_id, "Stripe-Version": API_VERSION}
    if asked and asked.key:
        headers["Idempotency-Key"] = asked.key
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status, headers, media_type="application/json")


async def hang_up(request: Request) -> Response:
    """Close the connection at once; what is returned reaches nobody."""
    transport = request.scope.get("stripe_sandbox.transport")
    if transport is not None:
        transport.abort()
        await asyncio.sleep(0)
    return Response(status_code=503)


async def _answer(sandbox: Sandbox, asked: Asked) -> tuple[int, Record, dict[str, str]]:
    name = asked.operation.name
    sandbox.rate_limit.admit(name)
    faults, named = sandbox.faults, asked.named
    if faults.strike("answer_429", name, named):
        raise too_many("endpoint-rate")
    if faults.strike("answer_500", name, named):
        raise Refusal(BROKEN, status=500, type="api_error", stored=False)
    if faults.strike("answer_409", name, named):
        raise idempotency.in_use(asked.key or "given")
    parameters = check_fields(asked.operation.takes, asked.given)
    if asked.key is None:
        return await _carry_out(sandbox, asked, parameters)
    endpoint = (asked.operation.method, asked.url)
    stored = idempotency.remembered(sandbox.state, asked.key, *endpoint, asked.given)
    if stored:
        headers = {"Idempotent-Replayed": "true", "Original-Request": stored["request"]}
        return stored["status"], stored["body"], headers
    sandbox.in_flight.begin(asked.key)
    try:
        return await _carry_out(sandbox, asked, parameters)
    finally:
        sandbox.in_flight.end(asked.key)


async def _carry_out(
    sandbox: Sandbox, asked: Asked, parameters: dict[str, Any]
) -> tuple[int, Record, dict[str, str]]:
    faults, name, named = sandbox.faults, asked.operation.name, asked.named
    if slow := faults.strike("delay", name, named):
        await asyncio.sleep(slow.seconds)
    work = sandbox.work({"id": asked.id, "idempotency_key": asked.key})
    if faults.strike("store_500", name, named):
        told = kept = Outcome(500, _broken(), stored=True)
    else:
        told = kept = run(work, sandbox.options, asked, parameters)
        if faults.strike("store_500_after", name, named):
            told = Outcome(500, _broken(), stored=True)
    if not asked.operation.second:
        kept = told
    if asked.key and kept.stored and idempotency.remembers(asked.operation.second, kept.status):
        endpoint = (asked.operation.method, asked.url)
        idempotency.remember(work, asked.key, *endpoint, asked.given, kept.status, kept.body)
    sandbox.commit(work)
    if slow := faults.strike("delay_answer", name, named):
        await asyncio.sleep(slow.seconds)
    if faults.strike("drop_answer", name, named):
        raise Dropped
    return told.status, told.body, {}


@dataclass(frozen=True)
class Outcome:
    """What came of a request, and whether it is to be remembered under its key."""

    status: int
    body: Record
    stored: bool


def run(work: Work, options: Options, asked: Asked, parameters: dict[str, Any]) -> Outcome:
    """Carry the request out. A refusal leaves the work empty unless what changed is kept."""
    expand = parameters.pop("expand", None)
    try:
        body = asked.operation.run(Call(work, parameters, asked.path, options, asked.url))
        return Outcome(200, expanded(work, body, expand), stored=True)
    except Refusal as refusal:
        if not refusal.kept:
            work.forget()
        shape = refusal.second_body if asked.operation.second else refusal.body
        return Outcome(refusal.status, shape, refusal.stored)


def _broken() -> Record:
    return Refusal(BROKEN, status=500, type="api_error").body


async def _read(operation: Operation, request: Request, request_id: str) -> Asked:
    encoded = request.url.query
    if request.method == "POST":
        encoded = (await request.body()).decode("utf-8", "replace")
    key = request.headers.get("Idempotency-Key") if request.method != "GET" else None
    if key is not None and not 1 <= len(key) <= 255:
        raise Refusal("Idempotency keys have 1 to 255 characters.", stored=False)
    version = request.headers.get("Stripe-Version", API_VERSION)
    if version != API_VERSION:
        message = f"Invalid Stripe API version: {version}. The sandbox speaks {API_VERSION} only."
        raise Refusal(message, stored=False)
    posted = request.method == "POST" and operation.second
    given = decode_json(encoded) if posted else decode(encoded)
    path = {name: str(value) for name, value in request.path_params.items()}
    return Asked(operation, path, request.url.path, given, encoded, request_id, key)


def _authorise(request: Request) -> None:
    """Accept any test key, as a bearer token or as the user of basic authorisation."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            value = base64.b64decode(value).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            value = ""
    value = value.strip()
    if not value:
        raise Refusal("You did not provide an API key.", status=401, stored=False)
    if value.startswith("pk_"):
        message = "A publishable key cannot make this call. Use a secret key."
        raise Refusal(message, status=401, code="secret_key_required", stored=False)
    if value.startswith(("sk_live_", "rk_live_")):
        message = "Invalid API Key provided: a live key. The sandbox takes test keys only."
        raise Refusal(message, status=401, stored=False)
    if not value.startswith(("sk_test_", "rk_test_")):
        message = f"Invalid API Key provided: {value[:4]}{'*' * 8}"
        raise Refusal(message, status=401, stored=False)


def _record(sandbox: Sandbox, asked: Asked, status: int, body: Record) -> None:
    sandbox.recording.write(
        {
            "method": asked.operation.method,
            "path": asked.operation.path,
            "url": asked.url,
            "request": asked.encoded,
            "status": status,
            "answer": body,
        }
    )

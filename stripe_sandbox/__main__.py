"""The command line: python -m stripe_sandbox --data-dir DIR."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from stripe_sandbox.application import create_application
from stripe_sandbox.options import Options
from stripe_sandbox.pricing import PER_DISPUTE
from stripe_sandbox.rate_limit import PUBLISHED
from stripe_sandbox.server import serve


def read_options(arguments: Sequence[str] | None = None) -> Options:
    """Options from the command line; argparse says what is wrong and ends."""
    parser = argparse.ArgumentParser("python -m stripe_sandbox", description="An offline Stripe.")
    add = parser.add_argument
    add("--data-dir", type=Path, required=True, help="folder where its state is kept")
    add("--host", default="127.0.0.1")
    add("--port", type=int, default=12111)
    add("--public-url", default="", help="address by which browsers reach it")
    add("--merchant-name", default="Sandbox merchant", help="shown on the hosted page")
    add("--seed", type=int, help="makes ids and disturbances repeatable")
    add("--webhook-url", default="", help="endpoint to be told of every event")
    add("--webhook-secret", default="", help="its secret, whsec_...")
    add("--fast-webhooks", action="store_true", help="repeat deliveries after tenths of a second")
    add("--capture-delay", type=float, default=0.0, help="seconds until money reaches the balance")
    add("--dispute-fee", type=int, default=PER_DISPUTE, help="cents that each dispute costs")
    add("--refund-delay", type=float, default=60.0, help="seconds until a slow refund ends")
    add("--verifying", type=float, default=0.0, help="seconds until a payee is accepted")
    add("--thin-url", default="", help="endpoint to be told of thin events (version 2)")
    add("--thin-secret", default="", help="its secret, whsec_...")
    add("--rate-limit", type=int, default=0, help="requests a second for each operation")
    add("--rate-limit-all", type=int, default=0, help="requests a second for all together")
    add("--limits", choices=tuple(PUBLISHED), help="both, as Stripe publishes them")
    add("--record", type=Path, help="file for every request and answer, as JSON lines")
    given = parser.parse_args(arguments)
    named = given.__dict__.pop("limits")
    if named:
        given.rate_limit, given.rate_limit_all = PUBLISHED[named]
    for kind in ("webhook", "thin"):
        url, secret = getattr(given, f"{kind}_url"), getattr(given, f"{kind}_secret")
        if bool(url) != bool(secret):
            parser.error(f"--{kind}-url and --{kind}-secret are given together")
        if secret and not secret.startswith("whsec_"):
            parser.error(f"--{kind}-secret begins with whsec_")
    return Options(**vars(given))


if __name__ == "__main__":
    options = read_options()
    serve(create_application(options), options)

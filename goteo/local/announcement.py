"""What bin/run prints: one short line per step, and one block with the addresses at the end."""

from contextlib import suppress

from goteo.local.environment import Brought, Ports
from goteo.local.ports import HOST
from goteo.local.state import State


def say(who: str, what: str) -> None:
    _show(f"{who:>14}  {what}")


def _show(text: str) -> None:
    # A closed terminal or pipe must not keep the supervisor from stopping its parts.
    with suppress(OSError):
        print(text, flush=True)


def welcome(state: State, port: Ports, bring: Brought, seconds: float) -> None:
    web = f"http://{HOST}:{port.web}"
    stripe = "your own Stripe account" if bring.stripe else f"http://{HOST}:{port.stripe}/"
    lines = [
        "",
        f"Goteo runs, after {seconds:.1f} seconds.",
        "",
        f"  Pages            {web}/",
        f"  Admin            {web}/admin/",
        f"  Mails            {web}/_local/mails/",
        f"  Offline Stripe   {stripe}",
        f"  Logs             {state.logs}",
        *_sign_ins(state),
        "",
        "  Ctrl-C stops everything. `bin/run --reset` begins anew.",
        "",
    ]
    _show("\n".join(lines))


def _sign_ins(state: State) -> list[str]:
    """The demo's e-mail addresses and passwords, written by the command that made them."""
    file = state.root / "demo.txt"
    if not file.exists():
        return []
    return ["", "  Demo sign-ins", *(f"    {line}" for line in file.read_text().splitlines())]

"""expand[]: ids replaced by the objects they name, up to four levels deep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stripe_sandbox.errors import Refusal
from stripe_sandbox.store import Record, Work, duplicate

DEEPEST = 4

LINKS: dict[str, set[str]] = {
    "balance_transaction": {"source"},
    "charge": {"balance_transaction", "customer", "failure_balance_transaction", "payment_intent"},
    "checkout.session": {"customer", "payment_intent", "setup_intent"},
    "dispute": {"charge", "payment_intent"},
    "payment_intent": {"customer", "latest_charge", "payment_method"},
    "payment_method": {"customer"},
    "refund": {"balance_transaction", "charge", "failure_balance_transaction", "payment_intent"},
    "payout": {"balance_transaction", "failure_balance_transaction"},
    "setup_attempt": {"customer", "payment_method", "setup_intent"},
    "setup_intent": {"customer", "latest_attempt", "payment_method"},
    "topup": {"balance_transaction"},
    "transfer": {"balance_transaction", "source_transaction"},
    "transfer_reversal": {"balance_transaction", "transfer"},
}
# Fields that are left out unless they are asked for, and what makes them.
ON_REQUEST: dict[tuple[str, str], Callable[[Work, Record], Any]] = {}


def expanded(work: Work, answer: Record, paths: list[str] | None) -> Record:
    """The answer with its paths expanded; the stored records stay as they are."""
    if not paths:
        return answer
    answer = duplicate(answer)
    for path in paths:
        parts = path.split(".")
        if len(parts) > DEEPEST + (parts[0] == "data"):
            message = f"You cannot expand more than {DEEPEST} levels of a property ({path})."
            raise Refusal(message, param="expand", stored=False)
        _expand(work, answer, parts, path)
    return answer


def _expand(work: Work, here: Any, parts: list[str], path: str) -> None:
    if not parts or here is None:
        return
    if isinstance(here, list):
        for item in here:
            _expand(work, item, parts, path)
        return
    name, rest = parts[0], parts[1:]
    kind = here.get("object", "") if isinstance(here, dict) else ""
    if (kind, name) in ON_REQUEST:
        if name not in here:
            here[name] = ON_REQUEST[kind, name](work, here)
    elif name in LINKS.get(kind, ()):
        if isinstance(here.get(name), str):
            here[name] = duplicate(work.find_any(here[name]))
    elif not isinstance(here, dict) or not isinstance(here.get(name), (dict, list)):
        if isinstance(here, dict) and name in here and here[name] is None:
            return
        message = f"This property cannot be expanded ({path})."
        raise Refusal(message, param="expand", stored=False)
    _expand(work, here.get(name), rest, path)

"""Payees: accounts that money may be transferred to once their holder has given what is asked.

What a payee may do is its capability: `restricted` until the hosted page is filled in, `pending`
while that is looked at, then `active`. Beside the account stands `_payee`, which never leaves the
sandbox: what its own balance holds, in cents by currency.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from stripe_sandbox.errors import Refusal
from stripe_sandbox.schedule import due
from stripe_sandbox.store import Record, Work
from stripe_sandbox.thin_events import emit_thin, iso

TRANSFERS = "stripe_balance.stripe_transfers"
RECIPIENT = "v2.core.account[configuration.recipient]"
# Why a capability is not active, by its status: Stripe's code and who can resolve it.
DETAILS: dict[str, list[Record]] = {
    "active": [],
    "pending": [{"code": "requirements_pending_verification", "resolution": "no_resolution"}],
    "restricted": [{"code": "requirements_past_due", "resolution": "provide_info"}],
}
ASKED = ("Representative's name and date of birth", "Bank account for payouts")


def new_payee(work: Work, details: Record, *, wants_transfers: bool) -> Record:
    """An account as a payee begins: nothing is known of it yet, nothing may be sent to it."""
    account: Record = {
        "id": "acct_1" + work.letters(16),
        "object": "v2.core.account",
        "applied_configurations": ["recipient"],
        "closed": False,
        "configuration": {"recipient": {"applied": True, "capabilities": {}}},
        "created": iso(work.now),
        "livemode": False,
        "requirements": requirements("restricted"),
        **details,
    }
    if wants_transfers:
        account["configuration"]["recipient"]["capabilities"] = _capabilities("restricted")
    work.add(account)
    work.add({"id": account["id"], "object": "_payee", "balance": {}})
    emit_thin(work, "v2.core.account.created", account["id"])
    return account


def ask_for_transfers(work: Work, name: str) -> None:
    """The platform asks that this account may be transferred to."""
    recipient = work.edit("v2.core.account", name)["configuration"]["recipient"]
    if not recipient["capabilities"]:
        recipient["capabilities"] = _capabilities("restricted")
        _tell_capability(work, name)


def capability(account: Record) -> str:
    """The status of the capability to be transferred to; empty when it was never asked for."""
    capabilities = account["configuration"]["recipient"]["capabilities"]
    status: str = (
        capabilities.get("stripe_balance", {}).get("stripe_transfers", {}).get("status", "")
    )
    return status


def set_capability(work: Work, name: str, status: str) -> Record:
    """Change what the payee may do, and tell; nothing is told when nothing changes."""
    if status not in DETAILS:
        raise ValueError(f"status must be one of {', '.join(DETAILS)}")
    account = work.edit("v2.core.account", name)
    before = capability(account)
    if not before:
        raise ValueError("This account was never asked to take transfers.")
    if before == status:
        return account
    account["configuration"]["recipient"]["capabilities"] = _capabilities(status)
    account["requirements"] = requirements(status)
    emit_thin(work, "v2.core.account[requirements].updated", name)
    _tell_capability(work, name)
    return account


def hand_in(work: Work, name: str) -> None:
    """The holder has filled in the hosted page; it is looked at and then accepted."""
    if capability(work.get("v2.core.account", name)) == "restricted":
        set_capability(work, name, "pending")
        work.later(work.state.clock.now() + work.state.verifying, "verify_payee", name)


@due("verify_payee")
def verify(work: Work, name: str) -> None:
    if capability(work.get("v2.core.account", name)) == "pending":
        set_capability(work, name, "active")


def payee_or_refuse(work: Work, name: str) -> Record:
    """The account that is to be transferred to, or why it cannot be."""
    account = work.find("v2.core.account", name)
    if account is None or account["closed"]:
        message = f"No such destination: '{name}'"
        raise Refusal(message, code="resource_missing", param="destination")
    if capability(account) != "active":
        message = (
            "Your destination account needs to have the stripe_balance.stripe_transfers "
            "capability enabled."
        )
        code = "insufficient_capabilities_for_transfer"
        raise Refusal(message, code=code, param="destination")
    return account


def held(work: Work, name: str, currency: str) -> int:
    """Cents on the payee's own balance."""
    cents: int = work.get("_payee", name)["balance"].get(currency, 0)
    return cents


def move(work: Work, name: str, currency: str, cents: int) -> None:
    """Put cents onto the payee's own balance, or take them from it."""
    balance = work.edit("_payee", name)["balance"]
    balance[currency] = balance.get(currency, 0) + cents


def requirements(status: str) -> Record:
    """What is still asked of the payee's holder."""
    if status != "restricted":
        return {"entries": []}
    deadline = {"status": "past_due"}
    restricts = {"capability": TRANSFERS, "configuration": "recipient", "deadline": deadline}
    entries = [
        {
            "awaiting_action_from": "user",
            "description": asked,
            "errors": [],
            "impact": {"restricts_capabilities": [restricts]},
            "minimum_deadline": deadline,
            "requested_reasons": [{"code": "routine_onboarding"}],
        }
        for asked in ASKED
    ]
    return {"entries": entries, "summary": {"minimum_deadline": deadline}}


def shown(account: Record, include: list[str] | None) -> Record:
    """An account as version 2 answers it: the larger parts only when they were asked for."""
    larger = {"configuration", "defaults", "future_requirements", "identity", "requirements"}
    wanted = {each.partition(".")[0] for each in include or ()}
    answer: dict[str, Any] = {
        name: value for name, value in account.items() if name not in larger - wanted
    }
    return answer


def moment(text: str) -> float:
    """Seconds since 1970 of a moment as version 2 writes it."""
    return datetime.fromisoformat(text).astimezone(UTC).timestamp()


def _capabilities(status: str) -> Record:
    each = {"status": status, "status_details": DETAILS[status]}
    return {"stripe_balance": {"payouts": dict(each), "stripe_transfers": dict(each)}}


def _tell_capability(work: Work, name: str) -> None:
    type = f"{RECIPIENT}.capability_status_updated"
    emit_thin(work, type, name, {"updated_capability": TRANSFERS})

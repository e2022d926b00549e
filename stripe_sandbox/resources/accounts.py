"""Accounts of payees, version 2: create, look at, change, close; only the recipient's kind."""

from __future__ import annotations

from stripe_sandbox import payees
from stripe_sandbox.errors import Refusal, no_such
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import (
    Choice,
    Email,
    Fields,
    Flag,
    Integer,
    Items,
    Kind,
    Metadata,
    Text,
    merge_metadata,
)
from stripe_sandbox.pricing import EEA
from stripe_sandbox.resources.pages_of_lists import page_of
from stripe_sandbox.store import Record, Work
from stripe_sandbox.thin_events import emit_thin

COUNTRIES = EEA | {"CA", "CH", "GB", "US"}
LOCALES = ("de-DE", "en", "en-GB", "en-US", "es", "es-ES", "fr-FR", "it-IT", "pt-PT")
INCLUDE = Items(
    of=Choice(
        among=("configuration.recipient", "defaults", "future_requirements", "identity")
        + ("requirements",)
    )
)
DETAILS: dict[str, Kind] = {
    "configuration": Fields(
        of={
            "recipient": Fields(
                of={
                    "capabilities": Fields(
                        of={
                            "stripe_balance": Fields(
                                of={"stripe_transfers": Fields(of={"requested": Flag()})}
                            )
                        }
                    )
                }
            )
        }
    ),
    "contact_email": Email(),
    "dashboard": Choice(among=("express", "full", "none")),
    "defaults": Fields(
        of={
            "currency": Text(maximum=3),
            "locales": Items(of=Choice(among=LOCALES)),
            "profile": Fields(
                of={
                    "business_url": Text(),
                    "doing_business_as": Text(),
                    "product_description": Text(),
                }
            ),
            "responsibilities": Fields(
                of={
                    "fees_collector": Choice(among=("application", "stripe")),
                    "losses_collector": Choice(among=("application", "stripe")),
                }
            ),
        }
    ),
    "display_name": Text(),
    "identity": Fields(
        of={
            "business_details": Fields(of={"phone": Text(), "registered_name": Text()}),
            "country": Text(maximum=2),
            "entity_type": Choice(
                among=("company", "government_entity", "individual", "non_profit")
            ),
        }
    ),
    "include": INCLUDE,
    "metadata": Metadata(),
}


@operation("POST", "/v2/core/accounts", DETAILS)
def create_account(call: Call) -> Record:
    recipient = (call["configuration"] or {}).get("recipient")
    if recipient is None:
        raise Refusal("Only accounts with the recipient configuration are known here.")
    identity, defaults = call["identity"] or {}, call["defaults"] or {}
    country = identity.get("country", "").upper()
    if country not in COUNTRIES:
        message = f"Recipients in '{country}' cannot be transferred to."
        raise Refusal(message, code="capability_not_available_in_country")
    bearing = defaults.get("responsibilities", {})
    if bearing.get("losses_collector") != "application":
        message = "With separate charges and transfers the application must collect losses."
        raise Refusal(message, code="capability_not_available_for_loss_collector")
    details: Record = {
        name: call[name] for name in ("contact_email", "dashboard", "display_name") if name in call
    }
    details |= {
        "defaults": _defaults(defaults),
        "identity": identity | {"country": country},
        "metadata": merge_metadata({}, call["metadata"]),
    }
    account = payees.new_payee(call.work, details, wants_transfers=_wants_transfers(recipient))
    return payees.shown(account, call["include"])


@operation("GET", "/v2/core/accounts/{id}", {"include": INCLUDE})
def retrieve_account(call: Call) -> Record:
    return payees.shown(account_or_refuse(call.work, call.path["id"]), call["include"])


@operation("POST", "/v2/core/accounts/{id}", DETAILS)
def update_account(call: Call) -> Record:
    name = account_or_refuse(call.work, call.path["id"])["id"]
    account = call.work.edit("v2.core.account", name)
    if account["closed"]:
        raise Refusal("This account is closed.", code="account_closed")
    for field in ("contact_email", "dashboard", "display_name"):
        if field in call:
            account[field] = call[field]
    if "metadata" in call:
        account["metadata"] = merge_metadata(account["metadata"], call["metadata"])
    if "identity" in call:
        account["identity"] |= call["identity"]
    emit_thin(call.work, "v2.core.account.updated", name)
    if _wants_transfers((call["configuration"] or {}).get("recipient", {})):
        payees.ask_for_transfers(call.work, name)
    return payees.shown(account, call["include"])


@operation(
    "POST",
    "/v2/core/accounts/{id}/close",
    {"applied_configurations": Items(of=Choice(among=("recipient",)))},
)
def close_account(call: Call) -> Record:
    name = account_or_refuse(call.work, call.path["id"])["id"]
    if any(call.work.get("_payee", name)["balance"].values()):
        message = "This account still has a balance."
        raise Refusal(message, code="cannot_delete_account_with_balance")
    account = call.work.edit("v2.core.account", name)
    account |= {"closed": True, "applied_configurations": []}
    emit_thin(call.work, "v2.core.account.closed", name)
    return payees.shown(account, None)


@operation(
    "GET",
    "/v2/core/accounts",
    {
        "applied_configurations": Items(of=Choice(among=("customer", "merchant", "recipient"))),
        "closed": Flag(),
        "limit": Integer(minimum=1, maximum=100),
        "page": Text(),
    },
)
def list_accounts(call: Call) -> Record:
    closed, applied = bool(call["closed"]), set(call["applied_configurations"] or ())
    return page_of(
        call,
        [
            payees.shown(account, None)
            for account in call.work.rows("v2.core.account")
            if account["closed"] == closed and applied <= set(account["applied_configurations"])
        ],
    )


def account_or_refuse(work: Work, name: str) -> Record:
    account = work.find("v2.core.account", name)
    if account is None:
        raise no_such("account", name)
    return account


def _wants_transfers(recipient: Record) -> bool:
    asked = recipient.get("capabilities", {}).get("stripe_balance", {}).get("stripe_transfers", {})
    return bool(asked.get("requested"))


def _defaults(given: Record) -> Record:
    bearing = given.get("responsibilities", {}) | {"requirements_collector": "stripe"}
    return given | {"responsibilities": bearing}

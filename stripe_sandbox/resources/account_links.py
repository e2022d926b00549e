"""Links to the hosted page on which a payee gives what is asked of it: used once, soon over."""

from __future__ import annotations

from stripe_sandbox.errors import Refusal, missing_parameter
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import Address, Choice, Fields, Items, Text
from stripe_sandbox.resources.accounts import account_or_refuse
from stripe_sandbox.store import Record
from stripe_sandbox.thin_events import iso

LASTS = 10 * 60
PAGE = Fields(
    of={
        "collection_options": Fields(
            of={
                "fields": Choice(among=("currently_due", "eventually_due")),
                "future_requirements": Choice(among=("include", "omit")),
            }
        ),
        "configurations": Items(of=Choice(among=("recipient",)), required=True),
        "refresh_url": Address(required=True),
        "return_url": Address(),
    }
)


@operation(
    "POST",
    "/v2/core/account_links",
    {
        "account": Text(required=True),
        "use_case": Fields(
            required=True,
            of={
                "type": Choice(required=True, among=("account_onboarding", "account_update")),
                "account_onboarding": PAGE,
                "account_update": PAGE,
            },
        ),
    },
)
def create_account_link(call: Call) -> Record:
    account = account_or_refuse(call.work, call["account"])
    if account["closed"]:
        raise Refusal("This account is closed.", code="account_closed")
    case = call["use_case"]
    if case["type"] not in case:
        raise missing_parameter(f"use_case[{case['type']}]")
    token = call.work.letters(32)
    wanted = case[case["type"]]
    expires_at = call.work.now + LASTS
    call.work.add(
        {
            "id": token,
            "object": "_account_link",
            "account": account["id"],
            "expires_at": expires_at,
            "used": False,
            "refresh_url": wanted["refresh_url"],
            "return_url": wanted.get("return_url"),
        }
    )
    return {
        "object": "v2.core.account_link",
        "account": account["id"],
        "created": iso(call.work.now),
        "expires_at": iso(expires_at),
        "livemode": False,
        "url": f"{call.options.base_url}/onboarding/{token}",
        "use_case": {"type": case["type"], case["type"]: wanted},
    }

"""The balance, and every movement that makes it up."""

from __future__ import annotations

from stripe_sandbox.balancing import sums
from stripe_sandbox.errors import no_such
from stripe_sandbox.lists import PAGING_AND_TIME, matches, page
from stripe_sandbox.operations import Call, operation
from stripe_sandbox.parameters import Text
from stripe_sandbox.store import Record, Work


@operation("GET", "/v1/balance")
def retrieve_balance(call: Call) -> Record:
    return balance(call.work)


def balance(work: Work) -> Record:
    """Sums of the net amounts in cents, by currency: what is available and what is pending."""
    counted = sums(work)
    currencies = sorted({"eur"} | {currency for _, currency in counted})
    return {
        "object": "balance",
        "livemode": False,
        **{
            status: [
                {"amount": amount, "currency": currency, "source_types": {"card": amount}}
                for currency in currencies
                for amount in [counted[status, currency]]
            ]
            for status in ("available", "pending")
        },
    }


@operation("GET", "/v1/balance_transactions/{id}")
def retrieve_balance_transaction(call: Call) -> Record:
    entry = call.work.find("balance_transaction", call.path["id"])
    if entry is None:
        raise no_such("balance transaction", call.path["id"])
    return entry


@operation(
    "GET",
    "/v1/balance_transactions",
    {**PAGING_AND_TIME, "currency": Text(), "source": Text(), "type": Text()},
)
def list_balance_transactions(call: Call) -> Record:
    wanted = matches(call, "currency", "source", "type")
    return page(call, "balance_transaction", "/v1/balance_transactions", wanted)

"""The chart of accounts: which accounts exist, what they are called, of which kind. Pure Python.

Asset and cost accounts run positive, debts and income negative. A code is a family, and for
some families the ids of what the money belongs to: `project:7`, `reserved:7:3`.
"""

from enum import StrEnum


class AccountKind(StrEnum):
    ASSET = "asset"
    DEBT = "debt"
    INCOME = "income"
    COST = "cost"


# Assets: where the money is.
CLEARING = "clearing"  # taken by the provider, not yet in its balance; ends at zero
PROVIDER = "provider"  # the provider's balance, to the cent
BANK = "bank"  # the bank statement
BANK_TRANSIT = "bank_transit"  # between provider and bank; ends at zero
IN_DISPUTE = "in_dispute"
# Debts: whose the money is.
RETURNING = "returning"  # a refund was asked for and has not left yet
PAYOUT_TRANSIT = "payout_transit"
VAT = "vat"
SUSPENSE = "suspense"  # nobody knows yet; rings until zero
# Income and costs of the platform.
FEE = "fee"
TIP = "tip"
COST_PLATFORM = "cost:platform"
DISPUTE_COST = "dispute_cost"
LOSS = "loss"

_KINDS: dict[str, AccountKind] = {
    **dict.fromkeys((CLEARING, PROVIDER, BANK, BANK_TRANSIT, IN_DISPUTE), AccountKind.ASSET),
    **dict.fromkeys(("held", "project", "pot", "pot_returning", "credit"), AccountKind.DEBT),
    **dict.fromkeys(("reserved", RETURNING, PAYOUT_TRANSIT, VAT, SUSPENSE), AccountKind.DEBT),
    **dict.fromkeys((FEE, TIP), AccountKind.INCOME),
    **dict.fromkeys(("cost", DISPUTE_COST, LOSS), AccountKind.COST),
}
_IDS_IN_CODE = {
    **dict.fromkeys(("held", "project", "pot", "pot_returning", "credit", "cost"), 1),
    "reserved": 2,
}


def held(project_id: int) -> str:
    """Money of round 1 that waits for the verdict."""
    return f"held:{project_id}"


def project(project_id: int) -> str:
    """Negative: owed to the creator. Positive: the creator owes."""
    return f"project:{project_id}"


def cost(project_id: int) -> str:
    """The processor's costs of a project, passed on at its payout."""
    return f"cost:{project_id}"


def pot(pot_id: int) -> str:
    """What a sponsor put into a pot and nobody has reserved; never above zero."""
    return f"pot:{pot_id}"


def reserved(project_id: int, pot_id: int) -> str:
    """What a pot has set aside for a project."""
    return f"reserved:{project_id}:{pot_id}"


def pot_returning(pot_id: int) -> str:
    """Matches to be recovered from creators that were paid out already."""
    return f"pot_returning:{pot_id}"


def credit(backer_id: int) -> str:
    """Money of returned donations that a backer keeps on the platform."""
    return f"credit:{backer_id}"


def family_of(code: str) -> str:
    """The first part of a code: `project` of `project:7`."""
    return code.partition(":")[0]


def is_known(code: str) -> bool:
    """Whether the chart has an account with this code."""
    family, *ids = code.split(":")
    fits = len(ids) == _IDS_IN_CODE.get(family, 0) and all(part.isdecimal() for part in ids)
    return code == COST_PLATFORM or (family in _KINDS and fits)


def kind_of(code: str) -> AccountKind:
    """The kind of the account with this code. Raises ValueError for a code not in the chart."""
    if not is_known(code):
        raise ValueError(f"There is no account {code!r} in the chart of accounts.")
    return _KINDS[family_of(code)]

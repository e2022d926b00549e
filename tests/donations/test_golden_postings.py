"""The rows of the table of postings, as real gifts write them: a table for each story."""

from typing import Any

import pytest

from donations import collecting
from donations.models import Checkout, Donation
from ledger.checks import verify
from ledger.models import Entry
from projects.models import Project
from tests import builders, cast
from tests.builders import a_draft
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import SUCCEEDS, a_donation, a_gift
from tests.stripe_sandbox.running import RunningSandbox

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def project(committed_db: Any) -> Project:
    """The minimum of its one round is 10.00."""
    return builders.a_live_project(rounds_planned=1, budget=builders.a_budget(1_000, 2_000))


def book(*projects: Project) -> str:
    """The whole book as a table: fact, account, cents; A, B, C stand for the projects."""
    collecting.book_missing_costs()
    names = {
        f"{family}:{project.pk}": f"{family}:{letter}"
        for letter, project in zip("ABC", projects, strict=False)
        for family in ("project", "cost")
    }
    rows = []
    for entry in Entry.objects.order_by("pk"):
        for posting in entry.postings.select_related("account").order_by("pk"):
            code = posting.account.code
            rows.append(f"{entry.kind} | {names.get(code, code)} | {posting.amount_cents:+}")
    report = verify()
    assert report.is_right, report.wrong
    return "\n".join(rows)


def on_one_card(gifts: list[Donation]) -> None:
    """As one consent for all of them has it; each checkout here saves a card of its own."""
    checkouts = Checkout.objects.filter(donations__in=gifts)
    checkouts.update(method=gifts[0].checkout.method)


def table(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def test_a_promise_collected_alone(sandbox: RunningSandbox, project: Project) -> None:
    a_donation(sandbox, project, a_gift(10_000))
    close_round(project)
    assert book(project) == "", "a promise and a verdict move no money"
    collection_day()
    assert book(project) == table("""
        collected | clearing | +10000
        collected | project:A | -10000
        balance_transaction | provider | +9825
        balance_transaction | cost:A | +175
        balance_transaction | clearing | -10000
    """)


def test_three_small_gifts_on_one_card_share_a_payment(
    sandbox: RunningSandbox, project: Project
) -> None:
    gifts = [a_donation(sandbox, project, a_gift(500)) for _ in range(3)]
    on_one_card(gifts)
    close_round(project)
    collection_day()
    assert book(project) == table("""
        collected | clearing | +1500
        collected | project:A | -500
        collected | project:A | -500
        collected | project:A | -500
        balance_transaction | provider | +1452
        balance_transaction | cost:A | +48
        balance_transaction | clearing | -1500
    """)


def test_the_cost_of_a_shared_payment_goes_by_largest_remainder(
    sandbox: RunningSandbox, project: Project
) -> None:
    """C5 with a third project in the place of the tip: 51 for 17.00 → 15, 30, 6."""
    cents = [500, 1_000, 200]
    gifts = [a_donation(sandbox, project, a_gift(each)) for each in cents]
    on_one_card(gifts)
    close_round(project)
    # As a basket for several projects has it; a checkout here is for one.
    others = [a_draft(cast.didac(), title=title) for title in ("Second", "Third")]
    for gift, other in zip(gifts[1:], others, strict=True):
        Donation.objects.filter(pk=gift.pk).update(project=other)
    collection_day()
    assert book(project, *others) == table("""
        collected | clearing | +1700
        collected | project:A | -500
        collected | project:B | -1000
        collected | project:C | -200
        balance_transaction | provider | +1649
        balance_transaction | cost:A | +15
        balance_transaction | cost:B | +30
        balance_transaction | cost:C | +6
        balance_transaction | clearing | -1700
    """)


def test_the_second_round_is_charged_at_once(sandbox: RunningSandbox, committed_db: Any) -> None:
    project = builders.a_live_project(budget=builders.a_budget(1_000, 2_000))
    a_donation(sandbox, project, a_gift(1_000))
    close_round(project)
    a_donation(sandbox, project, a_gift(3_000, email="second@example.org"), card=SUCCEEDS)
    assert book(project) == table("""
        collected | clearing | +3000
        collected | project:A | -3000
        balance_transaction | provider | +2930
        balance_transaction | cost:A | +70
        balance_transaction | clearing | -3000
    """)

"""What backers and the creator read once real charges went through, and one did not."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from projects.models import Project
from tests import builders, cast
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import DECLINES_WHEN_CHARGED, SUCCEEDS, a_donation, a_gift
from tests.stripe_sandbox.running import RunningSandbox

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def collected(committed_db: Any, sandbox: RunningSandbox) -> Project:
    """One round, its minimum of 100.00 reached; Biel's bank declined, as a guest's did not."""
    project = builders.a_live_project(rounds_planned=1, budget=builders.a_budget(10_000, 20_000))
    reward = project.rewards.get()
    for email, cents, card in [
        ("guest@example.org", 9_000, SUCCEEDS),
        ("biel@example.org", 3_000, DECLINES_WHEN_CHARGED),
    ]:
        a_donation(sandbox, project, a_gift(cents, email=email, reward=reward), card=card)
    close_round(project)
    collection_day()
    return project


def seen(client: Client, person: User, address: str) -> str:
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_creator_sees_what_came_and_what_is_tried_again(
    client: Client, collected: Project
) -> None:
    page = seen(client, cast.alba(), f"/en/projects/{collected.slug}/desk/")
    stands = page[page.index("Where the donations stand") :]
    assert "Collected </th>" in stands
    assert '<td class="number">1</td><td class="number">€90.00</td>' in stands
    assert "Declined for now" in stands
    assert '<td class="number">1</td><td class="number">€30.00</td>' in stands
    assert "€120<" in page  # Raised, while it may still come.
    assert "€90<" in page  # Collected.
    assert '<td class="number">2</td>' in stands[stands.index("Rewards to send") :]


def test_who_was_declined_reads_it_without_an_account_of_before(
    client: Client, collected: Project
) -> None:
    """Biel gave as a guest; his account, with the same address, came later."""
    page = seen(client, cast.biel(), "/en/my-donations/")
    assert "Your bank said no for now; never after" in page
    assert "Finish your donation" in page
    assert "once your card is charged" in page
    assert "/cancel/" not in page


def test_who_was_charged_finds_the_receipt(client: Client, collected: Project) -> None:
    guest = cast.person("guest@example.org", "Gina")
    page = seen(client, guest, "/en/my-donations/")
    assert "Charged on" in page
    assert ">Receipt<" in page
    assert "What will be charged" not in page

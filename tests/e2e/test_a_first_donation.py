"""The main job, with real processes and a real browser: from sign-up to a funded project."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from donations.models import Attempt, Donation, Payment
from ledger.models import Entry
from projects.models import Project
from tests import builders, cast
from tests.builders import bring_to_its_end
from tests.e2e.books import assert_books_are_right, charged
from tests.e2e.people import ALWAYS_GOOD, Person, draft_and_submit, give, sign_in, sign_up, somebody
from tests.e2e.platform import RunningPlatform, wait_until

DECLINES_WHEN_CHARGED = "4000000000000341"


def let_the_round_end(project: Project) -> None:
    """Moves the round's date; closing it is the workers' affair."""
    bring_to_its_end(project)
    wait_until("the verdict is given", project.rounds.filter(number=1, status="decided").exists)
    project.refresh_from_db()


def let_the_collection_day_come() -> None:
    Attempt.objects.filter(status="due").update(due_at="2026-01-01T00:00:00Z")
    # A card that was declined has its second attempt on another day.
    unanswered = Attempt.objects.filter(number=1, status__in=["due", "sent", "unknown"])
    wait_until("every charge has its answer", lambda: not unanswered.exists())


def test_from_sign_up_to_funded(
    browser: Browser, platform: RunningPlatform, tmp_path: Path
) -> None:
    alba = somebody(browser, platform, "alba.new@example.org")
    sign_up(alba)
    slug = draft_and_submit(alba, tmp_path)
    approve_and_launch(somebody(browser, platform, cast.carme().email), slug)
    project = Project.objects.get(slug=slug)

    guest = somebody(browser, platform, "guest@example.org")
    give(guest, slug, "25", card=ALWAYS_GOOD)
    expect(guest.page.locator("main")).to_contain_text("25")
    biel = somebody(browser, platform, cast.biel().email)
    sign_in(biel)
    give(biel, slug, "30", reward="Printed map", card=ALWAYS_GOOD)
    assert project.rewards.get().units_left == 0
    assert Donation.objects.filter(status="promised").count() == 2
    assert charged(platform) == []

    let_the_round_end(project)
    assert project.status == "funded"
    assert charged(platform) == []
    let_the_collection_day_come()
    assert charged(platform) == [2500, 3000]
    assert set(Donation.objects.values_list("status", flat=True)) == {"paid"}
    assert_books_are_right()

    for backer, amount in ((guest, "25.00"), (biel, "30")):
        for kind in ("donation_promised", "donation_collecting", "donation_paid"):
            assert project.title in backer.mail(kind).subject
        backer.page.goto(backer.link_in("donation_paid"))
        expect(backer.page.locator("main")).to_contain_text(amount)
    assert "55" in alba.mail("round_passed").text


def approve_and_launch(carme: Person, slug: str) -> None:
    sign_in(carme)
    carme.open("/admin/projects/project/")
    carme.follow("An open atlas of springs")
    carme.follow("Approve")
    expect(carme.page.locator(".consequences")).to_contain_text("mail")
    carme.press("Approve")
    carme.follow("Launch now")
    carme.press("Launch now")
    expect(carme.page.locator("#content")).to_contain_text("Live")
    assert Project.objects.get(slug=slug).status == "live"


def test_a_missed_minimum_charges_nobody(browser: Browser, platform: RunningPlatform) -> None:
    project = builders.a_live_project(rounds_planned=1, budget=builders.a_budget(10_000, 20_000))
    guest = somebody(browser, platform, "guest@example.org")
    give(guest, project.slug, "99,99", card=ALWAYS_GOOD)
    let_the_round_end(project)
    assert project.status == "failed"
    assert "99.99" in guest.mail("donation_released").text
    assert charged(platform) == []
    assert Payment.objects.count() == Entry.objects.count() == 0


def test_a_card_that_declines_when_charged_is_retrying(
    browser: Browser, platform: RunningPlatform
) -> None:
    project = builders.a_live_project(rounds_planned=1, budget=builders.a_budget(10_000, 20_000))
    guest = somebody(browser, platform, "guest@example.org")
    give(guest, project.slug, "100", card=DECLINES_WHEN_CHARGED)
    let_the_round_end(project)
    assert project.status == "funded"
    let_the_collection_day_come()
    assert Payment.objects.get().status == "retrying"
    assert Donation.objects.get().status == "collecting"
    assert charged(platform) == []
    assert "not charged" in guest.mail("donation_declined").subject
    assert_books_are_right()


@pytest.fixture(autouse=True)
def _people(platform: RunningPlatform) -> None:
    """Those who have accounts from before."""
    cast.carme()
    cast.biel()

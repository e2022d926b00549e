"""Somebody who gave as a guest comes back: an account, a donation charged at once, a change of
mind."""

import re

from playwright.sync_api import Browser, expect

from donations.models import Donation
from ledger.models import Entry
from projects.models import Project
from tests import builders
from tests.e2e import worlds
from tests.e2e.books import assert_books_are_right, charged
from tests.e2e.people import ALWAYS_GOOD, Person, give, sign_up, somebody, type_card
from tests.e2e.platform import RunningPlatform

ATLAS = "An open atlas of springs"


def test_a_guest_makes_an_account_gives_again_and_takes_one_back(
    browser: Browser, platform: RunningPlatform
) -> None:
    atlas, second = builders.a_live_project(title=ATLAS), worlds.a_campaign_in_its_second_round()
    ona = somebody(browser, platform, "ona@example.org")
    give(ona, atlas.slug, "25", card=ALWAYS_GOOD)
    sign_up(ona)
    finds_what_she_gave(ona)
    gives_with_the_address_known(ona, second)
    sees_the_receipt(ona, second)
    assert charged(platform) == [4000]
    takes_the_promise_back(ona)
    assert charged(platform) == [4000]
    assert_books_are_right()


def finds_what_she_gave(ona: Person) -> None:
    main = ona.page.locator("main")
    expect(ona.page).to_have_url(re.compile("/my-donations/"))
    coming = ona.page.get_by_role("region", name="What will be charged")
    expect(coming).to_contain_text(re.compile(rf"{ATLAS}\s*On \d+ \w+, if funded; never after \d+"))
    expect(coming).to_contain_text("€25.00")
    expect(main).to_contain_text("Charged only if the minimum is reached")


def gives_with_the_address_known(ona: Person, second: Project) -> None:
    page = ona.page
    ona.open(f"/en/projects/{second.slug}/donate/?amount=40")
    expect(page.locator("[name=email]")).to_have_value(ona.email)
    expect(page.get_by_text("It is charged at once.")).to_be_visible()
    expect(page.locator("[name=agrees_to_charge]")).to_have_count(0)
    expect(page.get_by_text("Today").locator("..")).to_contain_text("€40.00")
    ona.press("Continue to the card")
    type_card(page, ALWAYS_GOOD)


def sees_the_receipt(ona: Person, second: Project) -> None:
    """The same payment in the page, in the book and in the mail."""
    page = ona.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Receipt")
    paid = Donation.objects.get(project=second)
    assert (paid.status, paid.amount_cents, paid.backer) == ("paid", 4000, paid.checkout.backer)
    reference = paid.payment_lines.get().payment.intent_id
    assert reference
    for fact in ("€40.00", second.title, "4242", reference):
        expect(page.locator(".donation-facts")).to_contain_text(fact)

    collected = Entry.objects.get(kind="collected")
    posted = dict(collected.postings.values_list("account__code", "amount_cents"))
    assert posted == {"clearing": 4000, f"project:{second.pk}": -4000}

    receipt = ona.mail("donation_paid")
    assert receipt.subject == f"Receipt: €40.00 for {second.title}"
    assert "4242" in receipt.text
    assert ona.link_in("donation_paid") == page.url


def takes_the_promise_back(ona: Person) -> None:
    page = ona.page
    ona.open("/en/my-donations/")
    gifts = page.locator("li.gift")
    expect(gifts).to_have_count(2)
    expect(gifts.filter(has_text="In its second round")).to_contain_text("Paid")
    atlas = gifts.filter(has_text=ATLAS)
    atlas.get_by_role("link", name=re.compile("^Cancel")).click()
    ona.press("Yes, cancel it")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("You cancelled this donation")
    ona.mail("donation_cancelled")
    ona.open("/en/my-donations/")
    expect(atlas).to_contain_text("Nothing was charged, nor will be.")
    expect(page.get_by_role("region", name="What will be charged")).to_have_count(0)

"""What people do in the browser, step by step, finding things by the words they read."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from activity.models import Mail
from tests.builders import DESCRIPTION, tiny_picture
from tests.cast import PASSWORD
from tests.e2e.platform import RunningPlatform, wait_until

ALWAYS_GOOD = "4242424242424242"


@dataclass
class Person:
    """Somebody at a browser of their own."""

    page: Page
    platform: RunningPlatform
    email: str
    touches: bool = False

    def open(self, path: str) -> None:
        self.page.goto(self.platform.url + path)

    def press(self, name: str) -> None:
        self.touch(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        self.touch(self.page.get_by_role("link", name=name, exact=True).first)

    def touch(self, what: Locator) -> None:
        """With a finger or with a mouse, as this person has it."""
        if self.touches:
            what.tap()
        else:
            what.click()

    def write(self, label: str, text: str) -> None:
        field(self.page, label).fill(text)

    def choose(self, label: str, option: str) -> None:
        field(self.page, label).select_option(label=option)

    def mail(self, kind: str) -> Mail:
        """The one mail of that kind to this person, once a worker has sent it."""
        mails = Mail.objects.filter(recipient=self.email, kind=kind)
        wait_until(f"{self.email} gets the mail {kind}", mails.filter(sent_at__isnull=False).exists)
        return mails.get()

    def link_in(self, kind: str) -> str:
        """The first address of ours in that mail."""
        found = re.search(re.escape(self.platform.url) + r"\S+", self.mail(kind).text)
        assert found, "the mail has a link"
        return found[0]


def field(within: Page | Locator, label: str) -> Locator:
    """The control with that label, which may say that it is optional."""
    return within.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$")).first


def somebody(browser: Browser, platform: RunningPlatform, email: str) -> Person:
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    return Person(context.new_page(), platform, email)


def somebody_on_a_phone(browser: Browser, platform: RunningPlatform, email: str) -> Person:
    context = browser.new_context(
        locale="en-GB", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    return Person(context.new_page(), platform, email, touches=True)


def sign_up(person: Person) -> None:
    """Sign-up, the address confirmed by mail, signed in."""
    person.open("/en/accounts/signup/")
    person.write("E-mail address", person.email)
    person.write("Password", PASSWORD)
    person.page.locator("main form button[type=submit]").last.click()
    person.page.goto(person.link_in("account_email_confirmation_signup"))
    person.page.locator("main form button[type=submit]").last.click()
    sign_in(person)


def sign_in(person: Person) -> None:
    person.open("/en/accounts/login/")
    person.write("E-mail address", person.email)
    person.write("Password", PASSWORD)
    person.page.locator("main form button[type=submit]").last.click()
    person.page.wait_for_url(re.compile(r"/projects/mine/|/my-donations/"))


def draft_and_submit(person: Person, folder: Path) -> str:
    """A one-round project with a minimum of 40.00 and one unit of a reward; gives its slug."""
    picture = folder / "spring.png"
    picture.write_bytes(tiny_picture("PNG", (640, 360)))
    page = person.page
    person.open("/en/projects/new/")
    person.write("Title", "An open atlas of springs")
    person.choose("Language", "English")
    person.press("Begin the draft")
    person.write("In one line", "Every spring of the county, measured and given to everyone.")
    person.write("Place", "Girona")
    person.choose("Category", "Ecology")
    save_and_next(person, "Story and picture")
    person.write("Description", DESCRIPTION)
    field(page, "Picture").set_input_files(picture)
    person.write("What the picture shows", "A spring between two holm oaks")
    save_and_next(person, "Rounds")
    page.get_by_role("radio", name=re.compile("One round")).check()
    person.write("Days of the first round", "30")
    save_and_next(person, "Budget")
    _write_budget(person)
    _write_returns(person)
    _write_rewards(person)
    person.write("Contact phone", "+34 972 000 000")
    person.choose("Who receives the money", "An association or foundation")
    person.write("Legal name", "Associació Aigua Clara")
    save_and_next(person, "Check and send")
    person.press("Send to review")
    expect(page.locator("main")).to_contain_text("In review")
    found = re.search(r"/projects/([^/]+)/", page.url)
    assert found
    return found[1]


def save_and_next(person: Person, following: str) -> None:
    """Saves a section and waits for the heading of the one that follows."""
    person.press("Save and continue")
    expect(person.page.get_by_role("heading", level=1)).to_have_text(following)


def _write_budget(person: Person) -> None:
    lines = person.page.locator("fieldset.row-panel")
    if lines.count() < 2:
        person.press("Another line")
    expect(lines).not_to_have_count(1)
    first, second = lines.nth(0), lines.nth(1)
    field(first, "What it pays for").fill("Water analyses")
    field(first, "Amount").fill("40")
    field(second, "What it pays for").fill("Second season")
    field(second, "Amount").fill("60,00")
    second.get_by_role("checkbox", name=re.compile("We cannot do it without")).uncheck()
    save_and_next(person, "What everyone gets")


def _write_rewards(person: Person) -> None:
    row = person.page.locator("fieldset.row-panel").first
    field(row, "Title").fill("Printed map")
    field(row, "What the backer gets").fill("A2, on recycled paper.")
    field(row, "For a donation of").fill("30")
    field(row, "How many there are").fill("1")
    field(row, "Month").select_option(label="June")
    field(row, "Year").select_option(index=2)
    save_and_next(person, "Contact and payment")


def _write_returns(person: Person) -> None:
    row = person.page.locator("fieldset.row-panel").first
    field(row, "Title").fill("Spring water dataset")
    field(row, "Kind").select_option(label="Dataset")
    field(row, "What everyone gets").fill("Chemistry and flow of 140 springs.")
    field(row, "Licence").select_option(label="ODbL-1.0 · Open Database License 1.0")
    field(row, "Promised for").fill("2027-11-30")
    save_and_next(person, "What backers get")


def give(person: Person, slug: str, amount: str, *, reward: str = "No reward", card: str) -> None:
    """From the project page through the card page and back to the donation's own page."""
    page = person.page
    person.open(f"/en/projects/{slug}/donate/")
    field(page, "How much do you give?").fill(amount)
    page.locator("label.choice", has_text=reward).get_by_role("radio").check()
    if not field(page, "E-mail").input_value():
        person.write("E-mail", person.email)
    for consent in page.locator("[name=agrees_to_charge]").all():  # Asked for in round 1 alone.
        consent.check()
    page.get_by_role("button", name=re.compile("Continue")).click()
    type_card(page, card)
    page.wait_for_url(re.compile(r"/donations/"))


def type_card(page: Page, card: str) -> None:
    """At the hosted card page."""
    page.locator("[name=number]").fill(card)
    page.locator("[name=expiry]").fill("12/34")
    page.locator("[name=cvc]").fill("123")
    page.locator("[name=name]").fill("Ada Person")
    page.locator("form button[type=submit]").first.click()

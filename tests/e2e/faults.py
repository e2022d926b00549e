"""What is wrong with the page that a browser shows: for people, on a phone, in the dark, in its
HTML, and in where its links lead."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag

from axe_playwright_python.base import AXE_FILE_PATH
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, Response

from accounts.models import User

AXE = AXE_FILE_PATH.read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE: Any = {"width": 360, "height": 800}
DESK: Any = {"width": 1280, "height": 800}
# A page that is refused says so in the console as well.
ITS_OWN_STATUS = "the server responded with a status of"
# Colours that change gradually are looked at when they have changed.
SETTLED = "() => Promise.all(document.getAnimations().map(each => each.finished))"
LINKS = """() => [...document.querySelectorAll('a[href], img[src], link[href], iframe[src]')]
    .map(each => each.href || each.src)"""
DEAD_ENDS = """() => [...document.querySelectorAll('a[href*="#"]')]
    .filter(link => link.href.split('#')[0] === location.href.split('#')[0])
    .map(link => link.hash.slice(1)).filter(id => id && !document.getElementById(id))"""


class Inspector:
    """Reads page after page; `faults` is what was found, under the name each page was given."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.faults: dict[str, list[Any]] = {}
        self._links: dict[str, str] = {}
        self._complaints: list[str] = []
        self._answer: Response | None = None
        page.emulate_media(reduced_motion="reduce", color_scheme="light")
        page.set_viewport_size(PHONE)
        page.set_default_timeout(15_000)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        page.on("response", self._keep)

    def sign_in(self, person: User) -> None:
        client = Client()
        client.force_login(person)
        cookie = client.cookies["session"]
        self.page.context.add_cookies(
            [{"name": "session", "value": cookie.value, "url": self.site}]
        )

    def open(self, path: str, name: str = "", *, mail: bool = False) -> None:
        self.page.goto(self.site + path)
        self.look(name or path, mail=mail)

    def look(self, name: str, *, mail: bool = False) -> None:
        """At the page as it stands now. A mail carries its styles inside; a page must not."""
        page = self.page
        page.wait_for_load_state()
        page.evaluate(AXE)
        found: list[Any] = [*self._complaints, *self._of_the_document(), *_faults(page, TAGS)]
        if self._answer is not None and not mail:
            found += inline(self._answer.text())
        page.emulate_media(color_scheme="dark")
        page.evaluate(SETTLED)
        found += [("in the dark", *each) for each in _faults(page, ["color-contrast"])]
        page.emulate_media(color_scheme="light")
        found += [f"wider than {size['width']}" for size in (DESK, PHONE) if self._overflows(size)]
        self._complaints.clear()
        refused = self._answer is not None and self._answer.status >= 400
        # A refused page links to itself in other languages, where it is refused as well.
        for link in [] if refused else page.evaluate(LINKS):
            if link.startswith(self.site + "/"):
                self._links.setdefault(urldefrag(link)[0], name)
        if found:
            self.faults[name] = found

    def follow_links(self) -> None:
        """Asks for everything of ours that the pages looked at lead to, as the same person."""
        for link, name in self._links.items():
            status = self.page.request.get(link).status
            if status >= 400:
                self.faults.setdefault(name, []).append(f"{status} {link}")
        self._links.clear()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and ITS_OWN_STATUS not in message.text:
            self._complaints.append(message.text)

    def _keep(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self._answer = None if 300 <= response.status < 400 else response
        elif response.status >= 400:
            self._complaints.append(f"{response.status} {response.url}")

    def _of_the_document(self) -> list[str]:
        page, found = self.page, []
        if page.locator("h1").count() != 1:
            found.append(f"{page.locator('h1').count()} headings of the first level")
        if not page.title().split(" — ")[0].strip():
            found.append("no title")
        expected = re.match(rf"{re.escape(self.site)}/(es|ca|en)/", page.url)
        language = page.locator("html").get_attribute("lang")
        if not language or (expected and language != expected[1]):
            found.append(f"the language {language!r}")
        return found + [f"no #{target}" for target in page.evaluate(DEAD_ENDS)]

    def _overflows(self, size: Any) -> bool:
        self.page.set_viewport_size(size)
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def _faults(page: Page, rules: list[str]) -> list[Any]:
    """Of the page in which axe was put already."""
    found = page.evaluate("rules => axe.run({runOnly: rules})", rules)["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


class _Inline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        # Data for a script is not run.
        harmless = "src" in names or "nonce" in names or str(names.get("type")).endswith("json")
        if tag in ("style", "script") and not harmless:
            self.found.append(f"<{tag}> in the page")
        self.found += [f"{tag} {name}=" for name in names if name == "style" or name[:2] == "on"]
        if (names.get("href") or "").startswith("javascript:"):
            self.found.append(f"{tag} javascript:")


def inline(html: str) -> list[str]:
    """Styles and scripts in the HTML itself, which the policy forbids."""
    reader = _Inline()
    reader.feed(html)
    return reader.found

"""`bin/bench web`: what pages cost, and the two acts of giving."""

import re
from collections.abc import Iterator
from html import unescape
from uuid import UUID, uuid5

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from accounts.models import User
from activity.models import Delivery
from donations.models import Checkout
from goteo.bench import data
from goteo.bench.measuring import Answer, Measured, Request, WrongAnswer, ask, measure, wait_for
from goteo.bench.platform import Platform
from goteo.bench.report import Report
from goteo.bench.sizes import Sizes
from goteo.bench.urls import EMPTY
from goteo.demo.card_page import fill_in
from projects.models import Project

CARD = "4000007240000007"
KEYS = UUID("5a0e1c9e-52a6-4a0b-9f0e-4f2f8a4b7c11")
# Of what takes long, one request for each so many of the others.
FEWER = 4
# Seconds for what followed from the donations before; each has its mail.
PATIENCE = 300.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def run(platform: Platform, sizes: Sizes) -> Report:
    project = data.make(sizes, platform.say)
    report = Report("bin/bench web", sizes)
    for line in _lines(platform, sizes, project):
        platform.say(report.add(line))
    giving = _Giving(platform.host, sizes, project)
    for line in (giving.opening(), giving.confirming()):
        platform.say(report.add(line))
    report.facts.append(_time_until_shown(platform, giving, _path_of(project)))
    return report


def _lines(platform: Platform, sizes: Sizes, project: Project) -> Iterator[Measured]:
    pages = _Pages(platform.host, sizes)
    yield pages.measure("an empty view", [Request(f"/{EMPTY}")])
    of_project = _path_of(project)
    for name, path in (("home", "/en/"), ("explore", "/en/explore/"), ("project", of_project)):
        yield from pages.of(name, path)
    yield pages.signed_in("project, signed in", of_project)


def _path_of(project: Project) -> str:
    return f"/en/projects/{project.slug}/"


class _Pages:
    def __init__(self, host: str, sizes: Sizes) -> None:
        self.host, self.sizes = host, sizes

    def of(self, name: str, path: str) -> Iterator[Measured]:
        """Addresses with a query are not kept, so each of those is written."""
        fewer = max(self.sizes.requests // FEWER, 1)
        yield self.measure(f"{name}, written", [Request(f"{path}?n=1")], times=fewer)
        yield self.measure(f"{name}, kept", [Request(path)])
        tag = {"If-None-Match": ask(self.host, Request(path)).headers["etag"]}
        yield self.measure(f"{name}, 304", [Request(path, tag)], status=304)

    def signed_in(self, name: str, path: str) -> Measured:
        person = User.objects.create_user("biel@example.org", None, name="Biel")
        cookie = f"{settings.SESSION_COOKIE_NAME}={_session_of(person)}"
        fewer = max(self.sizes.requests // FEWER, 1)
        return self.measure(name, [Request(path, {"Cookie": cookie})], times=fewer)

    def measure(
        self, name: str, requests: list[Request], *, status: int = 200, times: int = 0
    ) -> Measured:
        return measure(
            name,
            self.host,
            requests,
            status=status,
            connections=self.sizes.connections,
            times=times or self.sizes.requests,
        )


class _Giving:
    """Backers without JavaScript, each with a form of their own."""

    def __init__(self, host: str, sizes: Sizes, project: Project) -> None:
        self.host, self.sizes = host, sizes
        self.path = f"/en/projects/{project.slug}/donate/"
        self.count = max(sizes.requests // FEWER, 1)
        page = ask(host, Request(f"{self.path}?amount=25"))
        self.token = unescape(_found(TOKEN, page))
        self.cookie = page.headers["set-cookie"].split(";", 1)[0]

    def opening(self) -> Measured:
        forms = [self.form(number) for number in range(self.count)]
        return self._measure("opening a checkout", forms, status=303)

    def confirming(self) -> Measured:
        """The way back, once the card was typed: the provider is asked, the promise written."""
        ways = [self.typed_card(number) for number in range(self.count)]
        return self._measure("confirming a donation", ways, status=302)

    def form(self, number: int) -> Request:
        typed = {
            "csrfmiddlewaretoken": self.token,
            "amount": "25",
            "seen_cents": "2500",
            "reward": "none",
            "email": f"bench{number}@example.org",
            "agrees_to_charge": "on",
            "form_key": str(self._key(number)),
        }
        return Request(self.path, {"Cookie": self.cookie}, typed)

    def typed_card(self, number: int) -> Request:
        checkout = Checkout.objects.get(form_key=self._key(number))
        fill_in(checkout.session_url, card=CARD, email=checkout.email, name="A Backer")
        return Request(f"/en/donations/{checkout.token}/return/")

    def _key(self, number: int) -> UUID:
        return uuid5(KEYS, f"{self.sizes.seed} {number}")

    def _measure(self, name: str, requests: list[Request], *, status: int) -> Measured:
        return measure(name, self.host, requests, status=status, connections=self.sizes.connections)


def _time_until_shown(platform: Platform, giving: _Giving, path: str) -> str:
    """From the way back of one backer to the page that everybody shares."""
    with platform.workers():
        platform.say("Waiting for the workers …")
        wait_for(lambda: not Delivery.objects.filter(done_at=None).exists(), within=PATIENCE)
        ask(platform.host, giving.form(giving.count))
        way_back = giving.typed_card(giving.count)
        before = ask(platform.host, Request(path)).headers["etag"]
        ask(platform.host, way_back)
        shown = wait_for(
            lambda: ask(platform.host, Request(path)).headers["etag"] != before, within=30
        )
    if shown is None:
        return "A confirmed donation DID NOT SHOW on its project's page within 30 seconds."
    return f"A confirmed donation showed on its project's page, shared by all, after {shown:.2f} s."


def _session_of(person: User) -> str:
    request = HttpRequest()
    request.session = SessionStore()
    login(request, person, settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    return str(request.session.session_key)


def _found(pattern: re.Pattern[str], page: Answer) -> str:
    match = pattern.search(page.body.decode())
    if match is None:
        raise WrongAnswer(f"The form is not there: {page.status}.")
    return match[1]

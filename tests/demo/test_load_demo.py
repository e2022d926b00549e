"""The demo: made whole even after a stop half-way, once, with right books, and only offline."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activity.clock import database_now
from activity.models import Event
from donations.models import Checkout, Donation, Payment
from donations.queries import totals_of
from goteo.demo.making import make
from goteo.demo.people import PASSWORD, REMEI
from goteo.demo.stories import (
    STORIES,
    air,
    booking,
    carers,
    cinema,
    garden,
    harbour,
    housing,
    ledgers,
    memory,
    mending,
    radio,
    seeds,
    springs,
    sun,
    textbook,
    tractor,
)
from goteo.demo.story import Story
from ledger.checks import verify
from ledger.models import Entry
from projects.lifecycle import RoundStatus
from projects.models import Project, Round
from projects.publication import what_is_missing
from projects.queries import goals_of_project
from rewards.models import Reward
from tests.committed import CommittedDatabase
from tests.stripe_sandbox.running import RunningSandbox

ROOT = Path(__file__).resolve().parents[2]
STATUSES = {
    ledgers.STORY: "live",
    cinema.STORY: "funded",
    harbour.STORY: "failed",
    booking.STORY: "rejected",
    housing.STORY: "funded",
    air.STORY: "live",
    textbook.STORY: "live",
    memory.STORY: "funded",
    mending.STORY: "on_hold",
    carers.STORY: "withdrawn",
    tractor.STORY: "live",
    springs.STORY: "live",
    sun.STORY: "approved",
    garden.STORY: "changes_requested",
    seeds.STORY: "in_review",
    radio.STORY: "draft",
}
# States that last for seconds or minutes, and those that nothing brings about yet.
PASSING = {
    Round: ("closing",),
    Donation: ("draft",),
    Payment: ("confirming", "processing", "cancelling"),
}
TO_COME = {
    Project: ("fulfilled",),
    Donation: (
        "waiting",
        "held",
        "returning",
        "credited",
        "refunded",
        "disputed",
        "dispute_lost",
    ),
}
NOT_IN_THE_DEMO = {
    model: (*PASSING.get(model, ()), *TO_COME.get(model, ()))
    for model in (Project, Round, Checkout, Donation, Payment)
}


class Stopped(Exception):
    """Somebody pressed Ctrl-C."""


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.LOCAL = True
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    return tmp_path


def load() -> str:
    said = StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()


def of(story: Story) -> Project:
    return Project.objects.get(title=story.title, owner__email=story.creator.email)


def raised_and_minimum(project: Project) -> tuple[int, int]:
    return (
        totals_of([project.pk])[project.pk].raised_cents,
        goals_of_project(project).minimum_cents,
    )


def counts() -> list[int]:
    return [model.objects.count() for model in (User, Project, Donation, Payment, Entry, Event)]


def stop_after_five_gifts(done: int, total: int) -> None:
    if done == 5:
        raise Stopped


def test_the_demo_shows_every_state_with_right_books_and_is_loaded_once(
    committed_db: CommittedDatabase, sandbox: RunningSandbox, folder: Path
) -> None:
    with pytest.raises(Stopped):
        make(harbour.STORY, stop_after_five_gifts)

    assert "The books are right" in load()

    assert verify().is_right
    assert_the_books_are_right_for_the_operator_too()
    assert_every_state_that_rests_is_there()
    assert_each_project_is_where_its_story_ends()
    assert_the_page_on_the_demo_says_the_same()
    assert_texts_are_whole_and_in_their_languages()
    assert_campaigns_show_what_their_stories_say()
    assert_people_can_sign_in(folder)
    assert_what_was_told_is_not_told_twice()

    before = counts()
    assert "already there" in load()
    assert counts() == before


def assert_the_books_are_right_for_the_operator_too() -> None:
    said = StringIO()
    call_command("check_ledger", stdout=said, stderr=said)
    assert "right" in said.getvalue()


def assert_every_state_that_rests_is_there() -> None:
    for model, elsewhere in NOT_IN_THE_DEMO.items():
        field = model._meta.get_field("status")
        states = {value for value, _name in field.choices or ()}
        assert set(elsewhere) <= states
        assert set(model.objects.values_list("status", flat=True)) == states - set(elsewhere)


def assert_each_project_is_where_its_story_ends() -> None:
    assert {story: of(story).status for story in STORIES} == STATUSES
    for live, number in ((springs, 1), (tractor, 1), (textbook, 1), (air, 2)):
        under_way = of(live.STORY).rounds.get(status=RoundStatus.OPEN)
        assert under_way.number == number
        assert (under_way.closes_at - database_now()).days >= 7
    raised, minimum = raised_and_minimum(of(springs.STORY))
    assert 0 < raised < minimum
    raised, minimum = raised_and_minimum(of(tractor.STORY))
    assert raised > minimum
    assert Reward.objects.get(project=of(tractor.STORY), units=3).taken == 3
    assert gifts_of(harbour.STORY) == {"released": len(harbour.STORY.gifts)}
    assert gifts_of(housing.STORY) == {"paid": len(housing.STORY.gifts)}
    assert gifts_of(air.STORY) == {"paid": len(air.STORY.gifts) - 2, "collecting": 2}
    asked = Payment.objects.filter(status__in=["retrying", "action_required"])
    assert {each.lines.get().donation.project for each in asked} == {of(air.STORY)}


def assert_campaigns_show_what_their_stories_say() -> None:
    assert Project.objects.filter(pk=of(sun.STORY).pk, launch_at__gt=database_now()).exists()
    assert gifts_of(carers.STORY) == {"released": len(carers.STORY.gifts)}
    assert gifts_of(mending.STORY) == {"promised": len(mending.STORY.gifts)}
    assert gifts_of(memory.STORY) == {"collecting": len(memory.STORY.gifts)}
    assert gifts_of(cinema.STORY) == {"paid": len(cinema.STORY.gifts) - 1, "dropped": 1}
    assert of(cinema.STORY).rounds.get(number=2).status == RoundStatus.DECIDED
    assert gifts_of(ledgers.STORY) == {"paid": 5, "expired": 1, "open": 1}
    assert not of(ledgers.STORY).rounds.exists()
    extended = of(textbook.STORY).rounds.get(number=1)
    assert extended.extended_from is not None
    assert extended.closes_at > extended.extended_from


def assert_what_was_told_is_not_told_twice() -> None:
    """As after a stop between the last step and the mark that says that all is made."""
    stories = (mending.STORY, carers.STORY, textbook.STORY, cinema.STORY, ledgers.STORY)
    before = counts()
    for story in stories:
        make(story, lambda done, total: None)
    *others, events = counts()
    assert (others, events) == (before[:-1], before[-1] + len(stories))
    assert {story: of(story).status for story in STORIES} == STATUSES


def assert_the_page_on_the_demo_says_the_same() -> None:
    page = (ROOT / "docs" / "reference" / "demo.md").read_text()
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(STORIES)
    for story in STORIES:
        [row] = [each for each in rows if f"| {story.title} |" in each]
        assert f"| `{STATUSES[story]}` |" in row
        assert f"{story.creator.email} |" in row


def gifts_of(story: Story) -> Counter[str]:
    return Counter(of(story).donations.values_list("status", flat=True))


def assert_texts_are_whole_and_in_their_languages() -> None:
    for story in STORIES:
        project = of(story)
        broken = [rule.code for rule in what_is_missing(project)]
        assert broken == (["return_terms", "contact_phone"] if story is radio.STORY else [])
        assert project.language == story.language
        assert project.drawn_cover == (story.picture is None)
        assert project.drawn_cover or project.image.size > 5_000
        assert {item.kind for item in project.budget_items.all()} == {
            "task",
            "infrastructure",
            "material",
        }
    submitted = Counter(story.language for story in STORIES if story is not radio.STORY)
    assert submitted == {"es": 7, "ca": 4, "en": 4}


def assert_people_can_sign_in(folder: Path) -> None:
    kept = (folder / "demo.txt").read_text()
    assert PASSWORD in kept
    for person in (REMEI, *(story.creator for story in STORIES)):
        assert person.email in kept
        assert EmailAddress.objects.get(email=person.email).verified
    client = Client()
    signed_in = client.post(
        reverse("account_login"), {"login": REMEI.email, "password": PASSWORD}, follow=True
    )
    assert signed_in.status_code == 200
    assert client.get(reverse("admin:index")).status_code == 200


# --- refusals ------------------------------------------------------------------------------
class NotASandbox(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def another_provider() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), NotASandbox) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.django_db
def test_the_demo_refuses_a_provider_that_is_not_the_offline_stripe(
    folder: Path, settings: Any
) -> None:
    before = counts()

    with another_provider() as address:
        settings.STRIPE_API_BASE = address
        with pytest.raises(CommandError, match="offline Stripe"):
            load()

    assert counts() == before
    assert not (folder / "demo.txt").exists()


@pytest.mark.django_db
def test_the_demo_refuses_a_server(folder: Path, settings: Any, sandbox: RunningSandbox) -> None:
    settings.LOCAL = False
    before = counts()

    with pytest.raises(CommandError, match="this is a server"):
        load()

    assert counts() == before
    assert not (folder / "demo.txt").exists()

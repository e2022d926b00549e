"""What a person finds when they come back: what they gave, what is due, what comes of it."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from donations.lifecycle import DonationStatus
from donations.models import Donation
from projects.models import Project, Round
from rewards.claims import hold_unit, keep_unit
from tests import builders, cast
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db
PAGE = "/en/my-donations/"
STATES = [each for each in DonationStatus if each != DonationStatus.DRAFT]


@pytest.fixture
def project() -> Project:
    return builders.a_live_project()


@pytest.fixture
def as_biel(client: Client) -> Client:
    client.force_login(cast.biel())
    return client


def seen(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def given_by(person: User, project: Project, amount_cents: int = 2500, **changes: Any) -> Donation:
    donation = a_promise(project, amount_cents, email=person.email, **changes)
    Donation.objects.filter(pk=donation.pk).update(backer=person)
    return donation


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    answer: Any = client.get(PAGE)
    assert answer.status_code == 302
    assert answer.url.startswith("/en/accounts/login/")


def test_who_gave_nothing_is_told_where_to_begin(as_biel: Client) -> None:
    page = seen(as_biel)
    assert "Nothing given yet" in page
    assert 'href="/en/explore/"' in page


def test_a_promise_says_when_it_is_charged_and_when_never(
    as_biel: Client, project: Project
) -> None:
    ends = datetime(2100, 12, 3, 23, 0, tzinfo=UTC)
    Round.objects.filter(project=project, number=1).update(closes_at=ends)
    given = given_by(cast.biel(), project)
    Donation.objects.filter(pk=given.pk).update(charge_by=datetime(2100, 12, 14, 23, 0, tzinfo=UTC))
    page = seen(as_biel)
    assert "On 4 December, if funded; never after 14 December." in page
    assert "Charged only if the minimum is reached on 3 December, 23:59." in page
    assert f'href="/en/donations/{given.checkout.token}/{given.public_id}/cancel/"' in page


def test_after_the_round_a_promise_cannot_be_cancelled(as_biel: Client, project: Project) -> None:
    given_by(cast.biel(), project)
    builders.bring_to_its_end(project)
    assert "/cancel/" not in seen(as_biel)


def test_what_was_given_as_a_guest_is_there_and_says_so(as_biel: Client, project: Project) -> None:
    a_promise(project, 4200, email="biel@example.org")
    page = seen(as_biel)
    assert "1 donation that you gave without signing in is listed here now." in page
    assert "€42.00" in page
    assert "without signing in is listed" not in seen(as_biel)


def test_the_donations_of_others_are_not_there(as_biel: Client, project: Project) -> None:
    given_by(cast.didac(), project)
    a_promise(project, email="guest@example.org")
    assert "Nothing given yet" in seen(as_biel)


@pytest.mark.parametrize("status", STATES)
def test_every_state_is_told_in_plain_words(
    as_biel: Client, project: Project, status: DonationStatus
) -> None:
    given_by(cast.biel(), project, status=status)
    page = seen(as_biel)
    line = page[page.index('<li class="gift">') :]
    assert 'class="tag' in line[: line.index("</li>")]


def test_a_reward_and_the_returns_stand_beside(as_biel: Client, project: Project) -> None:
    given = given_by(cast.biel(), project)
    claim = hold_unit(project.rewards.get(), actor=None)
    keep_unit(claim, actor=None)
    Donation.objects.filter(pk=given.pk).update(claim=claim)
    page = seen(as_biel)
    assert "Printed map" in page
    assert "if the project is funded" in page
    assert "Spring water dataset" in page
    assert "ODbL-1.0" in page


def test_what_was_released_promises_nothing(as_biel: Client, project: Project) -> None:
    given_by(cast.biel(), project, status="released")
    page = seen(as_biel)
    assert "The minimum was missed, so nothing was charged." in page
    assert "Spring water dataset" not in page


def test_sums_tell_charged_from_promised(as_biel: Client, project: Project) -> None:
    given_by(cast.biel(), project, 1000, status="paid")
    given_by(cast.biel(), project, 2500)
    given_by(cast.biel(), project, 700, status="cancelled")
    page = seen(as_biel)
    sums = page[page.index('class="gift-sums"') : page.index("What will be charged")]
    assert "€10<" in sums
    assert "€25<" in sums


def listed(page: str) -> list[str]:
    """The amounts of the lines, and after them where the list leads on."""
    lines = page[page.index('class="gifts"') : page.index("</main>")]
    return re.findall(r"€[0-9.]+|[?](?:before|after)=[0-9a-f-]+", lines)


def test_older_pages_are_reached_by_keys_and_back_again(as_biel: Client, project: Project) -> None:
    given = [given_by(cast.biel(), project, 100 * n, status="paid") for n in range(1, 46)]
    euros = [f"€{n}.00" for n in range(45, 0, -1)]
    keys = {n: str(given[n - 1].public_id) for n in range(1, 46)}

    assert listed(seen(as_biel)) == [*euros[:20], f"?before={keys[26]}"]
    second = listed(seen(as_biel, f"{PAGE}?before={keys[26]}"))
    assert second == [*euros[20:40], f"?after={keys[25]}", f"?before={keys[6]}"]
    last = listed(seen(as_biel, f"{PAGE}?before={keys[6]}"))
    assert last == [*euros[40:], f"?after={keys[5]}"]
    assert listed(seen(as_biel, f"{PAGE}?after={keys[5]}")) == second
    assert listed(seen(as_biel, f"{PAGE}?after={keys[25]}"))[:20] == euros[:20]


@pytest.mark.parametrize("cursor", ["nonsense", "9ad8ab62-5a4b-4f0c-9d43-0c1a2d1d5a11", ""])
def test_a_cursor_that_is_not_theirs_shows_the_first_page(
    as_biel: Client, project: Project, cursor: str
) -> None:
    given_by(cast.biel(), project)
    assert "What will be charged" in seen(as_biel, f"{PAGE}?before={cursor}")


def test_nobody_keeps_a_copy_of_the_page(as_biel: Client) -> None:
    assert as_biel.get(PAGE)["Cache-Control"] == "private, no-store"


def test_queries_do_not_grow_with_rows(
    as_biel: Client, project: Project, django_assert_max_num_queries: Any
) -> None:
    for _ in range(9):
        given_by(cast.biel(), project, confirmed_at=timezone.now())
        given_by(cast.biel(), project, status="paid")
    with django_assert_max_num_queries(9):
        seen(as_biel)

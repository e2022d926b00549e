"""A project's page in each of its stages, and who may see it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from donations.models import Verdict
from pages.queries import time_left
from projects.models import Project, Round
from tests import builders, cast
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return builders.a_live_project(
        rewards=[builders.a_reward(2500, units=3), builders.a_reward(9000, title="A walk")]
    )


def seen(client: Client, project: Project) -> str:
    answer = client.get(f"/en/projects/{project.slug}/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def decide(project: Project, *, number: int = 1, passed: bool, status: str) -> None:
    """As the settlement leaves it; only the page is tested here."""
    round_ = project.rounds.get(number=number)
    Round.objects.filter(pk=round_.pk).update(status="decided")
    Verdict.objects.create(
        round=round_,
        passed=passed,
        raised_cents=900_000 if passed else 799_999,
        minimum_cents=800_000,
        optimum_cents=1_250_000,
        donations=7,
        decided_at=round_.closes_at,
    )
    Project.objects.filter(pk=project.pk).update(status=status)


def test_round_one_says_when_nothing_is_charged(client: Client, project: Project) -> None:
    ends = datetime(2100, 12, 3, 23, 0, tzinfo=UTC)
    Round.objects.filter(project=project, number=1).update(closes_at=ends)
    page = seen(client, project)
    assert "Nothing is charged unless the minimum is reached on 3 December, 23:59." in page
    assert "Round 1 of 2 · all or nothing" in page


def test_a_donation_begins_here_with_plain_html(client: Client, project: Project) -> None:
    page = seen(client, project)
    assert f'action="/en/projects/{project.slug}/donate/"' in page
    for amount in ("5", "10", "25", "50"):
        assert f'name="amount" value="{amount}"' in page


def test_it_shows_what_everyone_gets_what_you_get_and_where_money_goes(
    client: Client, project: Project
) -> None:
    page = seen(client, project)
    licence = project.collective_returns.get().licence
    assert licence is not None
    assert f'<a href="{licence.url}" rel="license noopener"' in page
    assert "3 of 3 left" in page
    assert "Water analyses" in page
    assert "<strong>We walk to each of them</strong>" in page


def test_a_reward_that_is_gone_cannot_be_chosen(client: Client, project: Project) -> None:
    first, second = project.rewards.all()
    type(first).objects.filter(pk=first.pk).update(taken=3)
    page = seen(client, project)
    assert "sold out" in page
    assert f"?reward={first.pk}" not in page
    assert f"?reward={second.pk}" in page


def test_names_appear_only_with_consent(client: Client, project: Project) -> None:
    a_promise(project, 4200, name="Ona Vidal")
    a_promise(project, 700, email="hidden@example.org")
    page = seen(client, project)
    assert "<b>Ona Vidal</b> gave €42" in page
    assert "<b>Someone</b> gave €7" in page
    assert "hidden@example.org" not in page


def test_round_two_charges_at_once(client: Client, project: Project) -> None:
    decide(project, passed=True, status="live")
    now = datetime.now(UTC)
    Round.objects.filter(project=project, number=2).update(status="open", opens_at=now)
    page = seen(client, project)
    assert "Round 2 · towards the optimum" in page
    assert "your card is charged at once" in page
    assert "the minimum of €8,000 was reached" in page


def test_a_permanent_project_charges_at_once(client: Client) -> None:
    page = seen(client, builders.a_live_project(rounds_planned=0))
    assert "This project is always open: your card is charged at once." in page


def test_a_closing_round_takes_no_donation(client: Client, project: Project) -> None:
    round_ = builders.bring_to_its_end(project)
    Round.objects.filter(pk=round_.pk).update(status="closing")
    page = seen(client, project)
    assert "Round 1 has ended" in page
    assert "/donate/" not in page


def test_a_funded_project_says_by_which_verdict(client: Client, project: Project) -> None:
    decide(project, passed=True, status="funded")
    page = seen(client, project)
    assert "Funded" in page
    assert "it had €9,000: the minimum of €8,000 was reached" in page
    assert "/donate/" not in page


def test_a_failed_project_says_what_was_missing_and_that_nobody_was_charged(
    client: Client, project: Project
) -> None:
    decide(project, passed=False, status="failed")
    page = seen(client, project)
    assert "it had €7,999.99 of the €8,000 it needed. Nobody was charged." in page
    assert "was promised in 7 donations; none was charged" in page


@pytest.mark.parametrize(
    ("status", "sentence"),
    [("on_hold", "has paused this campaign"), ("withdrawn", "has withdrawn this campaign")],
)
def test_a_paused_or_withdrawn_project_says_so(
    client: Client, project: Project, status: str, sentence: str
) -> None:
    Project.objects.filter(pk=project.pk).update(status=status)
    page = seen(client, project)
    assert sentence in page
    assert "/donate/" not in page


@pytest.mark.parametrize("viewer", [None, cast.didac, cast.biel])
def test_a_draft_does_not_exist_for_others(client: Client, viewer: Any) -> None:
    draft = builders.a_complete_draft()
    if viewer is not None:
        client.force_login(viewer())
    assert client.get(f"/en/projects/{draft.slug}/").status_code == 404


@pytest.mark.parametrize("viewer", [cast.alba, cast.carme])
def test_its_owner_and_admins_see_a_preview_that_says_so(client: Client, viewer: Any) -> None:
    draft = builders.a_complete_draft()
    client.force_login(viewer())
    page = seen(client, draft)
    assert "A preview that only you and the admins can see" in page
    assert 'name="robots" content="noindex"' in page
    assert "/donate/" not in page


def test_an_almost_empty_draft_has_a_preview_too(client: Client) -> None:
    draft = builders.a_draft()
    client.force_login(draft.owner)
    assert "The budget is empty yet." in seen(client, draft)


def test_a_title_is_text_and_never_markup(client: Client) -> None:
    project = builders.a_live_project(title="<script>alert(1)</script>")
    page = seen(client, project)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_owner_without_a_name_is_not_named_by_their_address(
    client: Client, project: Project
) -> None:
    User.objects.filter(pk=project.owner_id).update(name="")
    assert "alba@example.org" not in seen(client, project)


def test_queries_do_not_grow_with_rows(client: Client, django_assert_max_num_queries: Any) -> None:
    project = builders.a_live_project(
        rewards=[builders.a_reward(1000 * n, title=f"Reward {n}") for n in range(1, 9)],
        returns=[builders.a_return(title=f"Return {n}") for n in range(6)],
    )
    for number in range(9):
        a_promise(project, name=f"Person {number}", email=f"p{number}@example.org")
    client.force_login(cast.biel())
    with django_assert_max_num_queries(12):
        seen(client, project)


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        ((12, 3, 0), "12 days left"),
        ((1, 23, 59), "47 hours left"),
        ((0, 1, 5), "1 hour left"),
        ((0, 0, 5), "5 minutes left"),
        ((-1, 0, 0), "0 minutes left"),
    ],
)
def test_time_left_is_never_rounded_up(rest: tuple[int, int, int], sentence: str) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    days, hours, minutes = rest
    ends = now + timedelta(days=days, hours=hours, minutes=minutes)
    assert time_left(ends, now) == sentence

"""Two figures per project, and who gave without telling anonymous gifts apart."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from donations.queries import (
    Given,
    Totals,
    collected_in_all,
    people_in_all,
    totals_of,
    who_gave,
)
from ledger import postings
from ledger.book import post
from projects.models import Project
from tests import builders
from tests.donations.promising import a_promise

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def project(db: None) -> Project:
    return builders.a_live_project()


def on(days_after_monday: int) -> datetime:
    return MONDAY + timedelta(days=days_after_monday)


def someone(gifts: int, cents: int, first: date | None, last: date | None) -> Given:
    return Given("", gifts, cents, first, last)


def book(draft: Any, source: str) -> None:
    with transaction.atomic():
        post(draft, source=source, occurred_at=MONDAY)


def test_raised_counts_promises_and_collected_what_the_ledger_holds(project: Project) -> None:
    a_promise(project, 2500)
    a_promise(project, 1000, status="paid")
    book(postings.collected([(f"project:{project.pk}", 1000)]), "payment:1")
    assert totals_of([project.pk])[project.pk] == Totals(3500, 1000, 1, 2)


def test_what_is_cancelled_released_or_never_finished_is_not_raised(project: Project) -> None:
    for status in ("open", "expired", "cancelled", "released", "dropped", "refunded"):
        a_promise(project, 2500, status=status)
    assert totals_of([project.pk])[project.pk] == Totals()


def test_people_are_counted_by_their_address(project: Project) -> None:
    for email in ("ona@example.org", "ona@example.org", "pau@example.org"):
        a_promise(project, email=email)
    assert totals_of([project.pk])[project.pk].backers == 2
    assert people_in_all() == 2


def test_a_payout_leaves_collected_as_it_was_and_a_refund_lowers_it(project: Project) -> None:
    book(postings.collected([(f"project:{project.pk}", 5000)]), "payment:1")
    book(postings.paid_out(project.pk, 3000), "payout:1")
    assert totals_of([project.pk])[project.pk].collected_cents == 5000
    book(postings.refund_before_payout(project.pk, 1000), "refund:1")
    assert totals_of([project.pk])[project.pk].collected_cents == 4000
    assert collected_in_all() == 4000


def test_money_held_until_the_verdict_is_collected_once(project: Project) -> None:
    book(postings.held(project.pk, 2000), "payment:1")
    assert totals_of([project.pk])[project.pk].collected_cents == 2000
    book(postings.verdict_passed(project.pk, 2000), "verdict:1")
    assert totals_of([project.pk])[project.pk].collected_cents == 2000


def test_totals_take_two_queries_for_any_number_of_projects(
    project: Project, django_assert_num_queries: Any
) -> None:
    other = builders.a_live_project(title="Another")
    for each in (project, other):
        a_promise(each)
    with django_assert_num_queries(2):
        totals = totals_of([project.pk, other.pk])
    assert [totals[each.pk].raised_cents for each in (project, other)] == [2500, 2500]


def test_a_name_is_shown_only_with_consent(project: Project) -> None:
    a_promise(project, 2500, name="Ona", confirmed_at=on(0))
    hidden = a_promise(project, 700, confirmed_at=on(0))
    hidden.public_name = "Pau"
    hidden.save()
    assert who_gave(project, 10) == [
        Given("Ona", 1, 2500, date(2026, 3, 2), date(2026, 3, 2)),
        someone(1, 700, None, None),
    ]


def test_three_anonymous_gifts_of_a_day_are_summed_for_that_day(project: Project) -> None:
    for cents in (500, 700, 1000):
        a_promise(project, cents, confirmed_at=on(1))
    day = date(2026, 3, 3)
    assert who_gave(project, 10) == [someone(3, 2200, day, day)]


def test_fewer_are_summed_for_their_week_and_still_fewer_for_the_campaign(
    project: Project,
) -> None:
    for days, cents in ((0, 500), (2, 700), (4, 1000), (8, 300), (15, 200)):
        a_promise(project, cents, confirmed_at=on(days))
    assert who_gave(project, 10) == [
        someone(3, 2200, date(2026, 3, 2), date(2026, 3, 8)),
        someone(2, 500, None, None),
    ]


def test_a_day_is_one_of_the_platforms_zone(project: Project) -> None:
    a_promise(project, name="Ona", confirmed_at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    assert who_gave(project, 10)[0].first_day == date(2026, 3, 3)


def test_the_latest_come_first_and_no_more_than_asked_for(project: Project) -> None:
    for days in range(5):
        a_promise(project, name=f"Person {days}", confirmed_at=on(days))
    assert [line.name for line in who_gave(project, 2)] == ["Person 4", "Person 3"]


def test_who_gave_takes_two_queries(project: Project, django_assert_num_queries: Any) -> None:
    for days in range(6):
        a_promise(project, confirmed_at=on(days), name="Ona" if days % 2 else "")
    with django_assert_num_queries(2):
        who_gave(project, 10)

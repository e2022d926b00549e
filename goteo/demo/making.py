"""Tells one story to the platform, from the draft to the day on which the demo shows it."""

import time
from collections.abc import Callable

from django.conf import settings
from django.db import transaction

from activity.clock import database_now
from activity.models import Event
from activity.recording import record
from donations import cancelling, checkout_outcome, collecting
from donations.lifecycle import AttemptStatus, unfinished_attempt_statuses
from donations.models import Attempt
from donations.settlement import settle_round
from goteo.demo.endings import end
from goteo.demo.giving import give
from goteo.demo.passing_time import day_of, let_days_pass
from goteo.demo.story import Story
from goteo.demo.writing import write
from projects.campaigns import begin_closing
from projects.lifecycle import RoundStatus
from projects.models import Project, Round, RoundsPlan

MADE = "demo.project_made"
# Verdicts are given half an hour after a round at the latest; the charges follow next morning.
DAYS_TO_COLLECT = 2
SECONDS_TO_COLLECT = 60
SECONDS_FOR_WORKERS = 3

Progress = Callable[[int, int], None]


class CollectionStuck(Exception):
    """Charges that were due did not come to an end."""


def is_made(story: Story) -> bool:
    """Whether an earlier run told the story to its end; what people did since then stays."""
    project = _found(story)
    return (
        project is not None
        and Event.objects.filter(
            verb=MADE, subject_kind=Project._meta.label_lower, subject_id=str(project.pk)
        ).exists()
    )


def make(story: Story, tell: Progress) -> Project:
    """Tells the story once, or the rest of it. `tell` hears how many gifts are given, of how many.

    Each step looks whether it was done, so a run that was killed here is finished by the next."""
    project = write(story)
    for number, gift in enumerate(story.gifts, start=1):
        _reach(project, gift.day)
        give(project, gift, number)
        tell(number, len(story.gifts))
    if story.ending.is_launched:
        _finish(story, project)
    with transaction.atomic():
        record(MADE, project, actor=None)
    return project


def _found(story: Story) -> Project | None:
    return Project.objects.filter(owner__email=story.creator.email, title=story.title).first()


def _finish(story: Story, project: Project) -> None:
    """From the last gift to the day on which the demo shows the project."""
    _reach(project, story.ends_on)
    end(story, project)
    for stopped in project.rounds.filter(number=2, status=RoundStatus.CLOSING):
        _settle(stopped)
    project.refresh_from_db()
    _reach(project, story.today)


def _reach(project: Project, day: int) -> None:
    """Lets time pass until that day of the campaign, with the end of round 1 on the way."""
    ends = project.first_round_days
    if project.rounds_planned == RoundsPlan.PERMANENT:
        let_days_pass(project, day - day_of(project))
        return
    if day >= ends:
        let_days_pass(project, ends - day_of(project))
        _close_first_round(project)
    if day >= ends + DAYS_TO_COLLECT:
        let_days_pass(project, ends + DAYS_TO_COLLECT - day_of(project))
        _collect(project)
    let_days_pass(project, day - day_of(project))
    if day >= ends + settings.CHARGE_BY_DAYS:
        # What no card gave until the latest date is given up, as the worker does every few minutes.
        cancelling.stop_late_payments()


def _close_first_round(project: Project) -> None:
    """What the worker does at every tick; it may be at it too, and then it wins."""
    round_ = project.rounds.get(number=1)
    if round_.status == RoundStatus.DECIDED:
        return
    begin_closing(round_)
    _settle(round_)
    project.refresh_from_db()


def _settle(round_: Round) -> None:
    checkout_outcome.expire_overdue_checkouts()
    settle_round(round_.pk)


def _collect(project: Project) -> None:
    """Every due charge of the project, by this process or by a worker that came first."""
    mine = Attempt.objects.filter(
        payment__lines__donation__project=project, status__in=unfinished_attempt_statuses()
    )
    for second in range(SECONDS_TO_COLLECT):
        while collecting.collect_due():
            pass
        # What is due later is a declined card that is tried again on another day.
        if not mine.exclude(status=AttemptStatus.DUE, due_at__gt=database_now()).exists():
            return
        time.sleep(1)
        if second >= SECONDS_FOR_WORKERS:
            # Taken by a run that was killed: ask the provider now instead of after three minutes.
            mine.filter(lease_until__isnull=False).update(lease_until=database_now())
            collecting.resolve_silent_attempts()
    raise CollectionStuck(f"Charges of “{project}” are still under way.")

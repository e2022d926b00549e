"""A creator writes their demo project, section by section, and an admin answers."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from activity.clock import database_now
from goteo.demo.organisations import organisation_of
from goteo.demo.passing_time import let_days_pass
from goteo.demo.people import REMEI, account_of
from goteo.demo.story import Ending, Story
from projects import campaigns, drafting, review
from projects.campaigns import platform_zone
from projects.lifecycle import ProjectStatus
from projects.models import Category, Project
from projects.pictures import take_picture
from rewards import offering
from rewards.models import Licence
from rewards.offering import ReturnLine, RewardLine

DAYS_IN_REVIEW = 3
DAYS_TO_LAUNCH = 9
LAUNCH_HOUR = 10


def write(story: Story) -> Project:
    """The project as far as the story goes without gifts. Goes on where an earlier run stopped."""
    creator = account_of(story.creator)
    assert creator is not None
    project = Project.objects.filter(owner=creator, title=story.title).first()
    if project is None:
        project = drafting.create_draft(
            title=story.title,
            language=story.language,
            organisation=organisation_of(story.creator),
            actor=creator,
        )
    if project.status == ProjectStatus.DRAFT:
        _write_sections(story, project, creator)
        if story.ending != Ending.DRAFT:
            review.submit(project, actor=creator)
            let_days_pass(project, DAYS_IN_REVIEW)
    if project.status == ProjectStatus.IN_REVIEW:
        _judge(story, project)
    if project.status == ProjectStatus.APPROVED and story.ending.is_launched:
        campaigns.launch(project, actor=the_admin())
    return project


def the_admin() -> User:
    admin = account_of(REMEI)
    assert admin is not None
    return admin


def _judge(story: Story, project: Project) -> None:
    """What the admin decides, unless the story leaves it waiting."""
    admin = the_admin()
    if story.ending == Ending.CHANGES_REQUESTED:
        review.request_changes(project, story.in_words, actor=admin)
    elif story.ending == Ending.REJECTED:
        review.reject(project, story.in_words, actor=admin)
    elif story.ending == Ending.SCHEDULED:
        review.approve(project, launch_at=_launch_day(), message=story.in_words, actor=admin)
    elif story.ending.is_launched:
        review.approve(project, launch_at=None, actor=admin)


def _launch_day() -> datetime:
    day = database_now().astimezone(platform_zone()) + timedelta(days=DAYS_TO_LAUNCH)
    return day.replace(hour=LAUNCH_HOUR, minute=0, second=0, microsecond=0)


def _write_sections(story: Story, project: Project, creator: User) -> None:
    sections: dict[str, dict[str, Any]] = {
        "basics": {
            "pitch": story.pitch,
            "location": story.location,
            "category": Category.objects.get(slug=story.category),
        },
        "story": {"description": story.description, **_picture(story)},
        "rounds": {"rounds_planned": story.rounds, "first_round_days": story.first_round_days},
        "payee": {
            "contact_phone": story.contact_phone,
            "payee_kind": story.payee_kind,
            "payee_name": story.payee_name,
        },
        "rewards": {"thanks_only": not story.rewards},
    }
    for section, changes in sections.items():
        drafting.save_section(project, section, changes, actor=creator)
    drafting.replace_budget(project, story.budget, actor=creator)
    offering.replace_rewards(project, _rewards(story), actor=creator)
    offering.replace_returns(project, _returns(story), actor=creator)


def _picture(story: Story) -> dict[str, Any]:
    if story.picture is None:
        return {"drawn_cover": True}
    upload = SimpleUploadedFile("picture.png", story.picture(), content_type="image/png")
    return {"image": take_picture(upload), "image_alt": story.picture_alt}


def _rewards(story: Story) -> list[RewardLine]:
    return [
        RewardLine(
            title=told.title,
            description=told.description,
            price_cents=told.euros * 100,
            delivery_month=_in_months(told.months),
            units=told.units,
        )
        for told in story.rewards
    ]


def _returns(story: Story) -> list[ReturnLine]:
    return [
        ReturnLine(
            kind=told.kind,
            title=told.title,
            description=told.description,
            licence=Licence.objects.get(spdx_id=told.spdx_id),
            due_on=None if told.months is None else _in_months(told.months),
        )
        for told in story.returns
    ]


def _in_months(months: int) -> date:
    """The first day of the month that comes so many months after this one."""
    today = database_now().astimezone(platform_zone()).date()
    years, month = divmod(today.month - 1 + months, 12)
    return date(today.year + years, month + 1, 1)

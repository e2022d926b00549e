"""The last decision of a demo campaign that is no verdict: by an admin, or by its creator."""

from datetime import timedelta

from accounts.models import User
from donations import ending
from goteo.demo.people import account_of
from goteo.demo.story import Ending, Story
from goteo.demo.writing import the_admin
from projects import extending, holding
from projects.campaigns import platform_zone
from projects.lifecycle import ProjectStatus
from projects.models import Project

DAYS_OF_EXTENSION = 2


def end(story: Story, project: Project) -> None:
    """Takes the decision once: told again, it finds it taken."""
    if project.status != ProjectStatus.LIVE:
        return
    if story.ending == Ending.ON_HOLD:
        holding.put_on_hold(project, story.in_words, actor=the_admin())
    elif story.ending == Ending.WITHDRAWN:
        ending.withdraw(project, story.in_words, actor=_creator(story))
    elif story.ending == Ending.EXTENDED:
        _extend(story, project)
    elif story.ending == Ending.STOPPED and ending.second_round(project) is not None:
        ending.stop_second_round(project, actor=_creator(story))


def _extend(story: Story, project: Project) -> None:
    round_ = project.rounds.get(number=1)
    if round_.extended_from is not None:
        return
    # By the calendar: a midnight stays a midnight when the clocks change between the two.
    last = round_.closes_at.astimezone(platform_zone()) + timedelta(days=DAYS_OF_EXTENSION)
    extending.extend_round(project, last, story.in_words, actor=the_admin())


def _creator(story: Story) -> User:
    creator = account_of(story.creator)
    assert creator is not None
    return creator

"""Worlds for the tests, built by the same use-cases that people and admins go through.

Plain functions, each calling the one before: a draft, a complete draft, in review, approved, live.
`changes` are fields of the project, or the lists `budget`, `rewards` and `returns`.
"""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from accounts.models import User
from activity.clock import database_now
from projects import campaigns, drafting, review
from projects.drafting import SECTION_FIELDS, BudgetLine
from projects.models import Category, Project, Round
from rewards import offering
from rewards.models import Licence
from rewards.offering import ReturnLine, RewardLine
from tests import cast

DESCRIPTION = """\
Every spring of the county was once on a map that people carried in their heads. **We walk to each
of them**, measure the flow, take a sample to the laboratory and write down what the neighbours
remember about it.

## What we do with your money

The first part pays for the water analyses and for the test kits that stay with the schools. If we
reach the optimum, a second season of walks closes the gaps of the first one.

- one hundred and forty springs
- twelve parameters each
- two laboratories that work apart from each other, so that nobody has to believe us
"""


def tiny_picture(kind: str = "WEBP", size: tuple[int, int] = (32, 18)) -> bytes:
    """A real picture of a few bytes; `kind` as Pillow names it."""
    content = BytesIO()
    Image.new("RGB", size, (10, 108, 116)).save(content, kind)
    return content.getvalue()


def a_budget(minimum_cents: int = 800_000, optimum_cents: int = 1_250_000) -> list[BudgetLine]:
    """One essential item for the minimum, another that leads to the optimum."""
    return [
        BudgetLine("task", "Water analyses", minimum_cents, essential=True),
        BudgetLine("task", "Second season", optimum_cents - minimum_cents, essential=False),
    ]


def a_reward(price_cents: int = 2500, units: int | None = None, **changes: Any) -> RewardLine:
    typed: dict[str, Any] = {
        "title": "Printed map",
        "description": "A2, on recycled paper.",
        "delivery_month": (database_now() + timedelta(days=200)).date(),
    }
    return RewardLine(price_cents=price_cents, units=units, **{**typed, **changes})


def a_return(spdx_id: str | None = "ODbL-1.0", **changes: Any) -> ReturnLine:
    typed: dict[str, Any] = {
        "kind": "dataset",
        "title": "Spring water dataset",
        "description": "Chemistry and flow of 140 springs.",
        "licence": Licence.objects.get(spdx_id=spdx_id) if spdx_id else None,
        "due_on": (database_now() + timedelta(days=300)).date(),
    }
    return ReturnLine(**{**typed, **changes})


def a_draft(
    owner: User | None = None, *, title: str = "An open atlas of springs", language: str = "en"
) -> Project:
    """A draft with its title, and nothing else."""
    return drafting.create_draft(title=title, language=language, actor=owner or cast.alba())


def a_complete_draft(owner: User | None = None, **changes: Any) -> Project:
    """A draft that breaks no rule of publication, unless `changes` make it."""
    wanted = _complete() | changes
    project = a_draft(owner, title=wanted.pop("title"), language=wanted.pop("language"))
    budget, rewards = wanted.pop("budget"), wanted.pop("rewards")
    returns = wanted.pop("returns")
    actor = project.owner
    for section, fields in SECTION_FIELDS.items():
        typed = {name: wanted.pop(name) for name in sorted(fields) if name in wanted}
        if typed:
            drafting.save_section(project, section, typed, actor=actor)
    if wanted:
        raise TypeError(f"No field of a project: {sorted(wanted)}")
    drafting.replace_budget(project, a_budget() if budget is None else budget, actor=actor)
    offering.replace_rewards(project, [a_reward()] if rewards is None else rewards, actor=actor)
    offering.replace_returns(project, [a_return()] if returns is None else returns, actor=actor)
    return project


def _complete() -> dict[str, Any]:
    return {
        "title": "An open atlas of springs",
        "language": "en",
        "pitch": "Every spring of the county measured, mapped and given to everyone.",
        "description": DESCRIPTION,
        "image": ContentFile(tiny_picture(), name="spring.webp"),
        "image_alt": "A spring between two holm oaks",
        "location": "Girona",
        "category": Category.objects.get(slug="ecology"),
        "contact_phone": "+34 972 000 000",
        "payee_kind": "association",
        "payee_name": "Associació Aigua Clara",
        "budget": None,
        "rewards": None,
        "returns": None,
    }


def a_project_in_review(owner: User | None = None, **changes: Any) -> Project:
    project = a_complete_draft(owner, **changes)
    review.submit(project, actor=project.owner)
    return project


def a_project_to_mend(
    owner: User | None = None,
    *,
    admin: User | None = None,
    message: str = "Tell us who walks, please.",
    **changes: Any,
) -> Project:
    """Sent back to its creator with a message."""
    project = a_project_in_review(owner, **changes)
    review.request_changes(project, message, actor=admin or cast.carme())
    return project


def an_approved_project(
    owner: User | None = None,
    *,
    admin: User | None = None,
    launch_at: datetime | None = None,
    **changes: Any,
) -> Project:
    """Approved, to launch at `launch_at` or, when None, by hand."""
    project = a_project_in_review(owner, **changes)
    review.approve(project, launch_at=launch_at, actor=admin or cast.carme())
    return project


def a_live_project(
    owner: User | None = None, *, admin: User | None = None, **changes: Any
) -> Project:
    """Launched a moment ago: its first round takes donations, unless it is permanent."""
    project = an_approved_project(owner, admin=admin, **changes)
    campaigns.launch(project, actor=admin or cast.carme())
    return project


def bring_to_its_end(project: Project, number: int = 1) -> Round:
    """Moves the dates of a round so that its deadline has just passed; its status stays."""
    ends = database_now()
    round_ = project.rounds.get(number=number)
    length = round_.closes_at - round_.opens_at
    Round.objects.filter(pk=round_.pk).update(opens_at=ends - length, closes_at=ends)
    round_.refresh_from_db()
    return round_

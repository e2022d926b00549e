"""What a campaign offers, written by its creator while it is a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from activity.recording import record
from projects.drafting import lock_for_editing
from projects.models import Project
from rewards.models import CollectiveReturn, Licence, Reward
from rewards.verbs import Verb


@dataclass(frozen=True)
class RewardLine:
    """A reward as typed: price in cents above zero, `units` None for no limit."""

    title: str
    description: str
    price_cents: int
    delivery_month: date
    units: int | None = None


@dataclass(frozen=True)
class ReturnLine:
    """A return as typed; licence and date may still be open."""

    kind: str
    title: str
    description: str
    licence: Licence | None = None
    due_on: date | None = None


@transaction.atomic
def replace_rewards(project: Project, lines: Sequence[RewardLine], *, actor: User) -> None:
    """All rewards at once, in the order given. A draft has no claims, so nobody loses a right."""
    locked = lock_for_editing(project, actor=actor)
    Reward.objects.filter(project=locked).delete()
    Reward.objects.bulk_create(
        Reward(
            project=locked,
            title=line.title,
            description=line.description,
            price_cents=line.price_cents,
            units=line.units,
            delivery_month=line.delivery_month.replace(day=1),
            position=position,
        )
        for position, line in enumerate(lines)
    )
    record(Verb.REWARDS_EDITED, locked, actor=actor)


@transaction.atomic
def replace_returns(project: Project, lines: Sequence[ReturnLine], *, actor: User) -> None:
    """All collective returns at once, in the order given."""
    locked = lock_for_editing(project, actor=actor)
    CollectiveReturn.objects.filter(project=locked).delete()
    CollectiveReturn.objects.bulk_create(
        CollectiveReturn(
            project=locked,
            kind=line.kind,
            title=line.title,
            description=line.description,
            licence=line.licence,
            due_on=line.due_on,
            position=position,
        )
        for position, line in enumerate(lines)
    )
    record(Verb.RETURNS_EDITED, locked, actor=actor)


def publication_facts(project: Project) -> dict[str, Any]:
    """This app's part of the facts that the publication rules look at."""
    returns = list(project.collective_returns.all())
    return {
        "rewards": project.rewards.count(),
        "returns": len(returns),
        "returns_without_licence_or_date": sum(
            each.licence_id is None or each.due_on is None for each in returns
        ),
    }

"""Proof that a refusal left no trace: what was there before is there after, and nothing more."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models import Model

from accounts.models import Organisation, OrganisationInvitation, OrganisationMembership
from activity.errors import Refused
from activity.models import Delivery, Event, Mail
from projects.models import BudgetItem, Project, ReviewDecision, Round
from rewards.models import CollectiveReturn, Reward

WATCHED: tuple[type[Model], ...] = (
    Project, BudgetItem, Round, ReviewDecision, Reward, CollectiveReturn, Event, Delivery, Mail,
    Organisation, OrganisationMembership, OrganisationInvitation,
)  # fmt: skip


def everything() -> dict[str, list[dict[str, Any]]]:
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values()) for model in WATCHED
    }


@contextmanager
def nothing_moves() -> Iterator[None]:
    before = everything()
    yield
    assert everything() == before


@contextmanager
def refused(refusal: type[Refused]) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """The block raises `refusal`, with a sentence for people, and nothing has moved."""
    with nothing_moves(), pytest.raises(refusal) as caught:
        yield caught
    assert str(caught.value.sentence)

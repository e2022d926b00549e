"""Promises that end without a charge, and why: their backers are told which it was."""

from collections.abc import Sequence
from enum import StrEnum

from django.db import transaction

from accounts.models import User
from activity.ticks import one_by_one
from donations.lifecycle import DONATION, DonationStatus
from donations.models import Donation
from donations.verbs import Verb
from projects.lifecycle import ProjectStatus
from rewards.claims import free_units


class Why(StrEnum):
    """Single words: mails compare them, and their templates see everything else escaped."""

    MINIMUM_MISSED = "missed"
    TOO_LATE = "late"
    WITHDRAWN = "withdrawn"
    ENDED_EARLY = "ended"
    HELD_TOO_LONG = "held"


def release(
    promises: Sequence[Donation], why: Why, *, actor: User | None = None, reason: str = ""
) -> None:
    """Nobody is charged; the units of their rewards are free again. The rows are locked.

    `reason` is what the creator wrote to the backers, if it was the creator who ended it."""
    DONATION.move_all(
        promises,
        DonationStatus.RELEASED,
        verb=Verb.DONATION_RELEASED,
        actor=actor,
        reason=reason,
        facts={"why": why},
    )
    free_units([each.claim for each in promises if each.claim is not None], actor=actor)


def release_leftovers() -> int:
    """Promises confirmed at the card page while their campaign came to its end; gives how many.

    The provider is asked to end such checkouts, but a card that was saved a moment before is
    its answer all the same."""
    left = Donation.objects.filter(
        status=DonationStatus.PROMISED,
        project__status__in=[ProjectStatus.FAILED, ProjectStatus.WITHDRAWN],
    )
    ids = left.order_by("pk").values_list("pk", flat=True)
    return len(one_by_one(ids, _release_one, trouble="Donation %s could not be released"))


@transaction.atomic
def _release_one(donation_id: int) -> bool:
    """Both states of the project are final, so it needs no lock."""
    found = (
        Donation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("claim", "project")
        .filter(pk=donation_id, status=DonationStatus.PROMISED)
        .first()
    )
    if found is None:
        return False
    withdrawn = found.project.status == ProjectStatus.WITHDRAWN
    release([found], Why.WITHDRAWN if withdrawn else Why.ENDED_EARLY)
    return True

"""Units of a reward: held in a checkout, kept when confirmed, freed when it ends otherwise."""

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from accounts.models import User
from activity.clock import database_now
from activity.recording import record
from rewards.errors import SoldOut
from rewards.lifecycle import CLAIM, ClaimStatus
from rewards.models import Claim, Reward
from rewards.verbs import Verb


@transaction.atomic
def hold_unit(reward: Reward, *, actor: User | None) -> Claim:
    """Takes one unit; the last of N goes to whoever's UPDATE comes first. Raises SoldOut.

    The caller takes this lock last of all, since every rival for the reward waits on it."""
    if not Reward.objects.available().filter(pk=reward.pk).update(taken=F("taken") + 1):
        raise SoldOut
    claim = Claim.objects.create(reward=reward, held_at=database_now())
    record(Verb.UNIT_HELD, claim, actor=actor, reward=reward.pk)
    return claim


@transaction.atomic
def keep_unit(claim: Claim, *, actor: User | None) -> None:
    CLAIM.move(claim, ClaimStatus.KEPT, verb=Verb.UNIT_KEPT, actor=actor)


@transaction.atomic
def free_unit(claim: Claim, *, actor: User | None) -> None:
    """Gives the unit back for others."""
    free_units([claim], actor=actor)


@transaction.atomic
def free_units(claims: Sequence[Claim], *, actor: User | None) -> None:
    """Gives units back for others; the rewards are locked in the order of their ids."""
    CLAIM.move_all(claims, ClaimStatus.FREED, verb=Verb.UNIT_FREED, actor=actor)
    for reward_id, units in sorted(Counter(claim.reward_id for claim in claims).items()):
        Reward.objects.filter(pk=reward_id).update(taken=F("taken") - units)

"""Individual rewards with their claims; collective returns with their licences."""

from rewards.models.claim import Claim
from rewards.models.collective_return import CollectiveReturn, ReturnKind
from rewards.models.licence import Licence
from rewards.models.reward import Reward

__all__ = ["Claim", "CollectiveReturn", "Licence", "ReturnKind", "Reward"]

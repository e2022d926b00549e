"""The states of a claim."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from activity.lifecycle import Lifecycle


class ClaimStatus(models.TextChoices):
    HELD = "held", _("Held while the checkout is open")
    KEPT = "kept", _("Kept")
    FREED = "freed", _("Freed")


_C = ClaimStatus
CLAIM = Lifecycle("claim", {_C.HELD: {_C.KEPT, _C.FREED}, _C.KEPT: {_C.FREED}, _C.FREED: ()})

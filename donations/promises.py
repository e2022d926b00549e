"""A backer's change of mind while the round is open."""

from django.db import transaction

from accounts.models import User
from activity.clock import database_now
from activity.recording import record
from donations.errors import TooLateToCancel
from donations.lifecycle import DONATION, DonationStatus
from donations.models import Checkout, Donation
from donations.verbs import Verb
from projects.campaigns import lock_shared, receiving_round
from rewards.claims import free_unit


def can_cancel(donation: Donation) -> bool:
    """Whether `cancel_promise` would go through now; for showing the button."""
    if donation.status != DonationStatus.PROMISED:
        return False
    return receiving_round(donation.project, database_now()) == donation.round


@transaction.atomic
def cancel_promise(donation: Donation, *, actor: User | None) -> None:
    """Takes the promise back and frees its unit. `actor` None is a guest who holds the link.

    The database's clock decides, under the project's lock (C9). Raises TooLateToCancel and
    NotAllowed."""
    locked = (
        Donation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("claim")
        .get(pk=donation.pk)
    )
    project = lock_shared(locked.project_id)
    round_ = receiving_round(project, database_now())
    round_is_open = round_ is not None and round_.pk == locked.round_id
    if locked.status == DonationStatus.PROMISED and not round_is_open:
        raise TooLateToCancel
    DONATION.move(locked, DonationStatus.CANCELLED, verb=Verb.DONATION_CANCELLED, actor=actor)
    if locked.claim is not None:
        free_unit(locked.claim, actor=actor)
    donation.status = locked.status


@transaction.atomic
def ask_for_links(email: str, language: str) -> None:
    """Mails the links to all that this address gave. The page says the same if it gave nothing."""
    latest = Checkout.objects.filter(email=email.strip().lower(), status="complete").first()
    if latest is not None:
        record(Verb.LINKS_ASKED, latest, actor=None, language=language)

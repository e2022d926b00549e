"""A backer's change of mind while the round is open."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from activity.clock import database_now
from activity.models import Event
from activity.recording import record
from donations.errors import TooLateToCancel
from donations.lifecycle import DONATION, CheckoutStatus, DonationStatus
from donations.models import Checkout, Customer, Donation
from donations.verbs import Verb
from projects.campaigns import lock_shared
from projects.lifecycle import RoundStatus
from projects.models import Round
from rewards.claims import free_unit

# Whoever types an address here makes us write to it, so that address decides how often.
LINKS_PAUSE = timedelta(minutes=15)


def can_cancel(donation: Donation) -> bool:
    """Whether `cancel_promise` would go through now; for showing the button."""
    if donation.status != DonationStatus.PROMISED:
        return False
    return _may_change_until_its_end(donation.round, database_now())


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
    lock_shared(locked.project_id)
    round_ = Round.objects.filter(donations=locked).first()
    in_time = _may_change_until_its_end(round_, database_now())
    if locked.status == DonationStatus.PROMISED and not in_time:
        raise TooLateToCancel
    DONATION.move(locked, DonationStatus.CANCELLED, verb=Verb.DONATION_CANCELLED, actor=actor)
    if locked.claim is not None:
        free_unit(locked.claim, actor=actor)
    donation.status = locked.status


def _may_change_until_its_end(round_: Round | None, now: datetime) -> bool:
    """A project on hold takes no donations, but what was promised may still be taken back."""
    return round_ is not None and round_.status == RoundStatus.OPEN and now < round_.closes_at


@transaction.atomic
def ask_for_links(email: str, language: str) -> None:
    """Mails the links to all that this address gave, at most once in a quarter of an hour.

    The page says the same whatever happens here, also if the address gave nothing."""
    address = email.strip().lower()
    # Locked, so that of two requests at once the second sees what the first one wrote.
    Customer.objects.select_for_update(no_key=True).filter(email=address).first()
    given = Checkout.objects.filter(email=address, status=CheckoutStatus.COMPLETE)
    latest = given.first()
    if latest is not None and not _asked_lately(given.values_list("pk", flat=True)):
        record(Verb.LINKS_ASKED, latest, actor=None, language=language)


def _asked_lately(checkout_ids: Iterable[int]) -> bool:
    asked = Event.objects.filter(
        verb=Verb.LINKS_ASKED,
        subject_kind=Checkout._meta.label_lower,
        subject_id__in=[str(pk) for pk in checkout_ids],
        occurred_at__gt=database_now() - LINKS_PAUSE,
    )
    return asked.exists()

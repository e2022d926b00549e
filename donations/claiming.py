"""Donations given without an account become those of the person whose address was typed."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.addresses import confirmed_addresses
from accounts.models import User
from activity.recording import record
from donations.models import Checkout, Donation
from donations.verbs import Verb


def claim_donations(user: User, *, actor: User | None) -> int:
    """Gives `user` what was given without an account from their confirmed addresses.

    Says how many donations they were. An address that nobody has confirmed proves nothing: its
    donations stay with whoever holds their links."""
    unclaimed = Donation.objects.filter(
        backer__isnull=True, checkout__customer__email__in=confirmed_addresses(user)
    )
    return _claim(unclaimed, user, actor) if unclaimed.exists() else 0


@transaction.atomic
def _claim(unclaimed: QuerySet[Donation], user: User, actor: User | None) -> int:
    # What a worker is busy with is left for the next time: nobody waits for opening a page.
    found = list(
        unclaimed.order_by("pk").select_for_update(of=("self",), no_key=True, skip_locked=True)
    )
    Donation.objects.filter(pk__in=[each.pk for each in found]).update(backer=user)
    checkouts = Checkout.objects.filter(pk__in={each.checkout_id for each in found}).order_by("pk")
    free = checkouts.select_for_update(no_key=True, skip_locked=True).values_list("pk", flat=True)
    Checkout.objects.filter(pk__in=list(free), backer__isnull=True).update(backer=user)
    for donation in found:
        record(Verb.DONATION_CLAIMED, donation, actor=actor)
    return len(found)

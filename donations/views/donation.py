"""What a backer gave, for whoever holds its link: how it stands, its receipt, taking it back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from activity.errors import Refused
from donations.history import collected_on
from donations.lifecycle import RefundStatus
from donations.models import Checkout, Donation, Payment, Verdict
from donations.promises import can_cancel, cancel_promise
from donations.views.private_page import private_page


@dataclass(frozen=True)
class Standing:
    """A donation with what its page tells of it."""

    donation: Donation
    payment: Payment | None
    verdict: Verdict | None
    collected_on: datetime | None
    may_cancel: bool
    # In cents: what their card did not take back and a bank transfer will have to return.
    owed_cents: int


@private_page
@require_safe
def donation(request: HttpRequest, token: str) -> HttpResponse:
    checkout = get_object_or_404(Checkout.objects.select_related("method"), token=token)
    donations = checkout.donations.select_related(
        "project__owner", "round__verdict", "claim__reward"
    ).prefetch_related("payment_lines__payment", "refunds")
    standings = [_standing(each) for each in donations.order_by("pk")]
    context = {"checkout": checkout, "standings": standings}
    return render(request, "donations/donation.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: str, public_id: UUID) -> HttpResponse:
    """Asks first, then takes the promise back. `actor` None is a guest who holds the link."""
    donations = Donation.objects.select_related("checkout", "project", "round", "claim__reward")
    found = get_object_or_404(donations, checkout__token=token, public_id=public_id)
    if request.method == "POST":
        actor = request.user if isinstance(request.user, User) else None
        try:
            cancel_promise(found, actor=actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Cancelled. Your card will not be charged."))
    elif can_cancel(found):
        return render(request, "donations/cancel.html", {"donation": found, "token": token})
    return redirect("donations:donation", token=token)


def _standing(donation: Donation) -> Standing:
    line = next(iter(donation.payment_lines.all()), None)
    return Standing(
        donation=donation,
        payment=line.payment if line and line.left_at is None else None,
        verdict=getattr(donation.round, "verdict", None),
        collected_on=collected_on(donation),
        may_cancel=can_cancel(donation),
        owed_cents=sum(
            each.amount_cents
            for each in donation.refunds.all()
            if each.status == RefundStatus.FAILED and each.provider_id
        ),
    )

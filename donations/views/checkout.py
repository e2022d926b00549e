"""From a project to the provider's card page, and back from there."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from activity.clock import database_now
from activity.errors import Refused
from donations.checkout import Gift, Window, giving_window, open_checkout
from donations.checkout_outcome import refresh_checkout
from donations.errors import AlreadyConfirmed, NotReceiving, OwnDonation
from donations.forms import NO_REWARD, DonationForm
from donations.gateways.port import GatewayError
from donations.lifecycle import CheckoutStatus
from donations.models import Checkout
from donations.rules import costs
from donations.rules.costs import Arrival, expected_arrival
from donations.views.private_page import private_page
from projects.campaigns import platform_zone
from projects.models import Project
from projects.permissions import may_edit
from projects.rules.calendar import collection_start
from rewards.models import Reward


class SeeOther(HttpResponseRedirect):
    """303: the form was taken; what follows is read with GET, whatever the method was."""

    status_code = 303


@dataclass(frozen=True)
class Offer:
    """What a person would agree to on this page now."""

    project: Project
    rewards: list[Reward]
    window: Window
    actor: User | None


@cache_control(private=True, no_cache=True)  # Kept, so that the browser's way back shows it again.
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and what sending it does: opens a checkout and leads to its card page."""
    project = get_object_or_404(Project.objects.public(), slug=slug)
    actor = request.user if isinstance(request.user, User) else None
    try:
        offer = _offer(project, actor)
        if request.method == "POST":
            return _send(request, offer)
    except (NotReceiving, OwnDonation) as refusal:
        status = 409 if request.method == "POST" else 200
        context = {"project": project, "sentence": refusal.sentence}
        return render(request, "donations/not_receiving.html", context, status=status)
    return _show(request, offer, _prefilled(request, offer))


@private_page
@require_safe
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """Where the card page sends people, whether they finished or gave up."""
    found = get_object_or_404(Checkout, token=token)
    silent = False
    try:
        refresh_checkout(found)
    except GatewayError:
        silent = True
    found.refresh_from_db()
    if found.status != CheckoutStatus.OPEN:
        return redirect("donations:donation", token=token)
    donations = found.donations.select_related("project")
    context = {"checkout": found, "donations": donations, "silent": silent}
    return render(request, "donations/return.html", context)


def _offer(project: Project, actor: User | None) -> Offer:
    if may_edit(project, actor):
        raise OwnDonation
    window = giving_window(project, database_now())
    return Offer(project, list(project.rewards.all()), window, actor)


def _form(offer: Offer, data: Any) -> DonationForm:
    least = settings.DONATION_FLOOR_CENTS if offer.actor else settings.GUEST_CHECKOUT_FLOOR_CENTS
    return DonationForm(
        data, rewards=offer.rewards, least_cents=least, saves_card=offer.window.saves_only
    )


def _prefilled(request: HttpRequest, offer: Offer) -> DonationForm:
    """The form as the project's page asks for it: `other_amount` wins over `amount`.

    An amount that cannot be read is shown as typed, with what is wrong with it."""
    reward = _wanted_reward(request, offer)
    typed = request.GET.get("other_amount", "").strip() or request.GET.get("amount", "").strip()
    if not typed and reward is not None:
        typed = str(DonationForm.base_fields["amount"].prepare_value(reward.price_cents))
    data = {
        "amount": typed[:40],
        "reward": str(reward.pk) if reward else NO_REWARD,
        "email": offer.actor.email if offer.actor else "",
        "public_name": offer.actor.name[:80] if offer.actor else "",
        "form_key": str(uuid.uuid4()),
    }
    form = _form(offer, data)
    form.keep_errors_of("amount" if typed else "")
    return form


def _wanted_reward(request: HttpRequest, offer: Offer) -> Reward | None:
    wanted = request.GET.get("reward", "")
    still_there = (each for each in offer.rewards if each.units_left != 0)
    return next((each for each in still_there if str(each.pk) == wanted), None)


def _send(request: HttpRequest, offer: Offer) -> HttpResponse:
    form = _form(offer, request.POST)
    if not form.is_valid():
        return _show(request, offer, form)
    seen = form.cleaned_data["seen_cents"]
    if seen is not None and seen != form.cleaned_data["amount"]:
        # Without JavaScript the sums still show the amount of before; nobody agrees to those.
        return _show(request, offer, form, changed=True)
    try:
        address = _open(form, offer)
    except NotReceiving:
        raise
    except AlreadyConfirmed as refusal:
        messages.warning(request, str(refusal))
        return SeeOther(reverse("donations:donation", args=[refusal.token]))
    except Refused as refusal:
        form.add_refusal(refusal)
    else:
        return SeeOther(address)
    return _show(request, offer, form)


def _open(form: DonationForm, offer: Offer) -> str:
    typed = form.cleaned_data
    gift = Gift(
        amount_cents=typed["amount"],
        email=typed["email"],
        language=(get_language() or settings.LANGUAGE_CODE)[:2],
        reward=form.chosen_reward(),
        show_name=typed["show_name"],
        public_name=typed["public_name"],
        agrees_to_charge=typed.get("agrees_to_charge", False),
    )
    back = settings.BASE_URL + reverse("donations:return", args=["-token-"])
    return open_checkout(
        offer.project,
        gift,
        form_key=typed["form_key"],
        return_url=back.replace("-token-", "{token}"),
        actor=offer.actor,
    )


def _show(
    request: HttpRequest, offer: Offer, form: DonationForm, *, changed: bool = False
) -> HttpResponse:
    cents = _readable_amount(form)
    form.show_sums_of(cents)
    chosen = form["reward"].value() if "reward" in form.fields else NO_REWARD
    context = {
        "form": form,
        "project": offer.project,
        "rewards": offer.rewards,
        "window": offer.window,
        "radios": zip([None, *offer.rewards], form["reward"], strict=True)
        if "reward" in form.fields
        else [],
        "chosen": form.rewards.get(chosen),
        "cents": cents,
        "arrival": _arrival(offer.project, cents or 0),
        "collected_on": _collected_on(offer.window),
        "changed": changed,
        "rates": _rates(offer.project),
    }
    return render(request, "donations/checkout.html", context)


def _readable_amount(form: DonationForm) -> int | None:
    try:
        cents: int = form.fields["amount"].clean(form["amount"].value())
    except ValidationError:
        return None
    return cents


def _arrival(project: Project, cents: int) -> Arrival:
    rates = _rates(project)
    return expected_arrival(cents, fee_basis_points=rates["fee"], vat_basis_points=rates["vat"])


def _rates(project: Project) -> dict[str, int]:
    """What `static/js/checkout.js` needs to do the sums as `rules.costs` does them."""
    fee = project.fee_basis_points
    return {
        "card": int(costs.CARD_RATE * 10_000),
        "fixed": costs.CARD_FIXED_CENTS,
        "fee": settings.PLATFORM_FEE_BASIS_POINTS if fee is None else fee,
        "vat": settings.VAT_BASIS_POINTS,
    }


def _collected_on(window: Window) -> datetime | None:
    """When promises of this window are collected at the earliest, in UTC."""
    if window.round is None or not window.saves_only:
        return None
    verdict = window.round.closes_at + settings.CHECKOUT_GRACE
    return collection_start(verdict, settings.COLLECTION_HOUR, platform_zone())

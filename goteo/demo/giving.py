"""Backers give to a demo project: the form, the card page, the way back."""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from donations import checkout_outcome
from donations.checkout import Gift, open_checkout
from donations.lifecycle import CheckoutStatus, DonationStatus
from donations.models import Checkout
from donations.promises import cancel_promise
from goteo.demo.card_page import fill_in
from goteo.demo.people import Person, account_of
from goteo.demo.story import GiftTold, Outcome
from projects.models import Project
from rewards.models import Reward


def give(project: Project, told: GiftTold, number: int) -> None:
    """The project's gift of that number, once: told again, it finds its checkout by its key."""
    key = uuid5(NAMESPACE_URL, f"demo:{project.public_id}:{number}")
    checkout = Checkout.objects.filter(form_key=key).first()
    if checkout is None or checkout.status == CheckoutStatus.OPEN:
        checkout = _check_out(project, told, key)
    if told.outcome == Outcome.CANCELLED:
        _take_back(checkout, told.who)


def _check_out(project: Project, told: GiftTold, key: UUID) -> Checkout:
    page = open_checkout(
        project,
        _gift(told, _reward(project, told.reward)),
        form_key=key,
        return_url=_return_url(told.who.language),
        actor=account_of(told.who),
    )
    checkout = Checkout.objects.get(form_key=key)
    if told.outcome == Outcome.AT_THE_CARD_PAGE:
        return checkout
    if told.outcome == Outcome.GIVEN_UP:
        # What a tick does with it when its half hour is over.
        checkout_outcome.end_checkout(checkout)
        return checkout
    fill_in(page, card=told.card, email=told.who.email, name=told.who.name or "A Backer")
    checkout_outcome.refresh_checkout(checkout)
    return checkout


def _take_back(checkout: Checkout, who: Person) -> None:
    for donation in checkout.donations.filter(status=DonationStatus.PROMISED):
        cancel_promise(donation, actor=account_of(who))


def _gift(told: GiftTold, reward: Reward | None) -> Gift:
    who: Person = told.who
    return Gift(
        amount_cents=told.euros * 100,
        email=who.email,
        language=who.language,
        reward=reward,
        show_name=who.shows_name,
        public_name=who.name,
        agrees_to_charge=True,
    )


def _reward(project: Project, number: int) -> Reward | None:
    return list(project.rewards.order_by("position"))[number - 1] if number else None


def _return_url(language: str) -> str:
    """As the checkout's page makes it, with a place for the token."""
    with translation.override(language):
        path = reverse("donations:return", args=["TOKEN"])
    return settings.BASE_URL + path.replace("TOKEN", "{token}")

"""Backers give to a demo project: the form, the card page, the way back."""

from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from donations import checkout_outcome
from donations.checkout import Gift, open_checkout
from donations.lifecycle import CheckoutStatus
from donations.models import Checkout
from goteo.demo.card_page import fill_in
from goteo.demo.people import Person, account_of
from goteo.demo.story import GiftTold
from projects.models import Project
from rewards.models import Reward


def give(project: Project, told: GiftTold, number: int) -> None:
    """The project's gift of that number, once: told again, it finds its checkout by its key."""
    key = uuid5(NAMESPACE_URL, f"demo:{project.public_id}:{number}")
    checkout = Checkout.objects.filter(form_key=key).first()
    if checkout is not None and checkout.status != CheckoutStatus.OPEN:
        return
    page = open_checkout(
        project,
        _gift(told, _reward(project, told.reward)),
        form_key=key,
        return_url=_return_url(told.who.language),
        actor=account_of(told.who),
    )
    fill_in(page, card=told.card, email=told.who.email, name=told.who.name or "A Backer")
    checkout_outcome.refresh_checkout(Checkout.objects.get(form_key=key))


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

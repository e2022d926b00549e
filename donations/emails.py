"""Mails about donations, each sent once, from their events."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from activity.dispatch import on
from activity.mail import post_mail
from activity.models import Event
from activity.recording import record_all
from donations.declining import planned_retry, what_helps
from donations.lifecycle import DonationStatus, PaymentStatus
from donations.models import Checkout, Donation, Payment, Refund, Verdict
from donations.releasing import Why
from donations.verbs import Verb
from money.format import format_money
from projects.campaigns import platform_zone
from projects.deadlines import last_day
from projects.models import Project, Round
from projects.permissions import creators_of
from projects.rules.calendar import collection_start
from projects.templatetags.dates import day
from projects.verbs import Verb as ProjectVerb


@on(Verb.DONATION_PROMISED)
def confirm_promise(event: Event) -> None:
    _tell_backer(event, "donation_promised")


@on(Verb.DONATION_CANCELLED)
def confirm_cancellation(event: Event) -> None:
    _tell_backer(event, "donation_cancelled")


@on(Verb.DONATION_COLLECTING)
def announce_charge(event: Event) -> None:
    _tell_backer(event, "donation_collecting")


@on(Verb.DONATION_RELEASED)
def tell_nothing_was_charged(event: Event) -> None:
    """Why it was released decides what the mail says; only a creator's own words are passed on."""
    why = Why(event.facts.get("why", Why.MINIMUM_MISSED))
    told = {"why": why.value, "message": event.facts.get("reason", "")}
    _tell_backer(event, "donation_released", told)


@on(Verb.DONATION_DROPPED)
def tell_that_it_was_dropped(event: Event) -> None:
    _tell_backer(event, "donation_dropped")


@on(ProjectVerb.ROUND_EXTENDED)
def note_extension_of_each_promise(event: Event) -> None:
    """One event for each promise, so that each mail goes out by itself. Who confirms later reads
    the new end in the mail that confirms it."""
    round_ = Round.objects.get(pk=event.subject_id)
    promises = round_.donations.filter(status=DonationStatus.PROMISED)
    record_all(
        Verb.DONATION_ROUND_EXTENDED,
        list(promises.order_by("pk")),
        actor=event.actor,
        until=event.facts["until"],
        reason=event.facts["reason"],
    )


@on(Verb.DONATION_ROUND_EXTENDED)
def tell_backer_of_extension(event: Event) -> None:
    """By its event, for a round may be extended twice; the day is the one of this extension."""
    donation = _load(int(event.subject_id))
    language = donation.checkout.language
    until = datetime.fromisoformat(event.facts["until"])
    told = {"last_day": _day(last_day(until), language), "message": event.facts["reason"]}
    _mail(donation.checkout, f"event:{event.pk}", "donation_round_extended", donation, told)


@on(Verb.DONATION_PAID)
def send_receipt(event: Event) -> None:
    _tell_backer(event, "donation_paid")


@on(Verb.PAYMENT_BACKER_ASKED)
def ask_backer_to_pay(event: Event) -> None:
    """One mail for each donation of the payment; the bank's reason stays with us (card testing).

    Whoever paid meanwhile is not asked any more."""
    payment = Payment.objects.get(pk=event.subject_id)
    if payment.status not in (PaymentStatus.RETRYING, PaymentStatus.ACTION_REQUIRED):
        return
    again_at = planned_retry(payment)
    for line in payment.standing_lines():
        donation = _load(line.donation_id)
        language = donation.checkout.language
        told = {
            "number": event.facts["number"],
            "helps": what_helps(payment).value,
            "again_on": _day(again_at, language) if again_at else "",
            "until": _day(payment.give_up_at, language),
            "pay_url": recovery_url(donation, language),
        }
        key = f"{event.verb}:{payment.pk}:{event.facts['number']}:{donation.pk}"
        _mail(donation.checkout, key, "donation_declined", donation, told)


@on(Verb.REFUND_SUCCEEDED, Verb.REFUND_FAILED)
def tell_of_refund(event: Event) -> None:
    """That it was sent back, or that the card did not take it. Of money that came after the end,
    in the words of the first donation it was for.

    One that the provider refused to make is not told: perhaps they have their money already."""
    refund = Refund.objects.get(pk=event.subject_id)
    if refund.provider_id is None:
        return
    line = refund.payment.lines.order_by("pk").first()
    if line is None:
        return
    donation = _load(refund.donation_id or line.donation_id)
    language = donation.checkout.language
    told = {
        "returned": format_money(refund.amount_cents, refund.currency, language=language),
        "message": refund.reason,
        "is_part": refund.amount_cents < donation.amount_cents,
        "came_late": refund.donation_id is None,
    }
    arrived = event.verb == Verb.REFUND_SUCCEEDED
    name = "donation_refunded" if arrived else "donation_refund_came_back"
    _mail(donation.checkout, f"{event.verb}:{refund.pk}", name, donation, told)


@on(Verb.LINKS_ASKED)
def send_links(event: Event) -> None:
    """All links of one address in one mail, to that address."""
    asked = Checkout.objects.get(pk=event.subject_id)
    language = str(event.facts["language"])
    donations = (
        Donation.objects.filter(checkout__email=asked.email, checkout__status="complete")
        .select_related("checkout", "project")
        .order_by("-pk")
    )
    with translation.override(language):
        listed = [
            {
                "title": each.project.title,
                "amount": format_money(each.amount_cents, each.currency, language=language),
                "url": donation_url(each.checkout, language),
            }
            for each in donations
        ]
    post_mail(
        f"event:{event.pk}",
        "donation_links",
        to=asked.email,
        language=language,
        context={"donations": listed},
    )


@on(Verb.ROUND_SETTLED)
def tell_creator_of_verdict(event: Event) -> None:
    """One mail to each person who may edit the project."""
    verdicts = Verdict.objects.select_related(
        "round__project__owner", "round__project__organisation"
    )
    verdict = verdicts.get(pk=event.facts["verdict"])
    for reader in creators_of(verdict.round.project):
        _tell_verdict(verdict, reader)


def _tell_verdict(verdict: Verdict, reader: User) -> None:
    project = verdict.round.project
    language = reader.language
    post_mail(
        f"verdict:{verdict.pk}:{reader.pk}",
        "round_passed" if verdict.passed else "round_failed",
        to=reader.email,
        language=language,
        context={
            "title": project.title,
            "round": verdict.round.number,
            "has_next_round": verdict.round.number < project.rounds_planned,
            "raised": format_money(verdict.raised_cents, language=language),
            "minimum": format_money(verdict.minimum_cents, language=language),
            "donations": verdict.donations,
            "collection_day": _day(_collection_start(verdict), language),
            "url": project_url(project, language),
        },
    )


def donation_url(checkout: Checkout, language: str) -> str:
    """Where a backer sees and cancels what they gave; whoever holds it may do so."""
    with translation.override(language):
        return settings.BASE_URL + reverse("donations:donation", args=[checkout.token])


def recovery_url(donation: Donation, language: str) -> str:
    """Where a declined donation is paid; whoever holds it may do so."""
    arguments = [donation.checkout.token, donation.public_id]
    with translation.override(language):
        return settings.BASE_URL + reverse("donations:recover", args=arguments)


def project_url(project: Project, language: str) -> str:
    with translation.override(language):
        return settings.BASE_URL + project.get_absolute_url()


def _tell_backer(event: Event, name: str, more: dict[str, Any] | None = None) -> None:
    donation = _load(int(event.subject_id))
    _mail(donation.checkout, f"{event.verb}:{donation.pk}", name, donation, more)


def _load(donation_id: int) -> Donation:
    return Donation.objects.select_related(
        "checkout__method", "project", "round", "claim__reward"
    ).get(pk=donation_id)


def _mail(
    checkout: Checkout,
    key: str,
    name: str,
    donation: Donation,
    more: dict[str, Any] | None = None,
) -> None:
    post_mail(
        key,
        name,
        to=checkout.email,
        language=checkout.language,
        context={**_donation_facts(donation, checkout.language), **(more or {})},
    )


def _donation_facts(donation: Donation, language: str) -> dict[str, Any]:
    """What the mails about one donation say of it, as the reader's language writes it."""
    checkout = donation.checkout
    verdict = Verdict.objects.filter(round=donation.round).first() if donation.round else None
    with translation.override(language):
        return {
            "title": donation.project.title,
            "amount": format_money(donation.amount_cents, donation.currency, language=language),
            "reward": donation.claim.reward.title if donation.claim else "",
            "card": str(checkout.method) if checkout.method else "",
            "last_day": _last_day(donation, language),
            "charge_by": _last_charge_day(donation, language),
            "collection_day": _day(_collection_start(verdict), language) if verdict else "",
            "paid_on": _day(donation.confirmed_at, language),
            "reference": str(donation.public_id),
            "url": donation_url(checkout, language),
            "project_url": project_url(donation.project, language),
        }


def _collection_start(verdict: Verdict) -> datetime:
    return collection_start(verdict.decided_at, settings.COLLECTION_HOUR, platform_zone())


def _last_day(donation: Donation, language: str) -> str:
    return _day(last_day(donation.round.closes_at), language) if donation.round else ""


def _last_charge_day(donation: Donation, language: str) -> str:
    return _day(last_day(donation.charge_by), language) if donation.charge_by else ""


def _day(instant: datetime | None, language: str) -> str:
    with translation.override(language):
        return day(instant)

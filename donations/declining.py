"""A collection that the bank refused: when it is tried again, and that its backer is asked."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists

from activity.clock import database_now
from activity.recording import record
from activity.ticks import one_by_one
from donations.attempts import finish_attempt, plan_attempt
from donations.gateways.port import Decline, IntentSnapshot
from donations.lifecycle import PAYMENT, AttemptStatus, PaymentStatus
from donations.models import Attempt, Payment
from donations.rules.declines import (
    Collecting,
    DeclineClass,
    classify,
    give_up_at,
    next_reminder,
    next_retry,
)
from donations.verbs import Verb


def take_no(payment: Payment, snapshot: IntentSnapshot) -> None:
    """The bank said no, or wants to see the backer; "unconfirmed" is no answer at all. The
    payment's row is locked."""
    if snapshot.state not in ("declined", "action_required") or is_old_news(payment, snapshot):
        return
    if payment.status == PaymentStatus.ACTION_REQUIRED:
        _backer_did_not_confirm(payment, snapshot)
    elif _wants_backer(snapshot) and payment.status == PaymentStatus.CONFIRMING:
        _leave_to_backer(payment, snapshot)
    elif snapshot.state == "declined":
        _decline(payment, snapshot)


def is_old_news(payment: Payment, snapshot: IntentSnapshot) -> bool:
    """Whether this answer of the bank is one that an earlier attempt has had already: an event
    about that one may make us ask while the next is on its way."""
    if snapshot.state != "declined" or not snapshot.charge_id:
        return False
    return payment.attempts.filter(charge_id=snapshot.charge_id).exists()


def what_helps(payment: Payment) -> DeclineClass:
    """By the last answer of the bank: what the backer can do about it."""
    if payment.status == PaymentStatus.ACTION_REQUIRED:
        return DeclineClass.AUTHENTICATE
    answered = payment.attempts.filter(status=AttemptStatus.DECLINED).order_by("number").last()
    return DeclineClass.UNCLEAR if answered is None else _meaning_of(answered)


def planned_retry(payment: Payment) -> datetime | None:
    """When the card is tried again without the backer; None if it is not."""
    planned = payment.attempts.filter(status=AttemptStatus.DUE).first()
    return planned.due_at if planned else None


def remind_backers(limit: int = 100) -> int:
    """Asks again each backer whose reminder is due; gives how many. Many workers may run.

    Nobody is asked for a project on hold, since nothing can be paid for it (C12)."""
    waiting = Payment.objects.filter(
        status__in=[PaymentStatus.RETRYING, PaymentStatus.ACTION_REQUIRED],
        next_reminder_at__lte=database_now(),
    )
    waiting = waiting.exclude(Exists(Payment.lines_on_hold("pk")))
    ids = list(waiting.order_by("next_reminder_at").values_list("pk", flat=True)[:limit])
    return len(one_by_one(ids, _remind, trouble="Reminder of payment %s"))


@transaction.atomic
def _remind(payment_id: int) -> bool:
    """Late reminders are one: whoever was away for days is not written to three times at once."""
    now = database_now()
    payment = (
        Payment.objects.select_for_update(no_key=True, skip_locked=True)
        .filter(
            pk=payment_id,
            status__in=[PaymentStatus.RETRYING, PaymentStatus.ACTION_REQUIRED],
            next_reminder_at__lte=now,
        )
        .first()
    )
    if payment is None or payment.first_declined_at is None:
        return False
    number = payment.reminders + 1
    while (again := next_reminder(payment.first_declined_at, number)) is not None and again <= now:
        number += 1
    _ask_backer(payment, number, again)
    return True


def _wants_backer(snapshot: IntentSnapshot) -> bool:
    if snapshot.state == "action_required":
        return True
    decline = snapshot.decline
    return decline is not None and _meaning(decline) == DeclineClass.AUTHENTICATE


def _leave_to_backer(payment: Payment, snapshot: IntentSnapshot) -> None:
    PAYMENT.move(
        payment, PaymentStatus.ACTION_REQUIRED, verb=Verb.PAYMENT_ACTION_REQUIRED, actor=None
    )
    finish_attempt(
        payment,
        AttemptStatus.ACTION_REQUIRED,
        snapshot.decline,
        charge_id=snapshot.charge_id,
    )
    _begin_asking(payment, database_now())


def _backer_did_not_confirm(payment: Payment, snapshot: IntentSnapshot) -> None:
    """At their bank they said no, or let the time pass: they may try again until the end."""
    last = payment.attempts.order_by("number").last()
    waits = last is not None and last.by_backer and last.status == AttemptStatus.ACTION_REQUIRED
    if waits and snapshot.state == "declined":
        finish_attempt(
            payment, AttemptStatus.DECLINED, snapshot.decline, charge_id=snapshot.charge_id
        )


def _decline(payment: Payment, snapshot: IntentSnapshot) -> None:
    now = database_now()
    PAYMENT.move(payment, PaymentStatus.RETRYING, verb=Verb.PAYMENT_DECLINED, actor=None)
    finish_attempt(payment, AttemptStatus.DECLINED, snapshot.decline, charge_id=snapshot.charge_id)
    if payment.kind != Payment.Kind.COLLECTION:
        return
    first = _begin_asking(payment, now)
    made = payment.attempts.filter(by_backer=False).count() - 1
    meaning = _meaning(snapshot.decline) if snapshot.decline else DeclineClass.UNCLEAR
    again = next_retry(meaning, Collecting(first, made), now)
    if again is not None:
        plan_attempt(payment, again)


def _begin_asking(payment: Payment, now: datetime) -> datetime:
    """When it was declined first. From then on its backer is asked, the first time at once."""
    if payment.first_declined_at is None:
        Payment.objects.filter(pk=payment.pk).update(
            first_declined_at=now, give_up_at=give_up_at(now)
        )
        payment.refresh_from_db(fields=["first_declined_at", "give_up_at"])
        _ask_backer(payment, 0, next_reminder(now, 0))
    return payment.first_declined_at or now


def _ask_backer(payment: Payment, number: int, again: datetime | None) -> None:
    """The mail follows from the event; 0 is the one of the decline itself."""
    Payment.objects.filter(pk=payment.pk).update(reminders=number, next_reminder_at=again)
    record(Verb.PAYMENT_BACKER_ASKED, payment, actor=None, number=number)


def _meaning_of(attempt: Attempt) -> DeclineClass:
    return classify(attempt.decline_code, attempt.advice_code)


def _meaning(decline: Decline) -> DeclineClass:
    return classify(decline.decline_code or decline.code, decline.advice_code)

"""The tries to collect a payment, one unfinished at a time. Who finishes or plans one holds
the payment's lock."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from activity.clock import database_now
from donations.gateways.port import Decline
from donations.lifecycle import ATTEMPT, AttemptStatus, unfinished_attempt_statuses
from donations.models import Attempt, Payment
from donations.verbs import Verb

logger = logging.getLogger(__name__)

# So long the worker that took an attempt is believed alive.
LEASE = timedelta(minutes=3)
_VERBS = {
    AttemptStatus.SUCCEEDED: Verb.ATTEMPT_SUCCEEDED,
    AttemptStatus.DECLINED: Verb.ATTEMPT_DECLINED,
    AttemptStatus.ACTION_REQUIRED: Verb.ATTEMPT_ACTION_REQUIRED,
    AttemptStatus.PROCESSING: Verb.ATTEMPT_PROCESSING,
}


def unfinished_attempt(payment: Payment) -> Attempt | None:
    return payment.attempts.filter(status__in=unfinished_attempt_statuses()).first()


def plan_attempt(payment: Payment, due_at: datetime) -> Attempt:
    """The next one, for a payment that has no unfinished one."""
    last = payment.attempts.aggregate(last=Max("number"))["last"] or 0
    return Attempt.objects.create(payment=payment, number=last + 1, due_at=due_at)


def finish_attempt(
    payment: Payment,
    status: AttemptStatus,
    decline: Decline | None = None,
    *,
    charge_id: str = "",
) -> None:
    """What the unfinished attempt came to, or the last one that waited for the backer."""
    attempt = unfinished_attempt(payment) or _left_to_the_backer(payment)
    if attempt is None:
        return  # Checkouts have none: the backer tried at the card page.
    now = database_now()
    goes_on = status == AttemptStatus.PROCESSING
    ATTEMPT.move(
        attempt,
        status,
        verb=_VERBS[status],
        actor=None,
        finished_at=None if goes_on else now,
        # What is with the bank is asked about again, should nobody tell us of its end.
        lease_until=now + LEASE if goes_on else None,
        charge_id=charge_id,
        decline_code=(decline.decline_code or decline.code) if decline else "",
        advice_code=decline.advice_code if decline else "",
    )


@transaction.atomic
def mark_unknown(attempt: Attempt, silence: Exception | None) -> None:
    """Nobody answered: what happened is asked for when the lease is over."""
    logger.warning("No answer about attempt %s: %s", attempt.pk, silence)
    current = Attempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)
    if current.status == AttemptStatus.SENT:
        ATTEMPT.move(current, AttemptStatus.UNKNOWN, verb=Verb.ATTEMPT_UNKNOWN, actor=None)


def was_sent_before(attempt: Attempt) -> bool:
    """`sent_at` stays that of the first time; the lease is of this time."""
    if attempt.sent_at is None or attempt.lease_until is None:
        return False
    return attempt.lease_until - attempt.sent_at > LEASE


def attempt_key(name: str, attempt: Attempt) -> str:
    """The provider repeats a stored error for as long as it remembers the key. An attempt is sent
    again only after asking what became of it, so then it goes with a key of its own; that nothing
    is charged twice rests on the one intent, not on keys (docs/adr/0010)."""
    if not was_sent_before(attempt) or attempt.lease_until is None:
        return name
    return f"{name}:{attempt.lease_until.timestamp():.0f}"


def _left_to_the_backer(payment: Payment) -> Attempt | None:
    last = payment.attempts.order_by("number").last()
    return last if last is not None and last.status == AttemptStatus.ACTION_REQUIRED else None

"""What a decline means and when the card is tried again. Pure: codes and times in, times out.

The classes, their codes and days follow what banks tell through Stripe (docs.stripe.com, Decline
codes and Issuer decline advice); Visa allows far more tries in a month than are planned here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class DeclineClass(StrEnum):
    """What may help: the backer's yes at their bank, time, perhaps time, other data, a new card."""

    AUTHENTICATE = "authenticate"
    SOFT = "soft"
    UNCLEAR = "unclear"
    FIX = "fix"
    NEVER = "never"


# After this long without success the provider is asked to cancel (domain.md: seven days).
GIVE_UP_AFTER = timedelta(days=7)
# A retry that comes late takes the next one's place if that is nearer than this.
APART_AT_LEAST = timedelta(hours=12)
# Since the first decline; the mail of the first hour goes out with the decline itself.
REMINDERS_AFTER = (timedelta(hours=48), timedelta(hours=96), timedelta(hours=144))

_RETRIES_AFTER: dict[DeclineClass, tuple[timedelta, ...]] = {
    DeclineClass.SOFT: (timedelta(hours=24), timedelta(hours=72), GIVE_UP_AFTER),
    DeclineClass.UNCLEAR: (timedelta(hours=72),),
}

_ADVICE = {
    "try_again_later": DeclineClass.SOFT,
    "confirm_card_data": DeclineClass.FIX,
    "do_not_try_again": DeclineClass.NEVER,
}
_CODES: dict[DeclineClass, tuple[str, ...]] = {
    DeclineClass.AUTHENTICATE: ("authentication_required", "payment_intent_authentication_failure"),
    DeclineClass.SOFT: (
        "insufficient_funds",
        "try_again_later",
        "processing_error",
        "issuer_not_available",
        "reenter_transaction",
        "withdrawal_count_limit_exceeded",
        "card_velocity_exceeded",
    ),
    DeclineClass.UNCLEAR: (
        "generic_decline",
        "do_not_honor",
        "call_issuer",
        "no_action_taken",
        "service_not_allowed",
    ),
    DeclineClass.FIX: (
        "expired_card",
        "incorrect_cvc",
        "invalid_cvc",
        "incorrect_number",
        "invalid_number",
        "invalid_expiry_month",
        "invalid_expiry_year",
        "card_not_supported",
        "currency_not_supported",
        "transaction_not_allowed",
        "testmode_decline",
    ),
    DeclineClass.NEVER: (
        "lost_card",
        "stolen_card",
        "pickup_card",
        "fraudulent",
        "restricted_card",
        "invalid_account",
        "revocation_of_authorization",
        "revocation_of_all_authorizations",
        "stop_payment_order",
        "security_violation",
        "merchant_blacklist",
        "do_not_try_again",
        "new_account_information_available",
    ),
}
_CLASS_OF_CODE = {code: each for each, codes in _CODES.items() for code in codes}


@dataclass(frozen=True)
class Collecting:
    """How far the collecting of a declined payment has come. Times are UTC."""

    first_declined_at: datetime
    retries_made: int


def classify(decline_code: str, advice_code: str) -> DeclineClass:
    """The bank's advice counts before its code; a code nobody knows is unclear.

    That the bank wants to see the backer is no advice about the card, so it comes first."""
    if _CLASS_OF_CODE.get(decline_code) == DeclineClass.AUTHENTICATE:
        return DeclineClass.AUTHENTICATE
    return _ADVICE.get(advice_code) or _CLASS_OF_CODE.get(decline_code, DeclineClass.UNCLEAR)


def next_retry(meaning: DeclineClass, collecting: Collecting, now: datetime) -> datetime | None:
    """When the card is tried again without the backer; None if only the backer can help.

    `now` is the time of the decline. An unclear one is tried once more in all, however many
    declines there were before."""
    offsets = _RETRIES_AFTER.get(meaning, ())
    if collecting.retries_made >= len(offsets):
        return None
    times = (collecting.first_declined_at + offset for offset in offsets)
    return next((time for time in times if time >= now + APART_AT_LEAST), None)


def give_up_at(first_declined_at: datetime) -> datetime:
    return first_declined_at + GIVE_UP_AFTER


def next_reminder(first_declined_at: datetime, reminders: int) -> datetime | None:
    """When the backer is reminded, after so many reminders (0 is the mail of the decline)."""
    if reminders >= len(REMINDERS_AFTER):
        return None
    return first_declined_at + REMINDERS_AFTER[reminders]

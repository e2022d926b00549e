"""What the platform asks of a payment provider, in our nouns. No ORM, no requests, no HTML.

Silence and trouble at the provider are `NoAnswer`: never a decline. Amounts are cents, times UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


class GatewayError(Exception):
    """Something went wrong at the border to the provider."""


class NoAnswer(GatewayError):
    """Timeout, dropped connection, 5xx or 429: what happened is unknown until we ask. Also when our
    key is not accepted: it is asked again with a better one."""


class Misused(GatewayError):
    """The provider refused the request itself: a mistake of ours or of the settings."""


class Forged(GatewayError):
    """An event without a valid signature, too old, or of the wrong mode."""


@dataclass(frozen=True)
class CheckoutLine:
    description: str
    amount_cents: int


@dataclass(frozen=True)
class CheckoutRequest:
    """`reference` is our token, told to the provider so that its answers find their way back."""

    reference: str
    customer_id: str
    saves_only: bool
    lines: tuple[CheckoutLine, ...]
    currency: str
    language: str
    expires_at: datetime
    success_url: str
    cancel_url: str


@dataclass(frozen=True)
class CheckoutOpened:
    session_id: str
    url: str


@dataclass(frozen=True)
class MethodSnapshot:
    method_id: str
    kind: str
    brand: str
    last_digits: str
    expires_month: int | None
    expires_year: int | None


@dataclass(frozen=True)
class BalanceSnapshot:
    """The provider's own booking of a charge: gross = net + fee."""

    transaction_id: str
    gross_cents: int
    fee_cents: int
    occurred_at: datetime


@dataclass(frozen=True)
class Decline:
    code: str
    decline_code: str
    advice_code: str


IntentState = Literal[
    "unconfirmed", "action_required", "processing", "succeeded", "declined", "cancelled"
]


@dataclass(frozen=True)
class IntentSnapshot:
    intent_id: str
    state: IntentState
    amount_cents: int
    currency: str
    decline: Decline | None = None
    balance: BalanceSnapshot | None = None
    # The charge that the bank's answer belongs to; empty when it was not asked for one.
    charge_id: str = ""
    # Where the backer says yes at their bank, while the provider waits for that.
    redirect_url: str = ""


@dataclass(frozen=True)
class CheckoutSnapshot:
    session_id: str
    state: Literal["open", "complete", "expired"]
    method: MethodSnapshot | None = None
    intent: IntentSnapshot | None = None


@dataclass(frozen=True)
class CollectionRequest:
    """A PaymentIntent to be made unconfirmed; `payment_reference` is our payment's id."""

    payment_reference: str
    customer_id: str
    method_id: str
    method_kind: str
    amount_cents: int
    currency: str
    description: str


@dataclass(frozen=True)
class EventNotice:
    """That something happened at the provider; the truth about it is fetched.

    `object_id` names a session or an intent, or something that we do not follow."""

    event_id: str
    kind: str
    object_id: str


@dataclass(frozen=True)
class RefundSnapshot:
    """`balance` is the provider's booking of the money going out, `came_back` that of its coming
    back when the bank could not deliver it; both with positive gross cents and no fee."""

    refund_id: str
    state: Literal["pending", "succeeded", "failed"]
    amount_cents: int
    balance: BalanceSnapshot | None = None
    came_back: BalanceSnapshot | None = None


@dataclass(frozen=True)
class DisputeSnapshot:
    """`taken` is the provider's booking of the money withdrawn, with its fee; `given_back` that of
    the money returned, when the bank gave in. Gross cents are positive. `closed`: an inquiry that
    came to nothing."""

    dispute_id: str
    intent_id: str
    state: Literal["inquiry", "open", "won", "lost", "closed"]
    amount_cents: int
    reason: str
    respond_by: datetime | None
    taken: BalanceSnapshot | None = None
    given_back: BalanceSnapshot | None = None


@dataclass(frozen=True)
class Booking:
    """One line of the provider's own account of our money: what its balance moved by, signed.

    `category` is the provider's word for why; `source_id` names the charge, refund or other
    object that moved it, empty for the provider's own charges."""

    transaction_id: str
    category: str
    net_cents: int
    currency: str
    source_id: str
    occurred_at: datetime


class Gateway(Protocol):
    def create_customer(self, email: str, *, reference: str, key: str) -> str: ...

    def open_checkout(self, request: CheckoutRequest, *, key: str) -> CheckoutOpened: ...

    def fetch_checkout(self, session_id: str) -> CheckoutSnapshot: ...

    def expire_checkout(self, session_id: str) -> CheckoutSnapshot:
        """Expires it unless it is complete; either way, how it stands."""
        ...

    def create_payment(self, request: CollectionRequest, *, key: str) -> str: ...

    def find_payment(self, customer_id: str, payment_reference: str) -> str | None:
        """The intent made for our payment, if a lost answer hid it from us."""
        ...

    def confirm_payment(self, intent_id: str, *, method_id: str, key: str) -> IntentSnapshot: ...

    def confirm_with_backer(
        self, intent_id: str, *, method_id: str, return_url: str, key: str
    ) -> IntentSnapshot:
        """As `confirm_payment` while the backer is there: their bank may ask to see them."""
        ...

    def change_amount(self, intent_id: str, amount_cents: int, *, key: str) -> IntentSnapshot:
        """For an intent that nobody confirms now; either way, how it stands."""
        ...

    def fetch_payment(self, intent_id: str) -> IntentSnapshot: ...

    def cancel_payment(self, intent_id: str) -> IntentSnapshot:
        """Cancels it unless it is further on; either way, how it stands."""
        ...

    def read_event(self, body: bytes, signature: str) -> EventNotice: ...

    def refund(
        self, intent_id: str, amount_cents: int, *, reference: str, key: str
    ) -> RefundSnapshot:
        """Sends money back to where it came from. `reference` is our refund's id."""
        ...

    def find_refund(self, intent_id: str, reference: str) -> RefundSnapshot | None:
        """The refund made for ours, if a lost answer hid it from us."""
        ...

    def fetch_refund(self, refund_id: str) -> RefundSnapshot: ...

    def fetch_dispute(self, dispute_id: str) -> DisputeSnapshot: ...

    def events_since(self, since: datetime) -> Iterator[EventNotice]:
        """All that happened, whether or not we were told; newest first."""
        ...

    def bookings_since(self, since: datetime) -> Iterator[Booking]: ...

    def intent_of_charge(self, charge_id: str) -> str:
        """Empty for a charge that belongs to no intent."""
        ...

    def balance_cents(self, currency: str) -> int:
        """Everything at the provider, available or on its way to be."""
        ...

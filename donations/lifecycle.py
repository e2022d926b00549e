"""The states of checkouts, donations, payments and attempts: the tables of the money book."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activity.lifecycle import Lifecycle


class CheckoutStatus(models.TextChoices):
    OPEN = "open", _("Open")
    COMPLETE = "complete", _("Complete")
    EXPIRED = "expired", _("Expired")


class DonationStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Being confirmed")
    PROMISED = "promised", _("Promised")
    WAITING = "waiting", _("Waiting for the money")
    HELD = "held", _("Held")
    COLLECTING = "collecting", _("Being collected")
    PAID = "paid", _("Paid")
    EXPIRED = "expired", _("Not completed")
    CANCELLED = "cancelled", _("Cancelled")
    RELEASED = "released", _("Released")
    DROPPED = "dropped", _("Could not be collected")
    RETURNING = "returning", _("Being returned")
    CREDITED = "credited", _("Kept as credit")
    REFUNDED = "refunded", _("Refunded")
    DISPUTED = "disputed", _("Disputed")
    DISPUTE_LOST = "dispute_lost", _("Lost to a dispute")


class PaymentStatus(models.TextChoices):
    CREATED = "created", _("Created")
    OPEN = "open", _("Open at the card page")
    CONFIRMING = "confirming", _("Being confirmed")
    PROCESSING = "processing", _("With the bank")
    ACTION_REQUIRED = "action_required", _("Waiting for the backer")
    RETRYING = "retrying", _("Declined, to be tried again")
    SUCCEEDED = "succeeded", _("Succeeded")
    CANCELLING = "cancelling", _("Being cancelled")
    CANCELLED = "cancelled", pgettext_lazy("payment", "Cancelled")


class AttemptStatus(models.TextChoices):
    DUE = "due", _("Due")
    SENT = "sent", _("Sent")
    UNKNOWN = "unknown", _("No answer yet")
    PROCESSING = "processing", _("With the bank")
    ACTION_REQUIRED = "action_required", _("Waiting for the backer")
    DECLINED = "declined", _("Declined")
    SUCCEEDED = "succeeded", _("Succeeded")


class RefundStatus(models.TextChoices):
    DUE = "due", pgettext_lazy("refund", "Due")
    SENT = "sent", pgettext_lazy("refund", "Sent")
    PENDING = "pending", pgettext_lazy("refund", "On its way")
    SUCCEEDED = "succeeded", pgettext_lazy("refund", "Arrived")
    FAILED = "failed", pgettext_lazy("refund", "Came back to us")
    BY_BANK = "by_bank", pgettext_lazy("refund", "Paid by bank transfer")


class DisputeStatus(models.TextChoices):
    INQUIRY = "inquiry", pgettext_lazy("dispute", "The bank asks")
    OPEN = "open", pgettext_lazy("dispute", "The bank has the money")
    WON = "won", pgettext_lazy("dispute", "Won")
    LOST = "lost", pgettext_lazy("dispute", "Lost")
    CLOSED = "closed", pgettext_lazy("dispute", "Closed, nothing was taken")


_C = CheckoutStatus
CHECKOUT = Lifecycle(
    "checkout", {_C.OPEN: {_C.COMPLETE, _C.EXPIRED}, _C.COMPLETE: (), _C.EXPIRED: ()}
)

# A visit to the card page with another card ends as a checkout does.
RECOVERY = Lifecycle("recovery", CHECKOUT.table)

_D = DonationStatus
DONATION = Lifecycle(
    "donation",
    {
        _D.DRAFT: {_D.OPEN},
        _D.OPEN: {_D.PROMISED, _D.WAITING, _D.HELD, _D.PAID, _D.EXPIRED},
        _D.WAITING: {_D.HELD, _D.PAID, _D.EXPIRED},
        _D.PROMISED: {_D.CANCELLED, _D.COLLECTING, _D.RELEASED},
        _D.COLLECTING: {_D.PAID, _D.DROPPED},
        _D.HELD: {_D.PAID, _D.RETURNING, _D.CREDITED, _D.DISPUTED},
        _D.PAID: {_D.RETURNING, _D.DISPUTED},
        _D.RETURNING: {_D.REFUNDED, _D.DISPUTED},
        # Returning again: a bank may send a refund back days after it had arrived.
        _D.REFUNDED: {_D.DISPUTED, _D.RETURNING},
        _D.CREDITED: {_D.DISPUTED},
        _D.DISPUTED: {
            _D.HELD,
            _D.PAID,
            _D.RETURNING,
            _D.REFUNDED,
            _D.CREDITED,
            _D.DISPUTE_LOST,
        },
        _D.EXPIRED: (),
        _D.CANCELLED: (),
        _D.RELEASED: (),
        _D.DROPPED: (),
        _D.DISPUTE_LOST: (),
    },
)

_P = PaymentStatus
PAYMENT = Lifecycle(
    "payment",
    {
        _P.CREATED: {_P.OPEN, _P.CONFIRMING, _P.CANCELLING},
        _P.OPEN: {_P.SUCCEEDED, _P.PROCESSING, _P.CANCELLED},
        _P.CONFIRMING: {_P.SUCCEEDED, _P.PROCESSING, _P.ACTION_REQUIRED, _P.RETRYING},
        _P.PROCESSING: {_P.SUCCEEDED, _P.RETRYING},
        _P.ACTION_REQUIRED: {_P.CONFIRMING, _P.CANCELLING},
        _P.RETRYING: {_P.CONFIRMING, _P.CANCELLING},
        _P.CANCELLING: {_P.CANCELLED, _P.SUCCEEDED, _P.PROCESSING},
        _P.SUCCEEDED: (),
        _P.CANCELLED: (),
    },
)

_I = DisputeStatus
DISPUTE = Lifecycle(
    "dispute",
    {
        _I.INQUIRY: {_I.OPEN, _I.CLOSED},
        _I.OPEN: {_I.WON, _I.LOST},
        _I.WON: (),
        _I.LOST: (),
        _I.CLOSED: (),
    },
)

_F = RefundStatus
REFUND = Lifecycle(
    "refund",
    {
        _F.DUE: {_F.SENT},
        _F.SENT: {_F.DUE, _F.PENDING, _F.SUCCEEDED, _F.FAILED},
        _F.PENDING: {_F.SUCCEEDED, _F.FAILED},
        _F.SUCCEEDED: {_F.FAILED},
        _F.FAILED: {_F.BY_BANK},
        _F.BY_BANK: (),
    },
)

_A = AttemptStatus
ATTEMPT = Lifecycle(
    "attempt",
    {
        # Due again after silence, while the answer to the first try may still arrive.
        _A.DUE: {_A.SENT, _A.PROCESSING, _A.ACTION_REQUIRED, _A.DECLINED, _A.SUCCEEDED},
        _A.SENT: {
            _A.DUE,
            _A.UNKNOWN,
            _A.PROCESSING,
            _A.ACTION_REQUIRED,
            _A.DECLINED,
            _A.SUCCEEDED,
        },
        _A.UNKNOWN: {_A.DUE, _A.PROCESSING, _A.ACTION_REQUIRED, _A.DECLINED, _A.SUCCEEDED},
        _A.PROCESSING: {_A.DECLINED, _A.SUCCEEDED},
        # The backer said yes at their bank, or let it be.
        _A.ACTION_REQUIRED: {_A.DECLINED, _A.SUCCEEDED},
        _A.DECLINED: (),
        _A.SUCCEEDED: (),
    },
)


def counting_statuses() -> tuple[DonationStatus, ...]:
    """States whose amount is part of what a project raised (money-rules.md, “Two figures”)."""
    return (_D.PROMISED, _D.HELD, _D.COLLECTING, _D.PAID)


def unfinished_attempt_statuses() -> tuple[AttemptStatus, ...]:
    """One of these at a time per payment: the schema refuses a second."""
    return (_A.DUE, _A.SENT, _A.UNKNOWN, _A.PROCESSING)


def refund_statuses_under_way() -> tuple[RefundStatus, ...]:
    """One of these at a time per donation: the schema refuses a second."""
    return (_F.DUE, _F.SENT, _F.PENDING)

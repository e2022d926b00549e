"""Promises, payments and what decides them. Re-exports only."""

from donations.models.checkout import Checkout
from donations.models.customer import Customer, SavedMethod
from donations.models.dispute import Dispute, DisputeLine
from donations.models.donation import Donation
from donations.models.payment import Attempt, Payment, PaymentLine
from donations.models.provider_event import ProviderEvent
from donations.models.reconciliation import Reconciliation
from donations.models.recovery import Recovery
from donations.models.refund import Refund
from donations.models.verdict import Verdict

__all__ = [
    "Attempt",
    "Checkout",
    "Customer",
    "Dispute",
    "DisputeLine",
    "Donation",
    "Payment",
    "PaymentLine",
    "ProviderEvent",
    "Reconciliation",
    "Recovery",
    "Refund",
    "SavedMethod",
    "Verdict",
]

"""The test cards that Stripe publishes, and how each one behaves. No other number exists here."""

from __future__ import annotations

from dataclasses import dataclass

from stripe_sandbox.declines import BLOCKED, BY_REASON, Decline

# When a card asks its holder to authenticate (3D Secure):
NEVER = "never"
IF_ASKED = "if_asked"  # only when the merchant asks for it
UNLESS_SET_UP = "unless_set_up"  # always on-session; off-session until it was set up
ON_SESSION = "on_session"  # off-session it counts as set up already
ALWAYS = "always"
# What becomes of a refund to the card:
AT_ONCE, PENDING, FAILS = "at_once", "pending", "fails"


@dataclass(frozen=True)
class Card:
    """One published number; `decline_when` is `always`, or `charged` when saving it works."""

    number: str
    brand: str
    country: str
    note: str
    funding: str = "credit"
    token: str = ""
    authenticates: str = NEVER
    decline: Decline | None = None
    decline_when: str = "always"
    bypass_pending: bool = False
    disputed_as: str = ""  # the reason its holder will give; empty when there is no dispute
    inquiry: bool = False  # the bank only asks; no money is taken
    refunds: str = AT_ONCE

    @property
    def last4(self) -> str:
        return self.number[-4:]


GENERIC, INSUFFICIENT = BY_REASON["generic_decline"], BY_REASON["insufficient_funds"]


def _visa(number: str, note: str, reason: str, token: str, when: str = "always") -> Card:
    """A card that is declined for this reason, when it is saved or only when it is charged."""
    decline = BLOCKED if reason == "blocked" else BY_REASON[reason]
    name = f"pm_card_{token}"
    return Card(number, "visa", "US", note, token=name, decline=decline, decline_when=when)


PUBLISHED: tuple[Card, ...] = (
    Card("4242424242424242", "visa", "US", "Succeeds", token="pm_card_visa"),
    Card("4000056655665556", "visa", "US", "Debit", "debit", "pm_card_visa_debit"),
    Card("5555555555554444", "mastercard", "US", "Succeeds", token="pm_card_mastercard"),
    Card("2223003122003222", "mastercard", "US", "Succeeds"),
    Card("5200828282828210", "mastercard", "US", "Debit", "debit", "pm_card_mastercard_debit"),
    Card("378282246310005", "amex", "US", "Succeeds", token="pm_card_amex"),
    Card("6011111111111117", "discover", "US", "Succeeds", token="pm_card_discover"),
    Card("3056930009020004", "diners", "US", "Succeeds", token="pm_card_diners"),
    Card("3566002020360505", "jcb", "US", "Succeeds", token="pm_card_jcb"),
    Card("6200000000000005", "unionpay", "US", "Succeeds", token="pm_card_unionpay"),
    Card("4000007240000007", "visa", "ES", "Spain", token="pm_card_es"),
    Card("4000002500000003", "visa", "FR", "France", token="pm_card_fr"),
    Card("4000002760000016", "visa", "DE", "Germany", token="pm_card_de"),
    Card("4000003800000008", "visa", "IT", "Italy", token="pm_card_it"),
    Card("4000006200000007", "visa", "PT", "Portugal", token="pm_card_pt"),
    Card("4000008260000000", "visa", "GB", "United Kingdom", token="pm_card_gb"),
    Card("4000004840008001", "visa", "MX", "Mexico", token="pm_card_mx"),
    Card(
        "4000000000000077",
        "visa",
        "US",
        "Money is available at once",
        token="pm_card_bypassPending",
        bypass_pending=True,
    ),
    Card(
        "4000002500003155",
        "visa",
        "FR",
        "Authenticates when saved, then not off-session",
        token="pm_card_authenticationRequiredOnSetup",
        authenticates=UNLESS_SET_UP,
    ),
    Card(
        "4000002760003184",
        "visa",
        "DE",
        "Authenticates every time",
        token="pm_card_authenticationRequired",
        authenticates=ALWAYS,
    ),
    Card(
        "4000003800000446",
        "visa",
        "IT",
        "Authenticates on-session, set up already for off-session",
        token="pm_card_authenticationRequiredSetupForOffSession",
        authenticates=ON_SESSION,
    ),
    Card(
        "4000008260003178",
        "visa",
        "GB",
        "Authenticates, then has insufficient funds",
        token="pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
        authenticates=ALWAYS,
        decline=INSUFFICIENT,
        decline_when="charged",
    ),
    Card(
        "4000000000003220",
        "visa",
        "US",
        "3D Secure 2 every time",
        token="pm_card_threeDSecure2Required",
        authenticates=ALWAYS,
    ),
    Card(
        "4000000000003055",
        "visa",
        "US",
        "3D Secure only when the merchant asks for it",
        token="pm_card_threeDSecureOptional",
        authenticates=IF_ASKED,
    ),
    _visa("4000000000000002", "Declined", "generic_decline", "visa_chargeDeclined"),
    _visa(
        "4000000000009995",
        "Insufficient funds",
        "insufficient_funds",
        "visa_chargeDeclinedInsufficientFunds",
    ),
    _visa("4000000000009987", "Lost", "lost_card", "visa_chargeDeclinedLostCard"),
    _visa("4000000000009979", "Stolen", "stolen_card", "visa_chargeDeclinedStolenCard"),
    _visa("4000000000000069", "Expired", "expired_card", "chargeDeclinedExpiredCard"),
    _visa("4000000000000127", "Wrong CVC", "incorrect_cvc", "chargeDeclinedIncorrectCvc"),
    _visa(
        "4000000000000119",
        "Processing error",
        "processing_error",
        "chargeDeclinedProcessingError",
    ),
    _visa(
        "4000000000006975",
        "Too many attempts",
        "card_velocity_exceeded",
        "visa_chargeDeclinedVelocityLimitExceeded",
    ),
    _visa(
        "4000000000000341",
        "Saved, then declined",
        "generic_decline",
        "chargeCustomerFail",
        "charged",
    ),
    _visa("4100000000000019", "Saved, then blocked as fraud", "blocked", "radarBlock", "charged"),
    Card(
        "4000008400001629",
        "visa",
        "US",
        "Authenticates, then is declined",
        token="pm_card_threeDSecureRequiredChargeDeclined",
        authenticates=ALWAYS,
        decline=GENERIC,
        decline_when="charged",
    ),
    Card(
        "4000000000000259",
        "visa",
        "US",
        "Disputed as fraud",
        token="pm_card_createDispute",
        disputed_as="fraudulent",
    ),
    Card(
        "4000000000002685",
        "visa",
        "US",
        "Disputed as not received",
        token="pm_card_createDisputeProductNotReceived",
        disputed_as="product_not_received",
    ),
    Card(
        "4000000000001976",
        "visa",
        "US",
        "Inquired about",
        token="pm_card_createDisputeInquiry",
        disputed_as="fraudulent",
        inquiry=True,
    ),
    Card(
        "4000000000007726",
        "visa",
        "US",
        "Refunds are pending, then succeed",
        token="pm_card_pendingRefund",
        refunds=PENDING,
    ),
    Card(
        "4000000000005126",
        "visa",
        "US",
        "Refunds succeed, then fail",
        token="pm_card_refundFail",
        refunds=FAILS,
    ),
)

BY_NUMBER = {card.number: card for card in PUBLISHED}
BY_TOKEN = {card.token: card for card in PUBLISHED if card.token}


def passes_luhn(number: str) -> bool:
    """Whether the check digit of a card number is right."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0

"""The test cards that Stripe publishes, and how each one behaves. No other number exists here."""

from __future__ import annotations

from dataclasses import dataclass

# When a card asks its holder to authenticate (3D Secure):
NEVER = "never"
IF_ASKED = "if_asked"  # only when the merchant asks for it
UNLESS_SET_UP = "unless_set_up"  # always on-session; off-session until it was set up
ON_SESSION = "on_session"  # off-session it counts as set up already
ALWAYS = "always"


@dataclass(frozen=True)
class Decline:
    """Why a bank says no: Stripe's code, the bank's reason, and what to do about it."""

    decline_code: str
    code: str = "card_declined"
    message: str = "Your card was declined."
    advice: str | None = None
    network: str | None = None


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

    @property
    def last4(self) -> str:
        return self.number[-4:]


GENERIC = Decline("generic_decline", advice="try_again_later", network="01")
INSUFFICIENT = Decline(
    "insufficient_funds",
    message="Your card has insufficient funds.",
    advice="try_again_later",
    network="51",
)
LOST = Decline("lost_card", advice="do_not_try_again", network="41")
STOLEN = Decline("stolen_card", advice="do_not_try_again", network="43")
EXPIRED = Decline(
    "expired_card",
    code="expired_card",
    message="Your card has expired.",
    advice="confirm_card_data",
    network="54",
)
INCORRECT_CVC = Decline(
    "incorrect_cvc",
    code="incorrect_cvc",
    message="Your card's security code is incorrect.",
    advice="confirm_card_data",
    network="82",
)
PROCESSING = Decline(
    "processing_error",
    code="processing_error",
    message="An error occurred while processing your card. Try again in a little bit.",
    advice="try_again_later",
    network="96",
)
VELOCITY = Decline(
    "card_velocity_exceeded",
    message="Your card was declined for making repeated attempts too often "
    "or exceeding its amount limit.",
    advice="try_again_later",
    network="65",
)
AUTHENTICATION = Decline(
    "authentication_required",
    code="authentication_required",
    message="Your card was declined. This transaction requires authentication.",
    network="1A",
)


def _visa(ending: str, note: str, decline: Decline, token: str, when: str = "always") -> Card:
    name = f"pm_card_{token}"
    return Card(ending, "visa", "US", note, token=name, decline=decline, decline_when=when)


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
    _visa("4000000000000002", "Declined", GENERIC, "visa_chargeDeclined"),
    _visa(
        "4000000000009995",
        "Insufficient funds",
        INSUFFICIENT,
        "visa_chargeDeclinedInsufficientFunds",
    ),
    _visa("4000000000009987", "Lost", LOST, "visa_chargeDeclinedLostCard"),
    _visa("4000000000009979", "Stolen", STOLEN, "visa_chargeDeclinedStolenCard"),
    _visa("4000000000000069", "Expired", EXPIRED, "chargeDeclinedExpiredCard"),
    _visa("4000000000000127", "Wrong CVC", INCORRECT_CVC, "chargeDeclinedIncorrectCvc"),
    _visa("4000000000000119", "Processing error", PROCESSING, "chargeDeclinedProcessingError"),
    _visa(
        "4000000000006975",
        "Too many attempts",
        VELOCITY,
        "visa_chargeDeclinedVelocityLimitExceeded",
    ),
    _visa("4000000000000341", "Saved, then declined", GENERIC, "chargeCustomerFail", "charged"),
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

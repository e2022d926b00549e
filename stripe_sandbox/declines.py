"""Why a bank says no: every reason the sandbox can give, with the code and advice beside it.

Stripe publishes the reasons and their meaning, not which network code goes with which; those here
are the ones the card networks use for the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass

LATER, NEVER_AGAIN, CHECK_CARD = "try_again_later", "do_not_try_again", "confirm_card_data"
# What a network says beside its code: there is a new card, try later, never again.
NETWORK_ADVICE = {CHECK_CARD: "01", LATER: "02", NEVER_AGAIN: "03"}
AGAIN_OR_OTHER = "Your card was declined."


@dataclass(frozen=True)
class Decline:
    """Stripe's code, the bank's reason and its advice; `blocked` means by Stripe, not a bank."""

    decline_code: str
    code: str = "card_declined"
    message: str = AGAIN_OR_OTHER
    advice: str | None = None
    network: str | None = None
    blocked: bool = False

    @property
    def network_advice(self) -> str | None:
        return NETWORK_ADVICE.get(self.advice or "")


def _same_code(reason: str, message: str, advice: str | None, network: str | None) -> Decline:
    """Reasons that Stripe uses as the error's code as well."""
    return Decline(reason, reason, message, advice, network)


def _declined(reason: str, advice: str | None, network: str | None, message: str = "") -> Decline:
    return Decline(reason, "card_declined", message or AGAIN_OR_OTHER, advice, network)


AUTHENTICATION = _same_code(
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
    None,
    "1A",
)
ALL = (
    AUTHENTICATION,
    _declined("approve_with_id", LATER, "01"),
    _declined("call_issuer", None, "01"),
    _declined("card_not_supported", CHECK_CARD, "57", "Your card does not support this purchase."),
    _declined(
        "card_velocity_exceeded",
        LATER,
        "65",
        "Your card was declined for making repeated attempts too often or exceeding its limit.",
    ),
    _declined("currency_not_supported", CHECK_CARD, "57"),
    _declined("do_not_honor", None, "05"),
    _declined("do_not_try_again", NEVER_AGAIN, "14"),
    _same_code("expired_card", "Your card has expired.", CHECK_CARD, "54"),
    _declined("fraudulent", NEVER_AGAIN, "59"),
    _declined("generic_decline", LATER, "01"),
    _same_code("incorrect_cvc", "Your card's security code is incorrect.", CHECK_CARD, "82"),
    _same_code("incorrect_number", "Your card number is incorrect.", CHECK_CARD, "14"),
    _declined("insufficient_funds", LATER, "51", "Your card has insufficient funds."),
    _declined("invalid_account", NEVER_AGAIN, "14"),
    _declined("invalid_amount", None, "13"),
    _same_code("invalid_expiry_month", "The expiration month is wrong.", CHECK_CARD, "54"),
    _same_code("invalid_expiry_year", "The expiration year is wrong.", CHECK_CARD, "54"),
    _declined("issuer_not_available", LATER, "91"),
    _declined("lost_card", NEVER_AGAIN, "41"),
    _declined("merchant_blacklist", NEVER_AGAIN, None),
    _declined("new_account_information_available", CHECK_CARD, "46"),
    _declined("no_action_taken", None, "21"),
    _declined("not_permitted", None, "58"),
    _declined("pickup_card", NEVER_AGAIN, "04"),
    _same_code(
        "processing_error",
        "An error occurred while processing your card. Try again in a little bit.",
        LATER,
        "96",
    ),
    _declined("reenter_transaction", LATER, "19"),
    _declined("restricted_card", NEVER_AGAIN, "62"),
    _declined("revocation_of_all_authorizations", NEVER_AGAIN, "R3"),
    _declined("revocation_of_authorization", NEVER_AGAIN, "R1"),
    _declined("security_violation", NEVER_AGAIN, "63"),
    _declined("service_not_allowed", None, "57"),
    _declined("stolen_card", NEVER_AGAIN, "43"),
    _declined("stop_payment_order", NEVER_AGAIN, "R0"),
    _declined("testmode_decline", CHECK_CARD, None),
    _declined("transaction_not_allowed", CHECK_CARD, "57"),
    _declined("try_again_later", LATER, "19"),
    _declined("withdrawal_count_limit_exceeded", LATER, "65"),
)
BY_REASON = {decline.decline_code: decline for decline in ALL}
BLOCKED = Decline("fraudulent", advice=NEVER_AGAIN, blocked=True)

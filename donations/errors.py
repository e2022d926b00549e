"""Refusals of this app, each with the sentence that a person reads."""

from django.utils.translation import gettext_lazy as _

from activity.errors import Refused
from money.format import format_money


class NotReceiving(Refused):
    code = "not_receiving"
    sentence = _("This project is not receiving donations now.")


class AmountTooSmall(Refused):
    code = "amount_too_small"

    def __init__(self, least_cents: int) -> None:
        super().__init__(_("Give at least %(least)s.") % {"least": format_money(least_cents)})


class AmountTooLarge(Refused):
    code = "amount_too_large"

    def __init__(self, most_cents: int) -> None:
        super().__init__(
            _("Give at most %(most)s here; for more, write to us.")
            % {"most": format_money(most_cents)}
        )


class BelowReward(Refused):
    code = "below_reward"

    def __init__(self, price_cents: int) -> None:
        super().__init__(
            _("This reward asks for at least %(price)s.") % {"price": format_money(price_cents)}
        )


class WrongReward(Refused):
    code = "wrong_reward"
    sentence = _("This reward is not offered by the project.")


class ConsentMissing(Refused):
    code = "consent_missing"
    sentence = _("Agree to the charge, so that we may save your card for it.")


class UnitAlreadyHeld(Refused):
    code = "unit_already_held"
    sentence = _(
        "You are already taking this reward in another checkout. Finish that one, or wait half an"
        " hour until it expires."
    )


class FormReused(Refused):
    code = "form_reused"
    sentence = _("This form was sent before with other contents. Load the page again.")


class AlreadyConfirmed(Refused):
    """`token` leads to the checkout that is complete."""

    code = "already_confirmed"
    sentence = _(
        "You had already confirmed the donation that you began before, so that one counts, as it"
        " was. The change was not taken."
    )

    def __init__(self, token: str) -> None:
        self.token = token
        super().__init__()


class CardPageUnreachable(Refused):
    code = "card_page_unreachable"
    sentence = _(
        "The card page does not answer now. Nothing was charged and nothing is lost: send the form"
        " again in a minute."
    )


class TooLateToCancel(Refused):
    code = "too_late_to_cancel"
    sentence = _("The round has ended, so this donation can no longer be cancelled here.")


class VerdictGiven(Refused):
    code = "verdict_given"
    sentence = _(
        "Its donations are no promises any more: they are being collected or were paid. The"
        " campaign can no longer be taken back."
    )


class NothingToStop(Refused):
    code = "nothing_to_stop"
    sentence = _("No second round is open now, so there is nothing to stop.")


class OwnDonation(Refused):
    code = "own_donation"
    sentence = _("You cannot give to your own project.")


class NothingToPay(Refused):
    code = "nothing_to_pay"
    sentence = _("There is nothing to pay here now.")


class BeingCollected(Refused):
    code = "being_collected"
    sentence = _("Your bank is being asked this very moment. Look again in a few minutes.")


class BankSilent(Refused):
    code = "bank_silent"
    sentence = _(
        "The bank has not answered yet. Do not pay again elsewhere: we ask it until we know, and"
        " nothing is charged twice. Look again in a few minutes."
    )


class TriedTooOften(Refused):
    code = "tried_too_often"
    sentence = _("This was tried too often. Write to us, and we see together what can be done.")


class NotReturnable(Refused):
    code = "not_returnable"
    sentence = _("Only money that was charged can be returned, and this was not, or not any more.")


class ReturnUnderWay(Refused):
    code = "return_under_way"
    sentence = _("A part of this donation is on its way back already. Wait until it has arrived.")


class ReturnsTooMuch(Refused):
    code = "returns_too_much"

    def __init__(self, most_cents: int) -> None:
        super().__init__(
            _("Return more than nothing, and at most %(most)s.")
            % {"most": format_money(most_cents)}
        )

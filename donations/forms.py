"""The forms of the backer's way. Bounds are those of the use-cases, which check them again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from activity.errors import Refused
from donations.errors import (
    AmountTooLarge,
    AmountTooSmall,
    BelowReward,
    ConsentMissing,
    UnitAlreadyHeld,
    WrongReward,
)
from money.forms import AmountField
from rewards.errors import SoldOut
from rewards.models import Reward

SUGGESTED_CENTS = (500, 1000, 2500, 5000)
NO_REWARD = "none"

_FIELD_OF_REFUSAL: dict[type[Refused], str] = {
    AmountTooSmall: "amount",
    AmountTooLarge: "amount",
    BelowReward: "amount",
    WrongReward: "reward",
    SoldOut: "reward",
    UnitAlreadyHeld: "reward",
    ConsentMissing: "agrees_to_charge",
}


class AddressField(forms.EmailField):
    """An address that mail can be sent to from anywhere: the name of a machine alone is none."""

    default_validators = [EmailValidator(allowlist=[])]


class RewardChoice(forms.RadioSelect):
    """Radios, of which those that are sold out cannot be chosen."""

    sold_out: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *rest: Any, **more: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *rest, **more)
        if str(value) in self.sold_out:
            option["attrs"]["disabled"] = True
            # Ticked and disabled, a radio would be sent as nothing and look chosen.
            option["selected"] = False
            option["attrs"].pop("checked", None)
        return option


class DonationForm(forms.Form):
    """One donation to one project. `seen_cents` is the amount that the sums on the page showed."""

    amount = AmountField(label=_("How much do you give?"), min_cents=1, max_cents=1)
    reward = forms.ChoiceField(
        label=_("Your reward"),
        widget=RewardChoice,
        error_messages={"required": _("Choose a reward, or none.")},
    )
    email = AddressField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We send you the confirmation and a link to see or cancel your donation."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address: the confirmation goes there."),
            "invalid": _("This is not an e-mail address. It looks like name@example.org."),
        },
    )
    show_name = forms.BooleanField(
        label=_("Show my name among those who gave"),
        help_text=_("Without it you appear as “someone”."),
        required=False,
    )
    public_name = forms.CharField(
        label=_("Name to show"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    agrees_to_charge = forms.BooleanField(label=_("Your yes"), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    seen_cents = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, rewards: Sequence[Reward], least_cents: int, saves_card: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        amount = self.fields["amount"]
        assert isinstance(amount, AmountField)
        amount.min_cents, amount.max_cents = least_cents, settings.DONATION_CEILING_CENTS
        self.rewards = {str(reward.pk): reward for reward in rewards}
        if rewards:
            self._offer(rewards)
        else:
            del self.fields["reward"]
        if not saves_card:
            del self.fields["agrees_to_charge"]

    def _offer(self, rewards: Sequence[Reward]) -> None:
        field = self.fields["reward"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(NO_REWARD, str(_("No reward")))] + [
            (str(reward.pk), reward.title) for reward in rewards
        ]
        assert isinstance(field.widget, RewardChoice)
        field.widget.sold_out = frozenset(
            str(reward.pk) for reward in rewards if reward.units_left == 0
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("show_name") and not cleaned.get("public_name"):
            self.add_error("public_name", _("Write the name to show, or give without it."))
        if "agrees_to_charge" in self.fields and not cleaned.get("agrees_to_charge"):
            self.add_refusal(ConsentMissing())
        reward, amount = self.chosen_reward(), cleaned.get("amount")
        if reward is not None and amount is not None and amount < reward.price_cents:
            self.add_refusal(BelowReward(reward.price_cents))
        return cleaned

    def chosen_reward(self) -> Reward | None:
        return self.rewards.get(self.cleaned_data.get("reward", NO_REWARD))

    def add_refusal(self, refusal: Refused) -> None:
        """Shows a refusal of the use-case beside the control to mend, else above the form."""
        field = _FIELD_OF_REFUSAL.get(type(refusal))
        self.add_error(field if field in self.fields else None, str(refusal))

    def keep_errors_of(self, *names: str) -> None:
        """Leaves only the errors of these fields: nobody has filled in the others yet."""
        for name in set(self.errors) - set(names):
            del self.errors[name]

    def show_sums_of(self, cents: int | None) -> None:
        """Remembers which amount the page's sums are made of."""
        self._retype("seen_cents", "" if cents is None else str(cents))

    def _retype(self, name: str, value: str) -> None:
        self.data = {**dict(self.data.items()), self.add_prefix(name): value}


class LinksForm(forms.Form):
    email = AddressField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The one that you gave when you donated."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is not an e-mail address. It looks like name@example.org."),
        },
    )

"""Refusals of this app."""

from django.utils.translation import gettext_lazy as _

from accounts.rules.tax_ids import Trouble
from activity.errors import Refused


class TooManyTokens(Refused):
    code = "too_many_tokens"
    sentence = _("You have as many tokens as one person may have. Revoke one that you do not need.")


class NotYourToken(Refused):
    code = "not_your_token"
    sentence = _("Only the owner of a token can revoke it.")


class OnlyOwners(Refused):
    code = "only_owners"
    sentence = _("Only an owner of the organisation can do this.")


class TooManyOrganisations(Refused):
    code = "too_many_organisations"
    sentence = _("You own as many organisations as one person may. Write to us if you need more.")


class TaxIdRefused(Refused):
    """The identifier cannot be this organisation's; `trouble` says why."""

    code = "tax_id"
    sentences = {
        Trouble.EMPTY: _("Write the tax identifier (NIF) of the organisation."),
        Trouble.OF_A_PERSON: _(
            "This is the identifier of a person. An organisation has one that begins with a"
            " letter, such as G12345674; what is yours alone needs no organisation here."
        ),
        Trouble.NOT_ONE: _(
            "A tax identifier has a letter, seven digits and a last digit or letter, such as"
            " G12345674."
        ),
        Trouble.WRONG_CHECK: _(
            "The last character does not fit the others: look whether one is mistyped."
        ),
        Trouble.OTHER_KIND: _(
            "This identifier and this kind do not fit: those of cooperatives begin with F, those"
            " of public institutions with P, Q or S."
        ),
    }

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(self.sentences[trouble])


class TaxIdTaken(Refused):
    code = "tax_id_taken"
    sentence = _(
        "An organisation with this tax identifier is here already. Ask its owners to invite you,"
        " or write to us."
    )


class IdentityStands(Refused):
    code = "identity_stands"
    sentence = _(
        "A campaign was sent in the name of this organisation, so who it is before the law stands"
        " now. Write to us if it has changed."
    )


class LastOwner(Refused):
    code = "last_owner"
    sentence = _("An organisation needs an owner: make somebody else one first.")


class AlreadyAMember(Refused):
    code = "already_a_member"
    sentence = _("This person is a member already.")


class AlreadyInvited(Refused):
    code = "already_invited"
    sentence = _("This address is invited already.")


class TooManyInvitations(Refused):
    code = "too_many_invitations"
    sentence = _("You have sent as many invitations as one person may in a day.")


class InvitationClosed(Refused):
    code = "invitation_closed"
    sentence = _("This invitation is not open any more.")


class NotAMember(Refused):
    code = "not_a_member"
    sentence = _("This person is not a member any more.")

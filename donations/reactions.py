"""What follows for donations from events of other apps."""

from accounts.models import User
from accounts.verbs import Verb as AccountVerb
from activity.dispatch import on
from activity.models import Event
from donations.claiming import claim_donations
from donations.models import Payment
from donations.refunding import return_money_after_the_end
from donations.verbs import Verb


@on(Verb.MONEY_AFTER_THE_END)
def send_back_what_came_too_late(event: Event) -> None:
    return_money_after_the_end(Payment.objects.get(pk=event.subject_id))


@on(AccountVerb.EMAIL_CONFIRMED)
def claim_what_was_given_as_a_guest(event: Event) -> None:
    person = User.objects.filter(pk=event.subject_id).first()
    if person is not None:
        claim_donations(person, actor=person)

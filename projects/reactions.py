"""What follows here from news of other apps."""

from accounts.models import Organisation
from accounts.organisations import identity_stands_if
from accounts.verbs import Verb
from activity.dispatch import on
from activity.models import Event
from projects.models import Project


@identity_stands_if
def has_sent_a_campaign(organisation: Organisation) -> bool:
    """Reviewers and backers know who answers for a campaign; that is not changed under them."""
    sent = Project.objects.filter(organisation=organisation, submitted_at__isnull=False)
    return sent.exists()


@on(Verb.IDENTITY_CHANGED)
def pay_who_it_is_now(event: Event) -> None:
    """The money of an organisation's projects goes to it, by its legal name of now."""
    organisation = Organisation.objects.get(pk=event.subject_id)
    Project.objects.filter(organisation=organisation).update(
        payee_kind=organisation.kind, payee_name=organisation.legal_name
    )

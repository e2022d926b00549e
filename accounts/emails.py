"""Mails about organisations, each sent once, from its event."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import OrganisationInvitation, User
from accounts.verbs import Verb
from activity.dispatch import on
from activity.mail import post_mail
from activity.models import Event


@on(Verb.MEMBER_INVITED)
def ask_to_join(event: Event) -> None:
    """In the reader's language if we know them, else in that of whoever invites."""
    invitation = OrganisationInvitation.objects.select_related("organisation", "invited_by").get(
        pk=event.facts["invitation"]
    )
    reader = User.objects.filter(email=invitation.email).first()
    language = (reader or invitation.invited_by).language
    with translation.override(language):
        url = settings.BASE_URL + reverse("accounts:organisations")
    post_mail(
        f"invitation:{invitation.pk}",
        "organisation_invitation",
        to=invitation.email,
        language=language,
        context={
            "organisation": invitation.organisation.name,
            "inviter": str(invitation.invited_by),
            "owns": "yes" if invitation.role == "owner" else "",
            "email": invitation.email,
            "url": url,
        },
    )

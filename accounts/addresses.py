"""Which e-mail addresses are proven to be a person's."""

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.db.models.functions import Lower

from accounts.models import User


def confirmed_addresses(person: User) -> QuerySet[EmailAddress, str]:
    """In lower case; only those whose mail the person has answered. Fit for a subquery."""
    proven = EmailAddress.objects.filter(user=person, verified=True)
    return proven.values_list(Lower("email"), flat=True)

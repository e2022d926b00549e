"""What follows for the pages from events of projects and donations: they are written anew.

Only what is told by an event is here. Everything else a page shows (time left, names of people,
categories) follows once the page has been kept for its few seconds (goteo/settings.py).
"""

from typing import Any

from django.db.models import QuerySet

from activity.dispatch import on
from activity.models import Event
from donations.models import Donation
from donations.verbs import Verb as DonationVerb
from pages.sharing import has_changed
from projects.models import Project, Round
from projects.verbs import Verb
from rewards.verbs import Verb as RewardVerb


@on(
    DonationVerb.DONATION_PROMISED,
    DonationVerb.DONATION_PAID,
    DonationVerb.DONATION_CANCELLED,
    DonationVerb.DONATION_DROPPED,
)
def refresh_where_it_counts(event: Event) -> None:
    _refresh(event, Donation.objects.filter(pk=event.subject_id).values_list("project__slug"))


@on(
    Verb.EDITED,
    Verb.LAUNCHED,
    Verb.HELD,
    Verb.RESUMED,
    Verb.ENDED_EARLY,
    Verb.FUNDED,
    Verb.FAILED,
    Verb.WITHDRAWN,
    RewardVerb.REWARDS_EDITED,
    RewardVerb.RETURNS_EDITED,
)
def refresh_project(event: Event) -> None:
    _refresh(event, Project.objects.filter(pk=event.subject_id).values_list("slug"))


@on(
    Verb.ROUND_OPENED,
    Verb.ROUND_CLOSING,
    Verb.ROUND_EXTENDED,
    Verb.ROUND_STOPPED,
    Verb.ROUND_DECIDED,
    Verb.ROUND_CALLED_OFF,
)
def refresh_its_project(event: Event) -> None:
    _refresh(event, Round.objects.filter(pk=event.subject_id).values_list("project__slug"))


def _refresh(event: Event, slugs: QuerySet[Any, tuple[str]]) -> None:
    for (slug,) in slugs:
        has_changed(slug, event.pk)

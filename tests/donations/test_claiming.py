"""What was given without an account becomes the account's, once its address is confirmed."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from activity.dispatch import deliver_due
from activity.models import Event
from activity.recording import record
from donations.claiming import claim_donations
from donations.models import Donation
from projects.models import Project
from tests import builders, cast
from tests.donations.promising import a_promise
from tests.donations.rivals import at_once

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def project(db: None) -> Project:
    return builders.a_live_project()


def test_what_was_given_as_a_guest_is_claimed_once(project: Project) -> None:
    biel = cast.biel()
    given = a_promise(project, email=biel.email)
    assert claim_donations(biel, actor=biel) == 1
    assert claim_donations(biel, actor=biel) == 0
    given.refresh_from_db()
    assert (given.backer, given.checkout.backer) == (biel, biel)
    event = Event.objects.get(verb="donation.claimed")
    assert (event.subject_id, event.actor) == (str(given.pk), biel)


def test_an_unconfirmed_address_claims_nothing(project: Project) -> None:
    biel = cast.biel()
    given = a_promise(project, email=biel.email)
    EmailAddress.objects.filter(user=biel).update(verified=False)
    assert claim_donations(biel, actor=biel) == 0
    given.refresh_from_db()
    assert given.backer is None
    assert not Event.objects.filter(verb="donation.claimed").exists()


def test_an_address_that_is_only_asked_for_claims_nothing_of_its_owner(project: Project) -> None:
    biel = cast.biel()
    EmailAddress.objects.create(user=biel, email="alba@example.org", verified=False)
    a_promise(project, email="alba@example.org")
    assert claim_donations(biel, actor=biel) == 0


def test_what_somebody_gave_signed_in_stays_theirs(project: Project) -> None:
    """Dídac wrote Biel's address while he was signed in: it is still Dídac's donation."""
    given = a_promise(project, email=cast.biel().email)
    Donation.objects.filter(pk=given.pk).update(backer=cast.didac())
    assert claim_donations(cast.biel(), actor=cast.biel()) == 0


def test_confirming_the_address_claims_too(project: Project) -> None:
    joana = User.objects.create_user("joana@example.org", "drop by drop by drop")
    EmailAddress.objects.create(user=joana, email="Joana@example.org", verified=True)
    given = a_promise(project, email="joana@example.org")
    record("person.email_confirmed", joana, actor=joana)
    deliver_due()
    given.refresh_from_db()
    assert given.backer == joana


def test_two_tabs_at_once_claim_each_donation_once(committed_db: Any, project: Project) -> None:
    biel = cast.biel()
    for _ in range(5):
        a_promise(project, email=biel.email)
    outcomes = at_once([lambda: claim_donations(biel, actor=biel)] * 4)
    assert sum(outcomes) == 5
    assert Event.objects.filter(verb="donation.claimed").count() == 5

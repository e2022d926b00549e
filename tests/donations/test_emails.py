"""Mails about donations: what they say, to whom, in which language, once."""

from typing import Any

import pytest

from activity.clock import database_now
from activity.dispatch import deliver_due
from activity.models import Delivery, Mail
from donations import cancelling, promises
from donations.models import Donation
from projects.models import Project
from tests import builders, cast
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import DECLINES_WHEN_CHARGED, a_donation, a_gift
from tests.stripe_sandbox.running import RunningSandbox

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def project(committed_db: Any) -> Project:
    return builders.a_live_project(rounds_planned=1, budget=builders.a_budget(10_000, 20_000))


def mail(kind: str) -> Mail:
    deliver_due()
    assert not Delivery.objects.filter(done_at=None).exists()
    return Mail.objects.get(kind=kind)


def test_a_promise_is_confirmed_with_its_link_in_the_backers_language(
    sandbox: RunningSandbox, project: Project
) -> None:
    donation = a_donation(sandbox, project, a_gift(2500, language="ca"))
    confirmation = mail("donation_promised")
    assert (confirmation.recipient, confirmation.language) == ("guest@example.org", "ca")
    assert f"/ca/donations/{donation.checkout.token}/" in confirmation.text
    assert "25,00" in confirmation.subject


def test_the_confirmation_names_the_reward_and_the_card(
    sandbox: RunningSandbox, project: Project
) -> None:
    a_donation(sandbox, project, a_gift(2500, reward=project.rewards.get()))
    text = mail("donation_promised").text
    assert "Printed map" in text
    assert "0007" in text


def test_a_cancellation_is_confirmed(sandbox: RunningSandbox, project: Project) -> None:
    promises.cancel_promise(a_donation(sandbox, project), actor=None)
    assert project.title in mail("donation_cancelled").subject


def test_a_failed_round_tells_backers_and_creator(
    sandbox: RunningSandbox, project: Project
) -> None:
    a_donation(sandbox, project)
    close_round(project)
    assert "nothing was charged" in mail("donation_released").text
    to_creator = mail("round_failed")
    assert (to_creator.recipient, to_creator.language) == (cast.alba().email, "ca")
    assert "25,00" in to_creator.text


def test_a_passed_round_announces_the_charge_then_sends_the_receipt(
    sandbox: RunningSandbox, project: Project
) -> None:
    donation = a_donation(sandbox, project, a_gift(10_000))
    close_round(project)
    assert "10:00" in mail("donation_collecting").text
    assert mail("round_passed").recipient == cast.alba().email
    assert not Mail.objects.filter(kind="donation_paid").exists()
    collection_day()
    assert str(donation.public_id) in mail("donation_paid").text


def test_a_decline_is_told_without_the_banks_reason(
    sandbox: RunningSandbox, project: Project
) -> None:
    a_donation(sandbox, project, a_gift(10_000), card=DECLINES_WHEN_CHARGED)
    close_round(project)
    collection_day()
    told = mail("donation_declined")
    assert "declin" not in told.text
    assert "Nothing was charged" in told.text


def test_a_dropped_donation_ends_with_a_word_and_without_a_charge(
    sandbox: RunningSandbox, project: Project
) -> None:
    a_donation(sandbox, project, a_gift(10_000), card=DECLINES_WHEN_CHARGED)
    close_round(project)
    collection_day()
    Donation.objects.update(charge_by=database_now())
    cancelling.stop_late_payments()
    told = mail("donation_dropped")
    assert (told.recipient, told.language) == ("guest@example.org", "en")
    assert "nothing was charged" in told.text
    assert not Mail.objects.filter(kind="donation_paid").exists()


def test_links_are_sent_only_to_the_address_that_gave(
    sandbox: RunningSandbox, project: Project
) -> None:
    donation = a_donation(sandbox, project)
    promises.ask_for_links("nobody@example.org", "en")
    promises.ask_for_links("Guest@Example.org", "en")
    links = mail("donation_links")
    assert links.recipient == "guest@example.org"
    assert donation.checkout.token in links.text

"""Coming back from the card page, and what the holder of a link sees and may do."""

from typing import Any

import pytest
from django.test import Client

from donations import refunding
from donations.models import Checkout, Donation, Refund
from donations.project_figures import collection_of
from projects.models import Project
from tests import builders, cast
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import (
    DECLINES_WHEN_CHARGED,
    SUCCEEDS,
    a_donation,
    a_gift,
    an_open_checkout,
)
from tests.stripe_sandbox.running import RunningSandbox, complete_checkout

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return builders.a_live_project(
        rounds_planned=1,
        budget=builders.a_budget(3_000, 5_000),
        rewards=[builders.a_reward(2500, units=1)],
    )


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def page_of(client: Client, donation: Donation) -> str:
    answer = client.get(f"/en/donations/{donation.checkout.token}/")
    assert answer.status_code == 200
    return text(answer)


def cancel_address(donation: Donation, token: str | None = None) -> str:
    return f"/en/donations/{token or donation.checkout.token}/{donation.public_id}/cancel/"


# --- coming back -----------------------------------------------------------------------------


def test_coming_back_after_the_card_shows_the_promise(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    checkout = an_open_checkout(project)
    complete_checkout(checkout.session_url)
    answer = client.get(f"/en/donations/{checkout.token}/return/", follow=True)
    assert answer.redirect_chain == [(f"/en/donations/{checkout.token}/", 302)]
    assert Donation.objects.get().status == "promised"
    assert "Thank you. Your promise is saved" in text(answer)


def test_coming_back_without_a_card_says_that_nothing_was_saved(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    checkout = an_open_checkout(project)
    page = text(client.get(f"/en/donations/{checkout.token}/return/"))
    assert "Your donation is not finished" in page
    assert checkout.session_url.replace("&", "&amp;") in page
    assert Donation.objects.get().status == "open"


def test_coming_back_while_the_provider_is_silent_says_that_we_wait(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    checkout = an_open_checkout(project)
    complete_checkout(checkout.session_url)
    sandbox.kill()
    page = text(client.get(f"/en/donations/{checkout.token}/return/"))
    assert "We are waiting for the bank's answer" in page
    assert "Nothing was saved" not in page
    sandbox.restart()
    client.get(f"/en/donations/{checkout.token}/return/")
    assert Donation.objects.get().status == "promised"


def test_coming_back_twice_changes_nothing(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    donation = a_donation(sandbox, project)
    for _ in range(2):
        client.get(f"/en/donations/{donation.checkout.token}/return/")
    assert Donation.objects.get().status == "promised"


# --- how it stands ---------------------------------------------------------------------------


def test_a_promise_tells_amount_card_reward_and_dates(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    donation = a_donation(sandbox, project, a_gift(reward=project.rewards.get()))
    page = page_of(client, donation)
    assert "€25.00" in page
    assert f"Visa ending in {SUCCEEDS[-4:]}" in page
    assert "Printed map" in page
    assert "Nothing was charged." in page
    assert "it is never charged, whatever happened" in page
    assert "Cancel this donation" in page


def test_a_paid_donation_is_a_receipt(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    donation = a_donation(sandbox, project, a_gift(5_000))
    close_round(project)
    page = page_of(client, donation)
    assert "The project is funded" in page
    collection_day()
    page = page_of(client, donation)
    payment = donation.payment_lines.get().payment
    assert payment.intent_id
    for shown in ("Receipt", "€50.00", project.title, payment.intent_id, str(donation.public_id)):
        assert shown in page
    assert "Cancel this donation" not in page


def test_a_declined_charge_says_so_without_the_banks_reason(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    donation = a_donation(sandbox, project, a_gift(5_000), card=DECLINES_WHEN_CHARGED)
    close_round(project)
    collection_day()
    page = page_of(client, donation)
    assert "Your bank said no for now" in page
    assert "declined" not in page


def test_a_failed_round_tells_that_nothing_was_charged(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    donation = a_donation(sandbox, project, a_gift(2_999))
    close_round(project)
    assert "Nothing was charged" in page_of(client, donation)
    assert "did not reach its minimum" in page_of(client, donation)


@pytest.mark.parametrize("status", ["expired", "cancelled", "dropped", "refunded", "disputed"])
def test_every_other_state_has_its_page(
    client: Client, project: Project, sandbox: RunningSandbox, status: str
) -> None:
    donation = an_open_checkout(project).donations.get()
    Donation.objects.filter(pk=donation.pk).update(status=status)
    assert "<h1>" in page_of(client, donation)


def test_the_address_is_told_to_nobody(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    donation = a_donation(sandbox, project)
    for address in (f"/en/donations/{donation.checkout.token}/", cancel_address(donation)):
        answer = client.get(address)
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in text(answer)
        assert 'rel="canonical"' not in text(answer)


@pytest.mark.parametrize("rest", ["", "return/", "0b5f3c1e-7a52-4d7c-9c0e-3f5d8a6b2c41/cancel/"])
def test_a_token_that_is_not_known_leads_nowhere(client: Client, rest: str) -> None:
    assert client.get(f"/en/donations/not-a-token/{rest}").status_code == 404


# --- changing one's mind -----------------------------------------------------------------------


def test_cancelling_asks_first(client: Client, project: Project, sandbox: RunningSandbox) -> None:
    donation = a_donation(sandbox, project)
    page = text(client.get(cancel_address(donation)))
    assert "Cancel your donation?" in page
    donation.refresh_from_db()
    assert donation.status == "promised"


def test_a_guest_with_the_link_cancels_and_frees_the_unit(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    donation = a_donation(sandbox, project, a_gift(reward=project.rewards.get()))
    answer = client.post(cancel_address(donation), follow=True)
    assert "Cancelled. Your card will not be charged." in text(answer)
    assert "You cancelled this donation" in text(answer)
    donation.refresh_from_db()
    assert donation.status == "cancelled"
    assert project.rewards.get().taken == 0


def test_cancelling_twice_says_how_it_stands(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    donation = a_donation(sandbox, project)
    client.post(cancel_address(donation))
    again = client.post(cancel_address(donation), follow=True)
    assert "notice-error" in text(again)
    assert client.get(cancel_address(donation)).status_code == 302


def test_after_the_end_of_the_round_it_is_too_late(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    donation = a_donation(sandbox, project)
    builders.bring_to_its_end(project)
    assert "Cancel this donation" not in page_of(client, donation)
    answer = client.post(cancel_address(donation), follow=True)
    assert "The round has ended" in text(answer)
    donation.refresh_from_db()
    assert donation.status == "promised"


def test_the_link_of_one_does_not_cancel_the_donation_of_another(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    mine = a_donation(sandbox, project)
    theirs = a_donation(sandbox, project, a_gift(email="ona@example.org"))
    client.force_login(cast.biel())
    assert client.post(cancel_address(theirs, token=mine.checkout.token)).status_code == 404
    assert set(Donation.objects.values_list("status", flat=True)) == {"promised"}
    assert Checkout.objects.count() == 2


@pytest.mark.parametrize("token", ["%00", "a%00b", "%F0%9F%98%80", "a.b"])
def test_an_address_that_can_be_nobodys_is_a_404(client: Client, token: str) -> None:
    for rest in ("", "return/", "00000000-0000-0000-0000-000000000000/cancel/"):
        assert client.get(f"/en/donations/{token}/{rest}").status_code == 404


# --- money that goes back ----------------------------------------------------------------------


def test_the_page_tells_what_goes_back_and_what_is_still_owed(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    donation = a_donation(sandbox, project, a_gift(4_000))
    close_round(project)
    collection_day()
    refund = refunding.ask_refund(donation, 1_000, reason="Sorry", actor=cast.carme())
    page = page_of(client, donation)
    assert '<dt>Back to you</dt><dd class="number">€10.00</dd>' in page

    refunding._take_due(1)
    refunding._give_up(refund)
    assert "did not take" not in page_of(client, donation)
    Refund.objects.update(provider_id="re_that_came_back")
    assert "Your bank did not take €10.00 back to your card." in page_of(client, donation)
    refunding.ask_refund(donation, 3_000, reason="Sorry", actor=cast.carme())
    assert [(each.part, each.cents) for each in collection_of(project)] == [("returned", 4_000)]

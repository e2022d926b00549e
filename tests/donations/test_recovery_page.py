"""Finishing a declined donation in the browser: for the holder of its link, without signing in."""

import re
from typing import Any

import httpx
import pytest
from django.test import Client

from donations.changing_card import refresh_recovery
from donations.models import Donation, Payment, PaymentLine, Recovery
from projects.models import Project
from tests import builders
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import ASKS_WHEN_CHARGED, SUCCEEDS, a_donation, a_gift
from tests.stripe_sandbox.running import NO_CERTIFICATES, RunningSandbox, complete_checkout

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def project(committed_db: Any) -> Project:
    return builders.a_live_project(rounds_planned=1, budget=builders.a_budget(3_000, 5_000))


def declined(
    sandbox: RunningSandbox, project: Project, answer: str = "expired_card", card: str = SUCCEEDS
) -> Donation:
    donation = a_donation(sandbox, project, a_gift(4_000), card=card)
    close_round(project)
    if card == SUCCEEDS:
        sandbox.control("bank", answer=answer)
    collection_day()
    donation.refresh_from_db()
    return donation


def page(donation: Donation, rest: str = "") -> str:
    return f"/en/donations/{donation.checkout.token}/{donation.public_id}/pay/{rest}"


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_donation_leads_there(
    client: Client, sandbox: RunningSandbox, project: Project
) -> None:
    donation = declined(sandbox, project)
    shown = client.get(f"/en/donations/{donation.checkout.token}/")

    assert page(donation) in shown.content.decode()


@pytest.mark.parametrize(
    ("answer", "first", "says"),
    [
        ("expired_card", "another_card", "does not accept this card"),
        ("insufficient_funds", "pay", "said no to €40.00 for now"),
        ("authentication_required", "pay", "wants your yes"),
    ],
)
def test_it_puts_first_what_helps(
    client: Client,
    sandbox: RunningSandbox,
    project: Project,
    answer: str,
    first: str,
    says: str,
) -> None:
    shown = client.get(page(declined(sandbox, project, answer)))

    assert says in text(shown)
    buttons = re.findall(r'class="button( button-go)?" name="(\w+)"', shown.content.decode())
    assert buttons[0] == (" button-go", first)
    # The bank's own reason would tell a thief what to change.
    assert answer not in shown.content.decode()


def test_the_same_card_pays(client: Client, sandbox: RunningSandbox, project: Project) -> None:
    donation = declined(sandbox, project, "insufficient_funds")
    answer = client.post(page(donation), {"pay": "1"}, follow=True)
    donation.refresh_from_db()

    assert donation.status == "paid"
    assert "Receipt" in text(answer)


def test_a_second_no_is_told(client: Client, sandbox: RunningSandbox, project: Project) -> None:
    donation = declined(sandbox, project, "insufficient_funds")
    sandbox.control("bank", answer="insufficient_funds")
    answer = client.post(page(donation), {"pay": "1"}, follow=True)

    assert answer.request["PATH_INFO"] == page(donation)
    assert "Your bank said no again. Nothing was charged." in text(answer)


def test_the_way_to_the_bank_and_back(
    client: Client, sandbox: RunningSandbox, project: Project
) -> None:
    donation = declined(sandbox, project, card=ASKS_WHEN_CHARGED)
    answer = client.post(page(donation), {"pay": "1"})
    assert (answer.status_code, sandbox.url in answer["Location"]) == (303, True)
    bank = httpx.post(
        answer["Location"], data={"answer": "complete"}, verify=NO_CERTIFICATES, timeout=30
    )
    assert page(donation, "return/") in bank.headers["location"]
    back = client.get(page(donation, "return/"), follow=True)
    donation.refresh_from_db()

    assert donation.status == "paid"
    assert "Receipt" in text(back)


def test_the_way_to_the_card_page_and_back(
    client: Client, sandbox: RunningSandbox, project: Project
) -> None:
    donation = declined(sandbox, project)
    answer = client.post(page(donation), {"another_card": "1"})
    assert answer.status_code == 303
    complete_checkout(answer["Location"], card=SUCCEEDS)
    client.get(page(donation, "return/"))
    donation.refresh_from_db()

    assert donation.status == "paid"
    assert Recovery.objects.get().status == "complete"


def test_a_new_card_is_charged_also_when_a_webhook_told_of_it_first(
    client: Client, sandbox: RunningSandbox, project: Project
) -> None:
    donation = declined(sandbox, project)
    answer = client.post(page(donation), {"another_card": "1"})
    complete_checkout(answer["Location"], card=SUCCEEDS)
    refresh_recovery(Recovery.objects.get())
    back = client.get(page(donation, "return/"), follow=True)
    donation.refresh_from_db()

    assert donation.status == "paid"
    assert "said no" not in text(back)


def test_whoever_comes_back_without_a_card_is_asked_again(
    client: Client, sandbox: RunningSandbox, project: Project
) -> None:
    donation = declined(sandbox, project)
    client.post(page(donation), {"another_card": "1"})
    answer = client.get(page(donation, "return/"), follow=True)

    assert answer.request["PATH_INFO"] == page(donation)
    assert Payment.objects.get().attempts.count() == 1


def test_a_silent_provider_is_said_and_nothing_is_lost(
    client: Client, sandbox: RunningSandbox, project: Project
) -> None:
    donation = declined(sandbox, project)
    sandbox.control("faults", kind="down", operation="*", times=None)
    for sent in ({"another_card": "1"}, {"pay": "1"}):
        answer = client.post(page(donation), sent, follow=True)
        assert answer.status_code == 200
        assert any(said in text(answer) for said in ("a few minutes", "card page"))
    donation.refresh_from_db()
    assert donation.status == "collecting"


def test_only_some_of_them(client: Client, sandbox: RunningSandbox, project: Project) -> None:
    first = a_donation(sandbox, project, a_gift(2_000))
    second = a_donation(sandbox, project, a_gift(1_500))
    second.checkout.method = first.checkout.method
    second.checkout.save()
    close_round(project)
    sandbox.control("bank", answer="insufficient_funds")
    collection_day()
    shown = client.get(page(first))
    assert "Only some of them" in text(shown)
    kept = PaymentLine.objects.get(donation=first)
    client.post(page(first), {"choose": "1", "keep": [str(kept.pk), "x", "-1"]})
    second.refresh_from_db()
    assert second.status == "dropped"
    client.post(page(first), {"pay": "1"})
    first.refresh_from_db()
    assert (first.status, Payment.objects.get().amount_cents) == ("paid", 2_000)
    left = client.get(f"/en/donations/{second.checkout.token}/")
    assert "Paid on" not in text(left)


def test_keeping_none_is_refused(client: Client, sandbox: RunningSandbox, project: Project) -> None:
    donation = declined(sandbox, project)
    answer = client.post(page(donation), {"choose": "1"}, follow=True)

    assert "There is nothing to pay here now." in text(answer)
    donation.refresh_from_db()
    assert donation.status == "collecting"


def test_without_the_link_there_is_nothing(
    client: Client, sandbox: RunningSandbox, project: Project
) -> None:
    donation = declined(sandbox, project)
    stranger = page(donation).replace(donation.checkout.token, "somebody-elses-token")

    assert client.get(stranger).status_code == 404
    assert client.post(stranger, {"pay": "1"}).status_code == 404


def test_what_is_paid_leads_to_its_receipt(
    client: Client, sandbox: RunningSandbox, project: Project
) -> None:
    donation = a_donation(sandbox, project, a_gift(4_000))
    close_round(project)
    collection_day()
    answer = client.get(page(donation))

    assert answer["Location"] == f"/en/donations/{donation.checkout.token}/"


def test_nobody_keeps_or_finds_the_page(
    client: Client, sandbox: RunningSandbox, project: Project
) -> None:
    shown = client.get(page(declined(sandbox, project)))

    assert shown["Cache-Control"] == "private, no-store"
    assert shown["X-Robots-Tag"] == "noindex"

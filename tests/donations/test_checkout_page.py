"""The checkout's page: what it tells before anybody agrees, and what it does with bad input."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from donations.models import Checkout, Donation
from projects.models import Project, Round
from rewards.models import Reward
from tests import builders, cast
from tests.donations.giving import a_gift, an_open_checkout
from tests.stripe_sandbox.running import RunningSandbox, complete_checkout

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return builders.a_live_project(
        rewards=[builders.a_reward(2500, units=1), builders.a_reward(6000, title="A walk")]
    )


@pytest.fixture
def reward(project: Project) -> Reward:
    return project.rewards.get(title="Printed map")


def address(project: Project, query: str = "") -> str:
    return f"/en/projects/{project.slug}/donate/{query}"


def typed(**changes: Any) -> dict[str, Any]:
    wanted = {
        "amount": "25",
        "reward": "none",
        "email": "guest@example.org",
        "agrees_to_charge": "on",
        "form_key": str(uuid4()),
        "seen_cents": "",
    } | changes
    return {name: value for name, value in wanted.items() if value is not None}


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def send(client: Client, project: Project, **changes: Any) -> Any:
    return client.post(address(project), typed(**changes))


def assert_refused(answer: Any, field: str | None, sentence: str) -> None:
    """Said at the field, what was typed is kept, and nothing was begun."""
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert sentence in " ".join(errors["__all__" if field is None else field])
    assert sentence in text(answer).replace("&#x27;", "'")
    assert not Checkout.objects.exists()
    assert not Donation.objects.exists()
    assert set(Reward.objects.values_list("taken", flat=True)) <= {0}


# --- before anything is sent -------------------------------------------------------------------


def test_it_says_what_is_charged_when_and_what_arrives(client: Client, project: Project) -> None:
    page = text(client.get(address(project, "?amount=25")))
    assert 'data-sum="arrives">€23.16<' in page
    assert 'data-sum="card">€0.63<' in page
    assert '<dt>Today</dt><dd class="number">€0.00</dd>' in page
    assert "It is never charged after" in page


def test_another_amount_wins_over_the_one_chosen(client: Client, project: Project) -> None:
    form = client.get(address(project, "?amount=25&other_amount=12,50")).context["form"]
    assert form["amount"].value() == "12,50"


def test_a_chosen_reward_brings_its_price(client: Client, project: Project, reward: Reward) -> None:
    form = client.get(address(project, f"?reward={reward.pk}")).context["form"]
    assert (form["amount"].value(), form["reward"].value()) == ("25", str(reward.pk))


@pytest.mark.parametrize("query", ["?reward=999999", "?reward=x", "?reward=", ""])
def test_a_reward_that_is_not_there_is_no_reward(
    client: Client, project: Project, query: str
) -> None:
    form = client.get(address(project, query)).context["form"]
    assert form["reward"].value() == "none"
    assert not form.errors


def test_an_amount_that_cannot_be_read_is_kept_and_explained(
    client: Client, project: Project
) -> None:
    answer = client.get(address(project, "?other_amount=twelve"))
    assert 'value="twelve"' in text(answer)
    assert set(answer.context["form"].errors) == {"amount"}


def test_a_reward_that_is_gone_is_disabled(
    client: Client, project: Project, reward: Reward
) -> None:
    Reward.objects.filter(pk=reward.pk).update(taken=1)
    page = text(client.get(address(project, f"?reward={reward.pk}")))
    assert f'value="{reward.pk}"' in page
    radio = page[page.index(f'value="{reward.pk}"') :].split(">")[0]
    assert "disabled" in radio
    assert "checked" not in radio


def test_somebody_signed_in_need_not_type_their_address(client: Client, project: Project) -> None:
    client.force_login(cast.biel())
    form = client.get(address(project)).context["form"]
    assert form["email"].value() == "biel@example.org"
    assert not form["show_name"].value()


def test_each_page_has_a_key_of_its_own_and_is_shared_with_nobody(
    client: Client, project: Project
) -> None:
    first, second = (client.get(address(project)) for _ in range(2))
    keys = {answer.context["form"]["form_key"].value() for answer in (first, second)}
    assert len(keys) == 2
    assert "private" in first["Cache-Control"]


def test_round_two_asks_for_no_consent_to_a_later_charge(client: Client) -> None:
    page = text(client.get(address(builders.a_live_project(rounds_planned=0), "?amount=10")))
    assert "Your yes" not in page
    assert '<dt>Today</dt><dd class="number" data-sum="given">€10.00</dd>' in page


# --- sending ---------------------------------------------------------------------------------


def test_a_good_form_leads_to_the_card_page(
    client: Client, project: Project, reward: Reward, sandbox: RunningSandbox
) -> None:
    answer = send(client, project, amount="25,00 €", reward=str(reward.pk))
    checkout = Checkout.objects.get()
    donation = checkout.donations.get()
    assert (answer.status_code, answer["Location"]) == (303, checkout.session_url)
    assert (donation.amount_cents, donation.status) == (2500, "open")
    assert donation.claim is not None
    assert donation.claim.reward == reward
    assert checkout.consent["amount_cents"] == 2500


def test_sending_it_twice_opens_one_checkout(
    client: Client, project: Project, reward: Reward, sandbox: RunningSandbox
) -> None:
    form = typed(reward=str(reward.pk))
    first, second = (client.post(address(project), form) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Checkout.objects.count() == 1
    reward.refresh_from_db()
    assert reward.taken == 1


def test_a_form_that_was_finished_leads_to_its_donation(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    form = typed()
    complete_checkout(client.post(address(project), form)["Location"])
    token = Checkout.objects.get().token
    client.get(f"/en/donations/{token}/return/")
    again = client.post(address(project), form)
    assert again["Location"] == f"{settings.BASE_URL}/en/donations/{token}/return/"
    assert Donation.objects.count() == 1


def test_a_form_changed_after_sending_leads_to_a_card_page_of_its_own(
    client: Client, project: Project, reward: Reward, sandbox: RunningSandbox
) -> None:
    form = typed(reward=str(reward.pk))
    first = client.post(address(project), form)["Location"]
    second = client.post(address(project), form | {"amount": "30"})["Location"]
    assert second != first
    amounts = Donation.objects.order_by("pk").values_list("amount_cents", "status")
    assert list(amounts) == [(2500, "expired"), (3000, "open")]


def test_a_form_changed_after_the_card_was_given_says_that_it_counts_as_it_was(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    form = typed()
    complete_checkout(client.post(address(project), form)["Location"])
    answer = client.post(address(project), form | {"amount": "30"}, follow=True)
    assert answer.redirect_chain[0][1] == 303
    assert "You had already confirmed the donation" in text(answer)
    assert Donation.objects.get().amount_cents == 2500


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("", "Write an amount."),
        ("twelve", "This is not an amount."),
        ("1.200", "This can be read in two ways."),
        ("12,5055", "Cents have two digits at most"),
        ("-5", "The amount cannot be negative."),
        ("0", "The least is €2."),
        ("1.99", "The least is €2."),
        ("10000.01", "The most is €10,000."),
    ],
)
def test_a_wrong_amount_is_explained_and_kept(
    client: Client, project: Project, amount: str, sentence: str
) -> None:
    answer = send(client, project, amount=amount, email="ona@example.org")
    assert_refused(answer, "amount", sentence)
    assert answer.context["form"]["amount"].value() == amount
    assert answer.context["form"]["email"].value() == "ona@example.org"
    assert answer.context["form"]["agrees_to_charge"].value()


def test_somebody_signed_in_may_give_one_euro(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    client.force_login(cast.biel())
    assert send(client, project, amount="1").status_code == 303
    assert Donation.objects.get().backer == cast.biel()


@pytest.mark.parametrize("email", ["", "ona", "ona@", "a" * 250 + "@example.org"])
def test_a_wrong_address_is_explained(client: Client, project: Project, email: str) -> None:
    answer = send(client, project, email=email)
    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert not Checkout.objects.exists()


def test_everything_that_is_wrong_is_said_at_once(client: Client, project: Project) -> None:
    answer = send(client, project, amount="", email="", agrees_to_charge=None, show_name="on")
    wrong = {"amount", "email", "agrees_to_charge", "public_name"}
    assert set(answer.context["form"].errors) == wrong


def test_without_a_yes_nothing_is_saved(client: Client, project: Project) -> None:
    answer = send(client, project, agrees_to_charge=None)
    assert_refused(answer, "agrees_to_charge", "Agree to the charge")


def test_a_name_to_show_must_be_written(client: Client, project: Project) -> None:
    answer = send(client, project, show_name="on", public_name="  ")
    assert_refused(answer, "public_name", "Write the name to show")


def test_a_name_that_may_not_be_shown_is_not_kept(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    send(client, project, public_name="Ona Vidal")
    assert Donation.objects.get().public_name == ""


def test_less_than_the_reward_asks_for_is_refused_at_the_amount(
    client: Client, project: Project, reward: Reward
) -> None:
    answer = send(client, project, amount="24.99", reward=str(reward.pk))
    assert_refused(answer, "amount", "This reward asks for at least €25.00.")
    assert answer.context["form"]["reward"].value() == str(reward.pk)


def test_a_reward_of_another_project_cannot_be_chosen(client: Client, project: Project) -> None:
    other = builders.a_live_project(title="Another").rewards.get()
    answer = send(client, project, reward=str(other.pk))
    assert answer.context["form"].errors["reward"]
    assert not Checkout.objects.exists()


def test_the_last_unit_gone_meanwhile_asks_for_a_choice_and_never_gives_without_one(
    client: Client, project: Project, reward: Reward, sandbox: RunningSandbox
) -> None:
    an_open_checkout(project, a_gift(email="first@example.org", reward=reward))
    answer = send(client, project, reward=str(reward.pk))
    assert "The last unit of this reward has just gone" in text(answer)
    assert list(answer.context["form"].errors) == ["reward"]
    assert not Donation.objects.filter(checkout__email="guest@example.org").exists()
    # The browser sends no value for a radio that is disabled: that is not "no reward".
    again = send(client, project, reward=None)
    assert "Choose a reward, or none." in text(again)
    assert Donation.objects.count() == 1


def test_one_person_holds_one_unit(client: Client, sandbox: RunningSandbox) -> None:
    project = builders.a_live_project(rewards=[builders.a_reward(units=5)])
    reward = project.rewards.get()
    send(client, project, reward=str(reward.pk))
    answer = send(client, project, reward=str(reward.pk))
    assert "You are already taking this reward in another checkout" in text(answer)
    reward.refresh_from_db()
    assert reward.taken == 1


def test_sums_that_show_another_amount_are_shown_anew_before_anything_happens(
    client: Client, project: Project, sandbox: RunningSandbox
) -> None:
    answer = send(client, project, amount="50", seen_cents="2500")
    assert "The amount has changed" in text(answer)
    assert 'charge it at most once, <span class="number" data-sum="given">€50.00' in text(answer)
    assert not Checkout.objects.exists()
    seen = answer.context["form"]["seen_cents"].value()
    assert send(client, project, amount="50", seen_cents=seen).status_code == 303


def test_a_silent_provider_loses_nothing_that_was_typed(
    client: Client, project: Project, reward: Reward, sandbox: RunningSandbox
) -> None:
    form = typed(reward=str(reward.pk))
    sandbox.kill()
    answer = client.post(address(project), form)
    assert "The card page does not answer now" in text(answer)
    assert answer.context["form"]["form_key"].value() == form["form_key"]
    sandbox.restart()
    assert client.post(address(project), form).status_code == 303
    assert Donation.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_round_that_ended_takes_nothing(client: Client, project: Project, method: str) -> None:
    round_ = builders.bring_to_its_end(project)
    assert Round.objects.get(pk=round_.pk).status == "open"
    answer = getattr(client, method)(address(project), typed())
    assert answer.status_code == (200 if method == "get" else 409)
    assert "This project is not receiving donations now." in text(answer)
    assert not Checkout.objects.exists()


def test_nobody_gives_to_their_own_project(client: Client, project: Project) -> None:
    client.force_login(project.owner)
    assert "You cannot give to your own project." in text(client.get(address(project)))
    assert send(client, project).status_code == 409
    assert not Checkout.objects.exists()


@pytest.mark.parametrize("viewer", [None, cast.alba, cast.carme])
def test_a_draft_takes_no_donation_even_from_those_who_see_it(client: Client, viewer: Any) -> None:
    draft = builders.a_complete_draft()
    if viewer is not None:
        client.force_login(viewer())
    assert client.get(address(draft)).status_code == 404
    assert client.post(address(draft), typed()).status_code == 404


def test_a_form_from_another_site_is_refused(project: Project) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(project), typed()).status_code == 403
    assert not Checkout.objects.exists()


@pytest.mark.parametrize("form_key", ["", "1", "not-a-key"])
def test_a_broken_key_opens_nothing(client: Client, project: Project, form_key: str) -> None:
    answer = send(client, project, form_key=form_key)
    assert answer.status_code == 200
    assert not Checkout.objects.exists()

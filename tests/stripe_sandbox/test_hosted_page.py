"""The hosted page as a person without JavaScript meets it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pytest
import stripe

from stripe_sandbox.pages.words import WORDS
from tests.stripe_sandbox import walks
from tests.stripe_sandbox.running import RunningSandbox, complete_checkout
from tests.stripe_sandbox.walks import Client

PAYING = {"mode": "payment", "line_items": [walks.line("Bees", 1000), walks.line("Tip", 250, 2)]}


def test_saving_a_card_ends_at_the_merchant_with_the_session_in_the_address(
    client: Client,
) -> None:
    session = walks.open_checkout(client)
    answer = complete_checkout(session.url)
    assert answer.headers["location"] == walks.BACK.format(CHECKOUT_SESSION_ID=session.id)
    done = client.v1.checkout.sessions.retrieve(session.id)
    assert (done.status, done.url, done.payment_status) == ("complete", None, "no_payment_required")
    assert client.v1.charges.list().data == []


def test_paying_charges_the_total_once_and_saves_the_card(client: Client) -> None:
    customer = client.v1.customers.create({"email": "ada@example.org"})
    data = {"setup_future_usage": "off_session", "metadata": {"payment": "7"}}
    wish = PAYING | {"customer": customer.id, "payment_intent_data": data}
    session = walks.open_checkout(client, **wish)
    assert session.payment_intent is None
    complete_checkout(session.url)
    done = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    intent: Any = done.payment_intent
    assert (done.payment_status, intent.amount_received) == ("paid", 1500)
    assert intent.metadata["payment"] == "7"
    assert walks.collect(client, (customer.id, intent.payment_method)).status == "succeeded"


def test_the_page_shows_what_is_paid_and_to_whom(client: Client) -> None:
    page = walks.WEB.get(walks.open_checkout(client, **PAYING, locale="es").url).text
    for shown in ("Goteo", "Bees", "10,00\u00a0€", "Tip × 2", "15,00\u00a0€", 'lang="es"'):
        assert shown in page


def test_the_email_of_the_customer_is_filled_in(client: Client) -> None:
    customer = client.v1.customers.create({"email": "ada@example.org"})
    page = walks.WEB.get(walks.open_checkout(client, customer=customer.id).url).text
    assert 'value="ada@example.org"' in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"card": "4242424242424241"}, "number_wrong"),
        ({"card": "4111111111111111"}, "number_unknown"),
        ({"card": "1234"}, "number_wrong"),
        ({"card": ""}, "number_missing"),
        ({"expiry": "13/34"}, "expiry_wrong"),
        ({"expiry": "soon"}, "expiry_wrong"),
        ({"expiry": "12/20"}, "expiry_past"),
        ({"email": "ada"}, "email_wrong"),
        ({"name": " "}, "name_missing"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_saved(
    client: Client, typed: dict[str, Any], sentence: str
) -> None:
    session = walks.open_checkout(client)
    answer = complete_checkout(session.url, **typed)
    assert answer.status_code == 422
    assert WORDS["en"][sentence] in unescape(answer.text)
    assert 'aria-invalid="true"' in answer.text
    assert client.v1.setup_intents.retrieve(session.setup_intent).payment_method is None


def test_what_was_typed_is_kept_but_not_the_security_code(client: Client) -> None:
    session = walks.open_checkout(client)
    answer = complete_checkout(session.url, "4242424242424242", name="Ada & Co", expiry="12/20")
    assert 'value="4242424242424242"' in answer.text
    assert 'value="Ada &amp; Co"' in answer.text
    assert 'value="12/20"' in answer.text
    assert 'value="123"' not in answer.text


@pytest.mark.parametrize("expiry", ["12/34", "12 / 34", "1234", "12-2034", "1/34"])
def test_a_date_may_be_written_in_many_ways(client: Client, expiry: str) -> None:
    session = walks.open_checkout(client)
    assert complete_checkout(session.url, expiry=expiry).status_code == 303


def test_american_express_has_four_digits(client: Client) -> None:
    session = walks.open_checkout(client)
    assert complete_checkout(session.url, "378282246310005", cvc="123").status_code == 422
    assert complete_checkout(session.url, "378282246310005", cvc="1234").status_code == 303


def test_after_a_decline_the_session_stays_open_for_another_card(
    client: Client,
) -> None:
    session = walks.open_checkout(client, **PAYING)
    answer = complete_checkout(session.url, "4000000000009995")
    assert (answer.status_code, "insufficient funds" in answer.text) == (402, True)
    assert complete_checkout(session.url).status_code == 303
    assert [charge.status for charge in client.v1.charges.list().data] == ["succeeded", "failed"]
    assert len(client.v1.payment_intents.list().data) == 1


def test_a_second_click_pays_nothing_more(client: Client) -> None:
    session = walks.open_checkout(client, **PAYING)
    form = {"email": "a@b.es", "number": "4242424242424242", "expiry": "12/34"}
    form |= {"cvc": "123", "name": "Ada"}
    answers = [walks.WEB.post(session.url, data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(client.v1.charges.list().data) == 1


def test_failing_at_the_bank_leads_back_to_the_card(client: Client) -> None:
    session = walks.open_checkout(client, **PAYING)
    answer = complete_checkout(session.url, "4000002760003184", authenticate=False)
    assert WORDS["en"]["authentication_failure"] in unescape(answer.text)
    assert client.v1.charges.list().data == []
    assert complete_checkout(session.url, "4000002760003184").status_code == 303
    assert len(client.v1.charges.list().data) == 1


def test_an_expired_session_says_so_and_takes_nothing(
    client: Client, sandbox: RunningSandbox
) -> None:
    session = walks.open_checkout(client, **PAYING)
    sandbox.control("clock", advance=24 * 3600 + 1)
    answer = complete_checkout(session.url)
    assert WORDS["en"]["expired_title"] in answer.text
    assert f'href="{walks.AWAY}"' in answer.text
    form = {"email": "a@b.es", "number": "4242424242424242", "expiry": "12/34"}
    walks.WEB.post(session.url, data=form | {"cvc": "123", "name": "Ada"})
    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"
    assert "checkout.session.expired" in walks.types(client)
    assert client.v1.charges.list().data == []


def test_expiring_ends_what_the_session_began(client: Client) -> None:
    session = walks.open_checkout(client, **PAYING)
    complete_checkout(session.url, "4000000000000002")
    client.v1.checkout.sessions.expire(session.id)
    assert client.v1.payment_intents.list().data[0].status == "canceled"
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.expire(session.id)


def test_the_intent_of_an_open_session_is_not_cancelled_from_outside(
    client: Client,
) -> None:
    session = walks.open_checkout(client)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.setup_intents.cancel(session.setup_intent)
    assert complete_checkout(session.url).status_code == 303


def test_a_page_that_never_was_is_not_found(sandbox: RunningSandbox) -> None:
    assert walks.WEB.get(f"{sandbox.url}/c/pay/cs_test_none").status_code == 404
    assert walks.WEB.get(f"{sandbox.url}/authenticate/pi_none_secret_x").status_code == 404


@pytest.mark.parametrize("language", ["en", "es", "ca"])
def test_the_page_speaks_the_language_asked_for(client: Client, language: str) -> None:
    url = walks.open_checkout(client).url
    assert WORDS[language]["save"] in walks.WEB.get(url, params={"locale": language}).text
    accepted = {"Accept-Language": f"{language}-XX,fr;q=0.5"}
    assert WORDS[language]["save"] in walks.WEB.get(url, headers=accepted).text


def test_all_languages_say_everything() -> None:
    for words in WORDS.values():
        assert words.keys() == WORDS["en"].keys()
        for name, sentence in words.items():
            holes = re.findall(r"{\w+}", WORDS["en"][name])
            assert sorted(re.findall(r"{\w+}", sentence)) == sorted(holes), name


def test_a_published_card_is_filled_in_by_its_link(client: Client) -> None:
    url = walks.open_checkout(client).url
    page = walks.WEB.get(url)
    link = re.search(r'href="(\?card=4000002500003155[^"]*)"', page.text)
    assert link
    filled = walks.WEB.get(urljoin(url, link[1].replace("&amp;", "&"))).text
    assert 'value="4000 0025 0000 3155"' in filled


def test_the_page_asks_nothing_of_other_machines(client: Client) -> None:
    page = walks.WEB.get(walks.open_checkout(client).url)
    assert "<script" not in page.text
    assert "style=" not in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' https://merchant.test" in policy


def test_the_dashboard_shows_what_happened(client: Client, sandbox: RunningSandbox) -> None:
    walks.collect(client, walks.save_card(client, "4000007240000007"))
    page = walks.WEB.get(sandbox.url).text
    for shown in ("ada@example.org", "€25.00", "€0.63", "payment_intent.succeeded", "€24.37"):
        assert shown in page


@pytest.mark.parametrize(
    ("then", "status", "told"),
    [("succeeded", "paid", "succeeded"), ("insufficient_funds", "unpaid", "failed")],
)
def test_a_checkout_may_be_complete_before_its_money_is_there(
    client: Client, sandbox: RunningSandbox, then: str, status: str, told: str
) -> None:
    sandbox.control("bank", answer="processing", seconds=3600, then=then)
    session = walks.open_checkout(client, **PAYING)
    answer = complete_checkout(session.url)
    assert answer.headers["location"] == walks.BACK.format(CHECKOUT_SESSION_ID=session.id)
    waiting = client.v1.checkout.sessions.retrieve(session.id)
    assert (waiting.status, waiting.payment_status) == ("complete", "unpaid")
    sandbox.control("clock", advance=3601)
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == status
    assert f"checkout.session.async_payment_{told}" in walks.types(client)


def test_bizum_is_left_out_where_there_are_only_cards(client: Client) -> None:
    session = walks.open_checkout(client, excluded_payment_method_types=["bizum"])
    assert session.excluded_payment_method_types == ["bizum"]
    assert complete_checkout(session.url).status_code == 303

"""Log lines on a server: JSON, under one request id, without secrets."""

import json
import logging
import re
from typing import Any

import pytest
from django.test import Client

from goteo import request_ids
from goteo.logs import JsonLines, Lines, without_secrets
from goteo.request_ids import HEADER


def a_record(message: str, *arguments: object, **more: Any) -> logging.LogRecord:
    return logging.LogRecord("goteo", logging.INFO, "file.py", 1, message, arguments, None, **more)


def read(record: logging.LogRecord) -> dict[str, Any]:
    line = JsonLines().format(record)
    assert "\n" not in line
    found: dict[str, Any] = json.loads(line)
    return found


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("51HxYz", "Invalid API Key provided: sk_live_51HxYz"),
        ("9abcDEF", "STRIPE_WEBHOOK_SECRETS=whsec_9abcDEF,"),
        ("xyz123", "intent pi_3Nabc_secret_xyz123 failed"),
        ("seti_1_secret_q", '{"client_secret": "seti_1_secret_q", "id": "seti_1"}'),
        ("cs_test_a1#fid", "https://checkout.stripe.com/c/pay/cs_test_a1#fid is open"),
        ("Zk3mQv9xLw2RkYb8HsJd5MfG", "GET /en/donations/Zk3mQv9xLw2RkYb8HsJd5MfG/return/ 200"),
        ("MQ:1v:abcdefgh", "/ca/accounts/confirm-email/MQ:1v:abcdefgh/"),
        ("5-set-abcdefgh", "/es/accounts/password/reset/key/5-set-abcdefgh/"),
        ("hush", "postgresql://goteo:hush@db/goteo refused"),
        ("t0ken+/=", "Authorization: Bearer t0ken+/="),
        ("drop by drop", "password='drop'"),
    ],
)
def test_what_is_secret_is_taken_out(secret: str, text: str) -> None:
    assert secret not in without_secrets(text)
    assert "[…]" in without_secrets(text)


@pytest.mark.parametrize(
    "text",
    [
        "GET /en/donations/link/ 200",
        "GET /ca/projects/an-open-atlas-of-springs/ 200",
        "payment 12 is unknown since 10:00",
        "https://goteo.example:8000/en/",
    ],
)
def test_what_is_not_secret_stays(text: str) -> None:
    assert without_secrets(text) == text


def test_an_argument_and_an_exception_hide_nothing_either() -> None:
    try:
        raise ValueError("No such key: sk_test_abc123")
    except ValueError as error:
        record = a_record("Failed with %s", "whsec_abc123")
        record.exc_info = (ValueError, error, error.__traceback__)
    found = read(record)

    assert found["message"] == "Failed with whsec_[…]"
    assert "sk_test_[…]" in found["exception"]
    assert "abc123" not in Lines("%(message)s").format(record)


def test_a_line_says_when_what_and_for_which_request() -> None:
    token = request_ids.current.set("request-1")
    found = read(a_record("Two\nlines"))
    request_ids.current.reset(token)

    assert found["message"] == "Two\nlines"
    assert found["request_id"] == "request-1"
    assert (found["level"], found["logger"]) == ("INFO", "goteo")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", found["time"])


@pytest.mark.django_db
def test_each_request_leaves_one_line(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "goteo.requests"):
        client.get("/en/donations/Zk3mQv9xLw2RkYb8HsJd5MfG/?token=1")
    (record,) = [record for record in caplog.records if record.name == "goteo.requests"]
    found = read(record)

    assert found["message"] == "GET /en/donations/[…]/ 404"
    assert (found["method"], found["status"], found["view"]) == ("GET", 404, "donations:donation")
    assert found["milliseconds"] > 0


def test_the_id_of_a_request_is_taken_up_and_given_back(client: Client) -> None:
    assert client.get("/healthz", headers={HEADER: "from-the-proxy"})[HEADER] == "from-the-proxy"


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "line\\nbreak-in-it", "<script>alert"])
def test_an_id_that_could_harm_is_replaced(client: Client, given: str) -> None:
    answered = client.get("/healthz", headers={HEADER: given})[HEADER]

    assert re.fullmatch(r"[0-9a-f]{32}", answered)


def test_outside_a_request_there_is_no_id(client: Client) -> None:
    client.get("/healthz")

    assert request_ids.current.get() == ""

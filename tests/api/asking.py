"""A program at work: what it asks of the API, with a token or without."""

import json
from typing import Any

from django.test import Client

from accounts.models import User
from accounts.tokens import make_token

ROOT = "/api/v1/"


class Program:
    """Speaks JSON and English; `secret` empty is a program that nobody sent."""

    def __init__(self, secret: str = "") -> None:
        headers = {"accept-language": "en"}
        if secret:
            headers["authorization"] = f"Bearer {secret}"
        self.client = Client(headers=headers)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(ROOT + path, headers=headers)

    def post(self, path: str, body: Any = None) -> Any:
        return self.send("post", path, body)

    def put(self, path: str, body: Any) -> Any:
        return self.send("put", path, body)

    def patch(self, path: str, body: Any) -> Any:
        return self.send("patch", path, body)

    def delete(self, path: str) -> Any:
        return self.client.delete(ROOT + path)

    def send(self, method: str, path: str, body: Any) -> Any:
        text = "" if body is None else json.dumps(body)
        return self.client.generic(
            method.upper(), ROOT + path, text, content_type="application/json"
        )


def program_of(person: User, scope: str = "write") -> Program:
    _token, secret = make_token(person, name="Test", scope=scope, actor=person)
    return Program(secret)


def cents(amount: int) -> dict[str, Any]:
    return {"cents": amount, "currency": "EUR"}


def is_refused(answer: Any, status: int, code: str, *fields: tuple[str, str]) -> None:
    """The one shape, with this code, a sentence, and these fields with their codes."""
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), body
    assert set(body) == {"code", "message", "fields"}
    assert body["message"]
    assert answer["content-type"] == "application/json"
    assert {(each["field"], each["code"]) for each in body["fields"]} == set(fields)
    assert all(each["message"] for each in body["fields"])

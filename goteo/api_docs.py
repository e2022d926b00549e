"""The API's own page: what it can be asked and what it answers, written from its description."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goteo.api_schema import description

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    required: bool
    text: str


@dataclass(frozen=True)
class Operation:
    anchor: str
    method: str
    path: str
    text: str
    token: str
    parameters: list[Field]
    body: list[Field]
    answers: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Shape:
    name: str
    text: str
    fields: list[Field]


def docs(request: HttpRequest) -> HttpResponse:
    described = description()
    context = {
        "info": described["info"],
        "operations": list(_operations(described)),
        "shapes": list(_shapes(described)),
    }
    return render(request, "api/docs.html", context)


def _operations(described: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in described["paths"].items():
        for method in METHODS:
            if method in methods:
                yield _operation(described, path, method, methods[method])


def _operation(
    described: dict[str, Any], path: str, method: str, operation: dict[str, Any]
) -> Operation:
    content = operation.get("requestBody", {}).get("content", {})
    body: dict[str, Any] = next((each["schema"] for each in content.values()), {})
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        text=operation.get("description", ""),
        token="" if {} in operation.get("security", [{}]) else "needed",
        parameters=[
            Field(
                each["name"],
                _kind(each["schema"]),
                bool(each.get("required")),
                each.get("description", ""),
            )
            for each in operation.get("parameters", [])
        ],
        body=list(_fields(described, body)),
        answers=[
            (status, answer.get("description", ""), _answer_kind(answer))
            for status, answer in operation["responses"].items()
        ],
    )


def _answer_kind(answer: dict[str, Any]) -> str:
    schemas = [each["schema"] for each in answer.get("content", {}).values()]
    return _kind(schemas[0]) if schemas else ""


def _shapes(described: dict[str, Any]) -> Iterator[Shape]:
    for name, schema in sorted(described["components"]["schemas"].items()):
        if "properties" in schema:
            yield Shape(name, schema.get("description", ""), list(_fields(described, schema)))


def _fields(described: dict[str, Any], schema: dict[str, Any]) -> Iterator[Field]:
    schema = _resolved(described, schema)
    required = schema.get("required", [])
    for name, inner in schema.get("properties", {}).items():
        yield Field(name, _kind(inner), name in required, inner.get("description", ""))


def _resolved(described: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = _name(schema)
    return described["components"]["schemas"][name] if name else schema


def _name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _kind(schema: dict[str, Any]) -> str:
    """A schema in a few words: `string, date-time`, `list of Round`, `Totals or null`."""
    for joined in ("oneOf", "anyOf", "allOf"):
        if joined in schema:
            return " or ".join(_kind(each) for each in schema[joined])
    if "$ref" in schema:
        return _name(schema)
    if "enum" in schema:
        return " | ".join("null" if each is None else repr(each) for each in schema["enum"])
    kind = schema.get("type", "anything")
    words = " or ".join(kind) if isinstance(kind, list) else str(kind)
    if "items" in schema:
        return f"list of {_kind(schema['items'])}"
    if "properties" in schema and words == "object":
        return "{" + ", ".join(schema["properties"]) + "}"
    return f"{words}, {schema['format']}" if "format" in schema else words

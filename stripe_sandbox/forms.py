"""Stripe's way of writing nested data into a form: a[b][0][c]=value."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from stripe_sandbox.errors import Refusal


def decode(encoded: str) -> dict[str, Any]:
    """Nested dictionaries and lists of text. Numbered keys stay keys until their kind is known."""
    tree: dict[str, Any] = {}
    for key, value in parse_qsl(encoded, keep_blank_values=True):
        first, rest = re.match(r"([^\[]*)(.*)", key, re.S).groups()  # type: ignore[union-attr]
        if rest and not re.fullmatch(r"(\[[^\[\]]*\])+", rest):
            raise Refusal(f"Invalid parameter name: {key}", stored=False)
        _place(tree, [first, *re.findall(r"\[([^\[\]]*)\]", rest)], value, key)
    return tree


def decode_json(text: str) -> dict[str, Any]:
    """The body of a request to version 2, in the shape a form would have given."""
    try:
        given = json.loads(text or "{}")
    except ValueError as error:
        raise Refusal(f"Invalid JSON: {error}", stored=False) from error
    if not isinstance(given, dict):
        raise Refusal("Invalid JSON: an object is expected.", stored=False)
    tree: dict[str, Any] = _worded(given)
    return tree


def _worded(value: Any) -> Any:
    """Numbers, booleans and null as the text by which a form would say them."""
    if isinstance(value, dict):
        return {key: _worded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_worded(inner) for inner in value]
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _place(tree: dict[str, Any], path: list[str], value: str, key: str) -> None:
    """Put one value where its path says; `a[]=x` appends."""
    here = tree
    for position, part in enumerate(path):
        following = path[position + 1] if position + 1 < len(path) else None
        if following is None:
            here[part] = value
            return
        if following == "":
            if position + 2 < len(path):
                raise Refusal(f"Number the items of {key}.", stored=False)
            items = here.setdefault(part, [])
            if not isinstance(items, list):
                raise Refusal(f"Invalid parameter name: {key}", stored=False)
            items.append(value)
            return
        here = here.setdefault(part, {})
        if not isinstance(here, dict):
            raise Refusal(f"Invalid parameter name: {key}", stored=False)

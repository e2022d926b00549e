"""Where a page of a list begins or ends, as a word for an address.

A cursor holds the key of one row and its id, so that a page costs the same at any depth. It guards
nothing: one that was changed by hand is either another place in the list or none at all.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

LARGEST = 2**63 - 1
LONGEST = 200


@dataclass(frozen=True)
class Cursor:
    key: datetime | int
    pk: int


def written(sort: str, cursor: Cursor) -> str:
    key = cursor.key.isoformat() if isinstance(cursor.key, datetime) else cursor.key
    text = json.dumps([sort, key, cursor.pk], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(sort: str, typed: str) -> Cursor | None:
    """None for what is not a cursor of this order: then the first page is meant."""
    if not typed or len(typed) > LONGEST:
        return None
    try:
        parts = json.loads(urlsafe_b64decode(typed.encode() + b"=" * (-len(typed) % 4)))
        known_sort, key, pk = parts
        cursor = Cursor(datetime.fromisoformat(key) if isinstance(key, str) else int(key), int(pk))
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError):
        return None
    return cursor if known_sort == sort and _within_reason(cursor) else None


def _within_reason(cursor: Cursor) -> bool:
    if not -LARGEST <= cursor.pk <= LARGEST:
        return False
    if isinstance(cursor.key, datetime):
        return cursor.key.tzinfo is not None and 1900 < cursor.key.year < 9999
    return -LARGEST <= cursor.key <= LARGEST

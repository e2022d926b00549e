"""Proof that a refusal left no trace among donations either."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from activity.errors import Refused
from donations.models import Attempt, Checkout, Donation, Payment, PaymentLine, Recovery, Verdict
from ledger.models import Entry
from tests.projects.nothing_moved import nothing_moves

_WATCHED: tuple[type[Any], ...] = (
    Attempt,
    Checkout,
    Donation,
    Payment,
    PaymentLine,
    Recovery,
    Verdict,
    Entry,
)


def _everything() -> list[list[dict[str, Any]]]:
    return [list(model.objects.order_by("pk").values()) for model in _WATCHED]


@contextmanager
def refused(refusal: type[Refused]) -> Iterator[None]:
    """The block raises `refusal`, with a sentence for people, and nothing has moved."""
    before = _everything()
    with nothing_moves(), pytest.raises(refusal) as caught:
        yield
    assert str(caught.value.sentence)
    assert _everything() == before

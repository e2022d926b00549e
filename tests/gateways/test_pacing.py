"""Calls to the provider at its pace. Hours instead of seconds, so that no test runs a race."""

import os
import uuid

import pytest
from limits import RateLimitItemPerHour

from donations.gateways.pacing import Pace
from donations.gateways.port import NoAnswer
from tests.stripe_sandbox.running import free_port

CONFIRM, RETRIEVE = "payment_intents.confirm", "payment_intents.retrieve"


def a_pace(address: str | None = None, *, together: int = 3, alone: int = 1) -> Pace:
    """Without patience. Its counters are its own: names of others never meet them."""
    mine = f"test-{uuid.uuid4().hex}"
    return Pace(
        address or os.environ["REDIS_URL"],
        RateLimitItemPerHour(together, namespace=mine),
        RateLimitItemPerHour(alone, namespace=mine),
        patience_seconds=0,
    )


def test_each_operation_has_its_own_pace() -> None:
    pace = a_pace()
    for operation in (CONFIRM, RETRIEVE):
        for _ in range(3):
            pace.wait(operation)

    with pytest.raises(NoAnswer, match=CONFIRM):
        pace.wait(CONFIRM)


def test_processes_count_together() -> None:
    item = RateLimitItemPerHour(3, namespace=f"test-{uuid.uuid4().hex}")
    first, second = (
        Pace(os.environ["REDIS_URL"], item, item, patience_seconds=0) for _ in range(2)
    )
    first.wait(CONFIRM)
    second.wait(CONFIRM)
    first.wait(CONFIRM)

    with pytest.raises(NoAnswer):
        second.wait(CONFIRM)


def test_while_nobody_counts_each_process_is_slower() -> None:
    pace = a_pace(f"redis://127.0.0.1:{free_port()}/0")
    pace.wait(CONFIRM)

    with pytest.raises(NoAnswer):
        pace.wait(CONFIRM)

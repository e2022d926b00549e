"""One sandbox for all tests here, emptied before each of them, and a real client to drive it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import stripe

from tests.stripe_sandbox.running import RunningSandbox, free_port
from tests.stripe_sandbox.walks import Client

KEY = "sk_test_the_sandbox_takes_any"


def client_for(sandbox: RunningSandbox, key: str = KEY) -> Client:
    """The official client, talking to the sandbox and never repeating a request by itself."""
    return stripe.StripeClient(key, base_addresses={"api": sandbox.url}, max_network_retries=0)


@pytest.fixture(scope="session")
def one_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    folder: Path = tmp_path_factory.mktemp("stripe_sandbox")
    record = folder / "record.jsonl"
    with RunningSandbox(free_port(), folder / "data", record=record) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(one_sandbox: RunningSandbox) -> RunningSandbox:
    one_sandbox.reset()
    return one_sandbox


@pytest.fixture
def client(sandbox: RunningSandbox) -> Client:
    return client_for(sandbox)

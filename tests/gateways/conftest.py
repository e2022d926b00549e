"""A sandbox that keeps a record of what the gateway asks, and the gateway that talks to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from donations.gateways.stripe import StripeGateway
from tests.stripe_sandbox.running import RunningSandbox, free_port

SECRETS = ("whsec_of_before", "whsec_of_now")


@pytest.fixture(scope="session")
def recording_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    folder = tmp_path_factory.mktemp("stripe_gateway")
    with RunningSandbox(free_port(), folder, record=folder / "record.jsonl") as sandbox:
        yield sandbox


@pytest.fixture
def record(recording_sandbox: RunningSandbox) -> Path:
    """What was asked and answered since the test began, one JSON line each."""
    recording_sandbox.reset()
    path = recording_sandbox.data_dir / "record.jsonl"
    path.write_text("")
    return path


@pytest.fixture
def gateway(recording_sandbox: RunningSandbox, record: Path) -> StripeGateway:
    return StripeGateway(recording_sandbox.url, "sk_test_gateway", SECRETS)

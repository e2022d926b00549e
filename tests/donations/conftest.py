"""Watched in every test here whose commits stay: no transaction is open across HTTP."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from donations.gateways.stripe import StripeGateway


@pytest.fixture(autouse=True)
def no_transaction_while_the_provider_is_asked(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    asked_inside: list[str] = []
    ask = StripeGateway._ask

    def watched(gateway: StripeGateway, operation: str, call: Callable[[], Any]) -> Any:
        if connection.in_atomic_block:
            asked_inside.append(operation)
        return ask(gateway, operation, call)

    # Other tests are in one transaction from beginning to end.
    if "committed_db" in request.fixturenames:
        monkeypatch.setattr(StripeGateway, "_ask", watched)
    yield
    assert asked_inside == []

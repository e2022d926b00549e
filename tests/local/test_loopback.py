"""Tests stay on this machine."""

import socket

import pytest

from tests.loopback import NetworkRefused


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("goteo.example", 443)])
def test_another_machine_is_refused(address: tuple[str, int]) -> None:
    with socket.socket() as probe, pytest.raises(NetworkRefused, match="stay on this machine"):
        probe.connect(address)


def test_this_machine_is_allowed() -> None:
    with socket.socket() as server, socket.socket() as probe:
        server.bind(("127.0.0.1", 0))
        server.listen()
        probe.connect(server.getsockname())

"""A guard around the network: a test that reaches beyond this machine fails at once."""

import ipaddress
import socket
from typing import Any

_connect = socket.socket.connect


class NetworkRefused(RuntimeError):
    """A test tried to reach another machine."""


def guard_network() -> None:
    socket.socket.connect = _guarded_connect  # type: ignore[method-assign, assignment]


def _guarded_connect(self: socket.socket, address: Any) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
        raise NetworkRefused(f"Tests stay on this machine; this one asked for {address[0]}.")
    _connect(self, address)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.split("%", 1)[0]).is_loopback
    except ValueError:
        return False

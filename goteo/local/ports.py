"""Ports on the loopback address: the one used last time, else the first free one."""

import socket

from goteo.local.errors import CannotStart
from goteo.local.state import State

HOST = "127.0.0.1"
TRIES = 200


def choose(
    state: State, name: str, preferred: int, *, asked: int | None = None
) -> tuple[int, int | None]:
    """The port for `name`, and the one that was wanted when that is taken by somebody else.

    Wanted is what was `asked` for now, else the port of last time, else the preferred one.
    """
    known = state.read("ports.json")
    wanted = asked or int(known.get(name, preferred))
    others = {port for part, port in known.items() if part != name}
    first = asked or preferred
    for port in (wanted, *range(first, first + TRIES)):
        if port not in others and is_free(port):
            state.write("ports.json", {**known, name: port})
            return port, (None if port == wanted else wanted)
    raise CannotStart(f"No port between {first} and {first + TRIES} is free for {name}.")


def any_free() -> int:
    """One that the system picks: for tests, of which several may start at once."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether nobody listens there. A port that is only cooling down counts as free."""
    if answers(port):
        return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0

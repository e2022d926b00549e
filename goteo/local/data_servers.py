"""`with data_servers(state)`: PostgreSQL and Valkey for as long as the block lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from goteo.local import leftovers, ports, postgres, valkey
from goteo.local.part import RunningPart
from goteo.local.state import State


@dataclass(frozen=True)
class DataServers:
    """Their addresses, passwords included: not for logs."""

    database_url: str
    redis_url: str


@contextmanager
def data_servers(state: State, *, durable: bool = True) -> Iterator[DataServers]:
    """Starts both and stops both, also when the block fails. Not durable: fast, for tests."""
    state.prepare()
    with state.locked():
        leftovers.stop_leftovers(state)
        database_port, valkey_port = ports.any_free(), ports.any_free()
        settings = postgres.DURABLE if durable else postgres.FORGETFUL
        running: list[RunningPart] = []
        try:
            for part in (
                postgres.part(state, database_port, settings=settings),
                valkey.part(state, valkey_port, durable=durable),
            ):
                running.append(RunningPart(part, state))
                running[-1].start()
            for started in running:
                started.wait_until_ready()
            postgres.create_database(state, database_port)
            yield DataServers(postgres.url(state, database_port), valkey.url(state, valkey_port))
        finally:
            for started in reversed(running):
                started.stop()

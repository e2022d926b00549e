"""The table of what the API can do: one function per operation, with the parameters it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stripe_sandbox.options import Options
from stripe_sandbox.parameters import Items, Kind, Text
from stripe_sandbox.store import Record, Work

EXPAND = Items(of=Text())


@dataclass
class Call:
    """One checked request: what was asked, and the piece of work to do it in."""

    work: Work
    parameters: dict[str, Any]
    path: dict[str, str]
    options: Options
    url: str = ""

    def __getitem__(self, name: str) -> Any:
        return self.parameters.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self.parameters


@dataclass(frozen=True)
class Operation:
    """An operation of the API; `path` uses the names of Stripe's own description."""

    name: str
    method: str
    path: str
    takes: dict[str, Kind]
    run: Callable[[Call], Record]

    @property
    def second(self) -> bool:
        """Whether it belongs to version 2 of the API: JSON in, other errors, other memory."""
        return self.path.startswith("/v2/")


OPERATIONS: list[Operation] = []
Runner = Callable[[Call], Record]


def operation(
    method: str, path: str, takes: dict[str, Kind] | None = None
) -> Callable[[Runner], Runner]:
    """Enter a function into the table under this method and path."""

    def enter(run: Runner) -> Runner:
        kinds = dict(takes or {})
        if method != "DELETE" and not path.startswith("/v2/"):
            kinds["expand"] = EXPAND
        OPERATIONS.append(Operation(run.__name__, method, path, kinds, run))
        return run

    return enter

"""Ports stay the same from start to start, and give way to others."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from goteo.local import ports
from goteo.local.errors import CannotStart
from goteo.local.state import State


@pytest.fixture
def state(tmp_path: Path) -> State:
    state = State(tmp_path)
    state.prepare()
    return state


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_the_port_of_last_time_is_used_again(state: State) -> None:
    first = ports.any_free()
    state.write("ports.json", {"web": first})

    assert ports.choose(state, "web", 1) == (first, None)


def test_what_is_asked_for_wins_over_last_time(state: State) -> None:
    state.write("ports.json", {"web": ports.any_free()})
    asked = ports.any_free()

    assert ports.choose(state, "web", 1, asked=asked) == (asked, None)
    assert state.read("ports.json") == {"web": asked}


def test_a_taken_port_gives_way_to_the_next_and_is_named(state: State, taken: int) -> None:
    port, wanted = ports.choose(state, "web", taken)

    assert wanted == taken
    assert port > taken


def test_two_parts_never_share_a_port(state: State) -> None:
    first, _ = ports.choose(state, "web", ports.any_free())
    second, _ = ports.choose(state, "stripe", first)

    assert second != first


def test_it_ends_when_nothing_is_free(
    state: State, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "TRIES", 1)

    with pytest.raises(CannotStart, match="is free for web"):
        ports.choose(state, "web", taken)

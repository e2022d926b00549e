"""What the tests of this folder share: verbs of their own, and handlers that follow them."""

from collections.abc import Iterator
from contextlib import contextmanager

from activity import dispatch
from activity.dispatch import Handler

HAPPENED = "test.happened"


@contextmanager
def following(handler: Handler, verb: str = HAPPENED) -> Iterator[None]:
    """`handler` follows `verb` for as long as this lasts."""
    dispatch.on(verb)(handler)
    name = dispatch.name_of(handler)
    try:
        yield
    finally:
        dispatch._names_by_verb[verb].remove(name)
        del dispatch._handlers[name]

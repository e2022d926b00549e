"""With commits that stay: several workers at once do things once; transactions are asked for."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as post
from django.db import connection, transaction

from activity import dispatch, sending
from activity.mail import post_mail
from activity.models import Delivery, Event
from activity.recording import record
from activity.ticks import holding, only_one
from tests import cast
from tests.activity.worlds import HAPPENED, following


def at_once(work: Callable[[], Any], times: int = 4) -> list[Any]:
    """What `work` gives in several threads that begin together, each with its connection."""
    ready = threading.Barrier(times)
    results: list[Any] = []

    def run() -> None:
        try:
            ready.wait(timeout=10)
            results.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_nothing_is_recorded_outside_a_transaction(committed_db: Any) -> None:
    biel = cast.biel()
    with pytest.raises(RuntimeError, match="inside a transaction"):
        record(HAPPENED, biel, actor=None)
    assert not Event.objects.exists()


def test_rival_workers_run_a_handler_once(committed_db: Any) -> None:
    read: list[int] = []

    def keep(event: Event) -> None:
        read.append(event.pk)

    with following(keep):
        with transaction.atomic():
            event = record(HAPPENED, cast.biel(), actor=None)
        assert sum(at_once(dispatch.deliver_due)) == 1
    assert read == [event.pk]
    assert Delivery.objects.get().attempts == 1


def test_rival_workers_send_a_mail_once(committed_db: Any) -> None:
    mail = post_mail(
        "one", "account_password_changed", to="a@example.org", language="en", context={}
    )
    assert mail is not None
    assert sum(at_once(sending.send_due)) == 1
    assert len(post.outbox) == 1


def test_rivals_write_a_mail_with_one_key_once(committed_db: Any) -> None:
    def write() -> bool:
        return bool(
            post_mail("one", "account_password_set", to="a@example.org", language="en", context={})
        )

    assert sorted(at_once(write)) == [False, False, False, True]


def test_a_tick_does_nothing_while_it_runs_elsewhere(committed_db: Any) -> None:
    ran: list[str] = []

    @only_one("test.tick")
    def tick() -> str:
        ran.append("ran")
        return "done"

    with holding("test.tick") as held:
        assert held
        assert at_once(tick, times=1) == [None]
    assert ran == []
    assert at_once(tick, times=1) == ["done"]


def test_a_tick_that_fails_lets_go(committed_db: Any) -> None:
    @only_one("test.tick")
    def tick() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        tick()

    def is_free() -> bool:
        with holding("test.tick") as held:
            return held

    assert at_once(is_free, times=1) == [True]

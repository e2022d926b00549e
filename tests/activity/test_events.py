"""Events: written with the thing itself, never changed, followed once."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from celery import current_app
from django.db import IntegrityError, connection, transaction
from django.db.models import F, ProtectedError

from accounts.models import User
from activity import bell, dispatch
from activity.models import Delivery, Event
from activity.recording import record
from tests import cast
from tests.activity.worlds import HAPPENED, following

pytestmark = pytest.mark.django_db


class Notebook:
    """A handler that writes down what it was told, and fails while `is_broken`."""

    def __init__(self) -> None:
        self.read: list[int] = []
        self.is_broken = False

    def follow(self, event: Event) -> None:
        self.read.append(event.pk)
        cast.person(f"told-{len(self.read)}@example.org", "Told")
        if self.is_broken:
            raise ValueError("The ink is dry.")


@pytest.fixture
def notebook() -> Any:
    book = Notebook()

    def keep(event: Event) -> None:
        book.follow(event)

    with following(keep):
        yield book


def make_due() -> None:
    Delivery.objects.update(due_at=F("due_at") - timedelta(days=1))


def test_an_event_says_who_did_what_to_which_thing() -> None:
    alba, biel = cast.alba(), cast.biel()
    event = record(HAPPENED, biel, actor=alba, amount_cents=2500, why="a reason")
    event.refresh_from_db()
    assert (event.actor, event.subject_kind) == (alba, "accounts.user")
    assert event.subject_id == str(biel.pk)
    assert event.facts == {"amount_cents": 2500, "why": "a reason"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE activity_event SET verb = 'other'",
        "DELETE FROM activity_event",
        "TRUNCATE activity_event CASCADE",
    ],
)
def test_the_database_refuses_to_change_what_happened(statement: str) -> None:
    event = record(HAPPENED, cast.biel(), actor=None)
    with connection.cursor() as cursor:
        # Else PostgreSQL refuses TRUNCATE for another reason: checks that still wait.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(statement)
    assert Event.objects.get().verb == event.verb


def test_a_person_who_did_something_cannot_be_removed() -> None:
    alba = cast.alba()
    record(HAPPENED, alba, actor=alba)
    EmailAddress.objects.filter(user=alba).delete()
    with pytest.raises(ProtectedError):
        alba.delete()


def test_what_follows_happens_once_however_often_it_is_rung(notebook: Notebook) -> None:
    event = record(HAPPENED, cast.biel(), actor=None)
    assert dispatch.deliver_event(event.pk) == 1
    assert dispatch.deliver_event(event.pk) == 0
    assert dispatch.deliver_due() == 0
    assert notebook.read == [event.pk]


def test_the_sweep_finds_what_no_bell_announced(notebook: Notebook) -> None:
    event = record(HAPPENED, cast.biel(), actor=None)
    assert dispatch.deliver_due() == 1
    assert notebook.read == [event.pk]


def test_an_event_that_nobody_follows_leaves_nothing_to_do() -> None:
    record("test.unheard", cast.biel(), actor=None)
    assert not Delivery.objects.exists()


def test_a_handler_that_fails_leaves_nothing_half_done_and_is_tried_again(
    notebook: Notebook,
) -> None:
    event = record(HAPPENED, cast.biel(), actor=None)
    notebook.is_broken = True
    assert dispatch.deliver_event(event.pk) == 0
    delivery = Delivery.objects.get()
    assert (delivery.attempts, delivery.done_at) == (1, None)
    assert delivery.error == "ValueError: The ink is dry."
    assert not User.objects.filter(email__startswith="told").exists()

    assert dispatch.deliver_due() == 0  # Not before its pause is over.
    make_due()
    notebook.is_broken = False
    assert dispatch.deliver_due() == 1
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.error) == (2, "")


def test_pauses_grow_to_six_hours() -> None:
    pauses = [dispatch.pause_after(attempts).total_seconds() for attempts in (1, 2, 3, 50)]
    assert pauses == [30, 60, 120, 6 * 3600]


def test_a_handler_that_was_renamed_is_seen_as_undone(notebook: Notebook) -> None:
    record(HAPPENED, cast.biel(), actor=None)
    Delivery.objects.update(handler="projects.emails.gone")
    assert dispatch.deliver_due() == 0
    assert "projects.emails.gone" in Delivery.objects.get().error


def test_one_handler_has_one_delivery_for_an_event(notebook: Notebook) -> None:
    event = record(HAPPENED, cast.biel(), actor=None)
    handler = Delivery.objects.get().handler
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(event=event, handler=handler)


def test_with_the_broker_down_what_people_do_still_counts(
    notebook: Notebook,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    nobody_listens = current_app.connection_for_write("redis://127.0.0.1:1/0")
    nobody_listens.transport_options = {"max_retries": 0, "socket_connect_timeout": 1}
    monkeypatch.setattr(bell, "_connection", lambda: nobody_listens)
    monkeypatch.setattr(bell, "_resting_until", 0.0)
    with django_capture_on_commit_callbacks(execute=True):
        event = record(HAPPENED, cast.biel(), actor=None)
        record(HAPPENED, cast.biel(), actor=None)
    # One complaint: after the first failure the bell rests.
    assert len([line for line in caplog.messages if "broker did not answer" in line]) == 1
    assert dispatch.deliver_due() == 2
    assert notebook.read[0] == event.pk

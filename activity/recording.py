"""Writing down what happened, in the same transaction as the thing itself."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django.db import connection
from django.db.models import Model

from activity import dispatch, tasks
from activity.bell import ring_after_commit
from activity.models import Delivery, Event

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def record(verb: str, subject: Model, *, actor: "AbstractBaseUser | None", **facts: Any) -> Event:
    """Store an event about `subject`, with one delivery for each handler that follows the verb.

    Must be called inside the transaction that changes `subject`, so that both stand or fall
    together. `actor` None means the platform itself. The handlers run after commit, in a worker.
    """
    return record_all(verb, [subject], actor=actor, **facts)[0]


def record_all(
    verb: str, subjects: Sequence[Model], *, actor: "AbstractBaseUser | None", **facts: Any
) -> list[Event]:
    """`record` for many subjects at once: an event for each, in two statements for all."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"“{verb}” must be recorded inside a transaction.")
    events = Event.objects.bulk_create(
        Event(
            verb=str(verb),
            actor=cast("Any", actor),
            subject_kind=subject._meta.label_lower,
            subject_id=str(subject.pk),
            facts=facts,
        )
        for subject in subjects
    )
    names = dispatch.handler_names(str(verb))
    if names:
        Delivery.objects.bulk_create(
            Delivery(event=event, handler=name) for event in events for name in names
        )
        for event in events:
            ring_after_commit(tasks.deliver_event, event.pk)
    return events

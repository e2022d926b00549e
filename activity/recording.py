"""Writing down what happened, in the same transaction as the thing itself."""

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
    if not connection.in_atomic_block:
        raise RuntimeError(f"“{verb}” must be recorded inside a transaction.")
    event = Event.objects.create(
        verb=str(verb),
        actor=cast("Any", actor),
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        facts=facts,
    )
    deliveries = [
        Delivery(event=event, handler=name) for name in dispatch.handler_names(event.verb)
    ]
    if deliveries:
        Delivery.objects.bulk_create(deliveries)
        ring_after_commit(tasks.deliver_event, event.pk)
    return event

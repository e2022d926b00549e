"""Who follows which event, and running those handlers: each once, each in its own transaction.

A handler only writes rows (a mail, a follow-up): it runs inside the transaction that marks its
delivery done, so both happen or neither. It must not call the outside world.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from activity.clock import database_now
from activity.models import Delivery, Event

logger = logging.getLogger(__name__)

Handler = Callable[[Event], None]

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)

_handlers: dict[str, Handler] = {}
_names_by_verb: dict[str, list[str]] = defaultdict(list)


def on(*verbs: str) -> Callable[[Handler], Handler]:
    """Make the decorated function follow every event with one of these verbs."""

    def subscribe(handler: Handler) -> Handler:
        name = name_of(handler)
        _handlers[name] = handler
        for verb in verbs:
            if name not in _names_by_verb[str(verb)]:
                _names_by_verb[str(verb)].append(name)
        return handler

    return subscribe


def name_of(handler: Handler) -> str:
    """What a handler is called in its deliveries; renaming one leaves its old ones undone."""
    return f"{handler.__module__}.{handler.__qualname__}"


def handler_names(verb: str) -> list[str]:
    """The names of the handlers that follow `verb`, in the order they subscribed."""
    return list(_names_by_verb.get(verb, ()))


def deliver_event(event_id: int) -> int:
    """Run what follows from one event and is still to do; returns how many handlers finished."""
    waiting = Delivery.objects.filter(
        event_id=event_id, done_at=None, due_at__lte=database_now()
    ).order_by("id")
    return sum(_deliver(pk) for pk in list(waiting.values_list("pk", flat=True)))


def deliver_due(limit: int = 200) -> int:
    """Run what is due of any event: what no bell rang for, and what failed and waited."""
    waiting = Delivery.objects.filter(done_at=None, due_at__lte=database_now()).order_by("due_at")
    return sum(_deliver(pk) for pk in list(waiting.values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _deliver(delivery_id: int) -> bool:
    now = database_now()
    delivery = (
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("event")
        .filter(pk=delivery_id, done_at=None, due_at__lte=now)
        .first()
    )
    if delivery is None:
        return False  # Another worker has it, or has finished it.
    delivery.attempts += 1
    try:
        with transaction.atomic():
            _handler(delivery.handler)(delivery.event)
    except Exception as error:
        logger.exception("%s failed for event %s", delivery.handler, delivery.event_id)
        delivery.error = f"{type(error).__name__}: {error}"
        delivery.due_at = now + pause_after(delivery.attempts)
    else:
        delivery.error = ""
        delivery.done_at = now
    delivery.save(update_fields=["attempts", "error", "due_at", "done_at"])
    return delivery.done_at is not None


def pause_after(attempts: int) -> timedelta:
    """How long to wait after this many failures: 30 s, doubled each time, at most six hours."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)


def _handler(name: str) -> Handler:
    if name not in _handlers:
        raise LookupError(f"No handler is named {name} any more.")
    return _handlers[name]

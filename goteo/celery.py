"""The Celery application. Every periodic tick is listed here, with its reason in words."""

import os

# Set before Celery is imported, so that its Django fixup closes connections at each fork.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goteo.settings")

from logging.config import dictConfig  # noqa: E402
from typing import Any  # noqa: E402

from celery import Celery  # noqa: E402
from celery.schedules import crontab  # noqa: E402
from celery.signals import setup_logging  # noqa: E402

from goteo import request_ids  # noqa: E402, F401 - importing makes tasks carry them

app = Celery("goteo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.task_routes = {
    "donations.tasks.apply_provider_events": {"queue": "webhook"},
    "donations.tasks.*": {"queue": "money"},
    "activity.tasks.*": {"queue": "mail"},
    "projects.tasks.*": {"queue": "default"},
}
app.conf.beat_schedule = {
    # What follows from events and no bell announced, or failed and waits for its next attempt.
    "deliver_due_events": {
        "task": "activity.tasks.deliver_due_events",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    # Mails that no bell announced, or that the post refused for now.
    "send_due_mails": {
        "task": "activity.tasks.send_due_mails",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    # Approved projects go live at the date that was chosen for them.
    "launch_due_projects": {"task": "projects.tasks.launch_due", "schedule": 30.0},
    # Rounds whose instant has passed: stop, end their checkouts, give the verdict.
    "close_rounds": {"task": "donations.tasks.close_rounds", "schedule": 10.0},
    # Charges that a verdict made due; many workers may do this at once.
    "collect_due": {"task": "donations.tasks.collect_due", "schedule": 10.0},
    # What the provider told us and no bell announced.
    "apply_provider_events": {
        "task": "donations.tasks.apply_provider_events",
        "schedule": 10.0,
    },
    # Charges whose worker or answer was lost: ask the provider how they stand.
    "resolve_silence": {"task": "donations.tasks.resolve_silence", "schedule": 60.0},
    # Money that goes back; many workers may do this at once.
    "send_due_refunds": {"task": "donations.tasks.send_due_refunds", "schedule": 15.0},
    # Webhooks that never arrived: the provider's own list of what happened.
    "hear_missed_events": {"task": "donations.tasks.hear_missed_events", "schedule": 3600.0},
    # Every line of the provider's account against the book, at night (hours are UTC).
    "reconcile": {"task": "donations.tasks.reconcile", "schedule": crontab(hour=2, minute=30)},
    # Backers whose bank said no, on the second, fourth and sixth day.
    "remind_backers": {"task": "donations.tasks.remind_backers", "schedule": 300.0},
}


@setup_logging.connect
def log_as_the_rest(**_: Any) -> None:
    """Workers and the beat log as web processes do, instead of in Celery's own way."""
    from django.conf import settings  # noqa: PLC0415 - settings are read when somebody starts

    dictConfig(settings.LOGGING)

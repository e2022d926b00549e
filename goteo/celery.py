"""The Celery application. Every periodic tick is listed here, with its reason in words."""

import os

# Set before Celery is imported, so that its Django fixup closes connections at each fork.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goteo.settings")

from celery import Celery  # noqa: E402

app = Celery("goteo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.task_routes = {
    "donations.tasks.apply_provider_events": {"queue": "webhook"},
    "donations.tasks.*": {"queue": "money"},
    "activity.tasks.*": {"queue": "mail"},
    "projects.tasks.*": {"queue": "default"},
}
app.conf.beat_schedule = {}

"""What workers do for this app."""

from celery import shared_task

from activity.ticks import only_one
from projects import campaigns


@shared_task
@only_one("projects.launch_due")
def launch_due() -> None:
    campaigns.launch_due()

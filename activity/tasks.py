"""What workers do for this app. Tasks take ids, can run twice without harm, and call one verb."""

from celery import shared_task

from activity import dispatch, sending
from activity.ticks import only_one


@shared_task
def deliver_event(event_id: int) -> None:
    dispatch.deliver_event(event_id)


@shared_task
def send_mail(mail_id: int) -> None:
    sending.send(mail_id)


@shared_task
@only_one("activity.deliver_due_events")
def deliver_due_events() -> None:
    dispatch.deliver_due()


@shared_task
@only_one("activity.send_due_mails")
def send_due_mails() -> None:
    sending.send_due()

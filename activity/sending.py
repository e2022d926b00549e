"""Sending the mails that wait: each claimed by one worker, tried again when the post fails.

A worker that dies between the post's yes and our note of it sends the mail a second time after the
lease; the same Message-ID lets mail readers see that it is the same mail.
"""

import logging
from datetime import timedelta
from hashlib import sha256
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F

from activity.clock import database_now
from activity.models import Mail

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=6)  # Longer than a task may run.
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=12)
MOST_ATTEMPTS = 12  # The last one a little over two days after the first.


def send_due(limit: int = 200) -> int:
    """Send the mails that are due, oldest first; returns how many left."""
    waiting = Mail.objects.filter(due_at__lte=database_now()).order_by("due_at")
    return sum(send(pk) for pk in list(waiting.values_list("pk", flat=True)[:limit]))


def send(mail_id: int) -> bool:
    """Send one mail if it is due and no other worker has it; False when it did not leave."""
    now = database_now()
    claimed = Mail.objects.filter(pk=mail_id, sent_at=None, due_at__lte=now)
    if claimed.update(due_at=now + LEASE, attempts=F("attempts") + 1) == 0:
        return False
    mail = Mail.objects.get(pk=mail_id)
    try:
        message_of(mail).send()
    except Exception as error:
        logger.warning("Mail %s did not leave: %s", mail.pk, type(error).__name__)
        _note_failure(mail, error)
        return False
    _note_success(mail)
    return True


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """The message as it leaves: text first, HTML beside it."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.recipient],
        headers={
            "Message-ID": f"<{sha256(mail.key.encode()).hexdigest()[:40]}@{host}>",
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def pause_after(attempts: int) -> timedelta:
    """How long to wait after this many failures: 1 min, doubled each time, at most 12 hours."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)


def _note_success(mail: Mail) -> None:
    # Mails hold names, amounts and links that open doors. In local mode the viewer shows them.
    erased = {} if settings.LOCAL else {"text": "", "html": ""}
    Mail.objects.filter(pk=mail.pk).update(sent_at=database_now(), due_at=None, error="", **erased)


def _note_failure(mail: Mail, error: Exception) -> None:
    hopeless = isinstance(error, SMTPRecipientsRefused) and all(
        code >= 500 for code, _reason in error.recipients.values()
    )
    gives_up = hopeless or mail.attempts >= MOST_ATTEMPTS
    Mail.objects.filter(pk=mail.pk, sent_at=None).update(
        due_at=None if gives_up else database_now() + pause_after(mail.attempts),
        error=f"{type(error).__name__}: {error}",
    )

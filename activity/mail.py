"""Writing a mail: rendered once, in its reader's language, and kept as a row until it is sent.

A template is `templates/emails/<name>.md`: `# Subject`, then Markdown. A paragraph that is only a
link becomes a button. Decide in the handler and pass facts: strings arrive in the template
escaped, so comparing them there with anything but letters and digits fails.
"""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template import Context, engines
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from activity import tasks
from activity.bell import ring_after_commit
from activity.clock import database_now
from activity.errors import Refused
from activity.markdown_mail import Bodies, as_plain, read
from activity.models import Mail
from activity.recording import record
from activity.verbs import Verb

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

SUBJECT_LENGTH = 200


class NothingToSend(Refused):
    sentence = _("This mail was sent and its words are erased, so it cannot be sent again.")
    code = "nothing_to_send"


@transaction.atomic
def post_mail(
    key: str, name: str, *, to: str, language: str, context: dict[str, Any]
) -> Mail | None:
    """Write the mail `name` to one address; None when a mail with this key was written before.

    It leaves in a worker after commit. `context` holds plain facts: strings, numbers, dates, and
    lists and mappings of them.
    """
    if Mail.objects.filter(key=key).exists():
        return None
    bodies = render(name, language=language, context=context)
    try:
        with transaction.atomic():
            mail = Mail.objects.create(
                key=key,
                kind=name,
                recipient=to,
                language=language,
                subject=bodies.subject,
                text=bodies.text,
                html=bodies.html,
            )
    except IntegrityError:
        return None  # Somebody wrote it in the same instant.
    ring_after_commit(tasks.send_mail, mail.pk)
    return mail


def render(name: str, *, language: str, context: dict[str, Any]) -> Bodies:
    """The subject and the two bodies of a mail, ready to be sent."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    with translation.override(language):
        template = engine.get_template(f"emails/{name}.md")
        # Escaped for Markdown instead of HTML: the text body must not speak of &amp;.
        source = template.render(Context(as_plain(context), autoescape=False))
        bodies = read(source)
        frame = {
            "subject": bodies.subject,
            "body": bodies.html,
            "language": language,
            "platform_name": settings.PLATFORM_NAME,
            "home_url": f"{settings.BASE_URL}/{language}/",
        }
        return Bodies(
            subject=_shorten(bodies.subject),
            text=bodies.text + "\n" + render_to_string("emails/frame.txt", frame),
            html=render_to_string("emails/frame.html", frame),
        )


@transaction.atomic
def resend(mail: Mail, *, actor: "AbstractBaseUser | None") -> None:
    """Let a mail that was given up be tried again from the start."""
    waiting = Mail.objects.filter(pk=mail.pk, sent_at=None).exclude(text="")
    if waiting.update(due_at=database_now(), attempts=0, error="") == 0:
        raise NothingToSend
    record(Verb.MAIL_RESENT, mail, actor=actor)
    ring_after_commit(tasks.send_mail, mail.pk)


def _shorten(subject: str) -> str:
    return subject if len(subject) <= SUBJECT_LENGTH else subject[: SUBJECT_LENGTH - 1] + "…"

"""Mails: written once, in the reader's language, in two bodies, and sent until it works."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail as post
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.db.models import F
from django.test import Client

from activity import sending
from activity.mail import NothingToSend, post_mail, resend
from activity.markdown_mail import Bodies, as_plain, read
from activity.models import Event, Mail
from tests import cast

URL = "http://127.0.0.1:8000/en/project/atlas_of_springs/?a=1&b=2"


class BrokenPost(EmailBackend):
    """A post that is out of order."""

    error: Exception = SMTPServerDisconnected("Come back later.")

    def send_messages(self, messages: Any) -> int:
        raise self.error


class RefusingPost(BrokenPost):
    error = SMTPRecipientsRefused({"a@example.org": (550, b"No such mailbox.")})


def rendered(source: str, **facts: Any) -> Bodies:
    return read(source.format(**as_plain(facts)))


def a_mail(key: str = "key", language: str = "en") -> Mail:
    mail = post_mail(
        key,
        "account_password_reset_key",
        to="a@example.org",
        language=language,
        context={"password_reset_url": URL},
    )
    assert mail is not None
    return mail


def make_due() -> None:
    Mail.objects.update(due_at=F("due_at") - timedelta(days=1))


# --- rendering ---------------------------------------------------------------------------
def test_the_first_line_is_the_subject_and_a_lone_link_becomes_a_button() -> None:
    bodies = rendered("# Hello, {name}\n\nLook:\n\n[The page]({url})\n", name="Biel", url=URL)
    assert bodies.subject == "Hello, Biel"
    assert bodies.text == f"Look:\n\nThe page: {URL}\n"
    assert 'href="http://127.0.0.1:8000/en/project/atlas_of_springs/?a=1&amp;b=2"' in bodies.html
    assert "display:inline-block" in bodies.html


def test_lists_and_quotes_are_readable_as_text() -> None:
    bodies = rendered(
        "# S\n\nTwo:\n\n- one\n- [two]({url})\n\n> said\n\n1. first\n2. second", url=URL
    )
    assert bodies.text == f"Two:\n\n- one\n- two: {URL}\n\n> said\n\n1. first\n2. second\n"
    assert "display:inline-block" not in bodies.html


@pytest.mark.parametrize(
    "typed",
    [
        "[free money](https://evil.example)",
        "<https://evil.example>",
        '<a href="https://evil.example">x</a>',
        "![x](https://evil.example/x.png)",
        "**loud** _and_ `code`",
        "Tom & Ana's <b>project</b>",
        "back\\slash ~~gone~~ &amp;",
        "1. not a list",
        "# not a heading",
        "{{ curly }}",
    ],
)
def test_what_people_typed_stays_words(typed: str) -> None:
    bodies = rendered("# About {title}\n\n{title}\n\n- {title}\n", title=typed)
    assert bodies.subject == f"About {typed}"
    assert bodies.text == f"{typed}\n\n- {typed}\n"
    for tag in ("<a ", "<img", "<strong", "<em", "<code", "<b>", "<ol", "<h2"):
        assert tag not in bodies.html
    assert bodies.html.count("<h1") == 1


def test_the_lines_people_typed_begin_no_block_of_ours() -> None:
    typed = "Please mend:\n\n# a title\n- an item\r\n[x]: https://evil.example"
    bodies = rendered("# S\n\n> {message}\n\nBye", message=typed)
    assert bodies.text == (
        "> Please mend:\n> # a title\n> - an item\n> [x]: https://evil.example\n\nBye\n"
    )
    assert bodies.html.count("<br>") == 3
    assert bodies.html.count("<h1") == 1


def test_a_link_to_a_script_is_no_link() -> None:
    assert "<a " not in rendered("# S\n\n[x]({url})", url="javascript:alert(1)").html


def test_a_mail_is_written_from_facts_not_from_things() -> None:
    with pytest.raises(TypeError, match="plain facts"):
        as_plain({"project": object()})


def test_a_mail_without_a_subject_is_refused() -> None:
    with pytest.raises(ValueError, match="subject"):
        read("Hello")


# --- writing -----------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_key_is_written_once() -> None:
    assert a_mail().due_at is not None
    again = post_mail(
        "key", "account_password_changed", to="b@example.org", language="en", context={}
    )
    assert again is None
    assert Mail.objects.get().recipient == "a@example.org"


@pytest.mark.django_db
def test_a_mail_speaks_its_language_all_through() -> None:
    mail = a_mail(language="ca")
    assert '<html lang="ca">' in mail.html
    assert "/ca/" in mail.text


# --- sending -----------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_mail_leaves_once_with_text_and_html() -> None:
    mail = a_mail()
    assert sending.send_due() == 1
    assert sending.send_due() == 0
    assert sending.send(mail.pk) is False
    (message,) = post.outbox
    assert isinstance(message, EmailMultiAlternatives)
    assert message.body == mail.text
    assert message.alternatives[0][1] == "text/html"
    assert message.extra_headers["Content-Language"] == "en"


@pytest.mark.django_db
def test_its_words_are_erased_once_sent_except_on_ones_own_machine(settings: Any) -> None:
    a_mail("local")
    sending.send_due()
    assert Mail.objects.get(key="local").text != ""

    settings.LOCAL = False
    a_mail("server")
    sending.send_due()
    erased = Mail.objects.get(key="server")
    assert (erased.text, erased.html) == ("", "")
    assert erased.sent_at is not None
    with pytest.raises(NothingToSend):
        resend(erased, actor=None)
    assert len(post.outbox) == 2


@pytest.mark.django_db
def test_a_post_out_of_order_is_tried_again(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.activity.test_mails.BrokenPost"
    mail = a_mail()
    assert sending.send_due() == 0
    mail.refresh_from_db()
    assert (mail.attempts, mail.sent_at) == (1, None)
    assert "Come back later." in mail.error
    assert sending.send_due() == 0  # Not before its pause is over.
    mail.refresh_from_db()
    assert mail.attempts == 1

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_due()
    assert sending.send_due() == 1
    mail.refresh_from_db()
    assert mail.error == ""


@pytest.mark.django_db
def test_a_mail_that_never_leaves_is_given_up_and_an_admin_sends_it_again(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.activity.test_mails.BrokenPost"
    mail = a_mail()
    for _attempt in range(sending.MOST_ATTEMPTS):
        make_due()
        sending.send_due()
    mail.refresh_from_db()
    assert (mail.attempts, mail.due_at) == (sending.MOST_ATTEMPTS, None)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    admin = Client()
    admin.force_login(cast.carme())
    chosen = {"action": "send_again", "_selected_action": [mail.pk]}
    admin.post("/admin/activity/mail/", chosen)
    assert Event.objects.get(verb="mail.resent").actor == cast.carme()
    assert sending.send_due() == 1


@pytest.mark.django_db
def test_a_mailbox_that_does_not_exist_is_given_up_at_once(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.activity.test_mails.RefusingPost"
    mail = a_mail()
    sending.send_due()
    mail.refresh_from_db()
    assert (mail.attempts, mail.due_at, mail.sent_at) == (1, None, None)


# --- reading -----------------------------------------------------------------------------
@pytest.mark.django_db
def test_on_ones_own_machine_mails_are_read_in_the_browser(client: Client) -> None:
    mail = a_mail()
    assert mail.subject in client.get("/_local/mails/").content.decode()
    page = client.get(f"/_local/mails/{mail.pk}/").content.decode()
    assert f'src="/_local/mails/{mail.pk}/html/"' in page
    assert "atlas_of_springs" in page
    html = client.get(f"/_local/mails/{mail.pk}/html/")
    assert html["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src 'none'" in html["Content-Security-Policy"]


@pytest.mark.django_db
def test_on_a_server_nobody_reads_them(client: Client, settings: Any) -> None:
    mail = a_mail()
    settings.LOCAL = False
    for path in ("", f"{mail.pk}/", f"{mail.pk}/html/"):
        assert client.get(f"/_local/mails/{path}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("model", ["event", "delivery", "mail"])
def test_the_admin_shows_what_happened_and_changes_nothing(model: str) -> None:
    a_mail()
    admin = Client()
    admin.force_login(cast.carme())
    assert admin.get(f"/admin/activity/{model}/").status_code == 200
    assert admin.get(f"/admin/activity/{model}/add/").status_code == 403


@pytest.mark.django_db
def test_the_admin_shows_a_mail_without_its_words() -> None:
    mail = a_mail()
    admin = Client()
    admin.force_login(cast.carme())
    page = admin.get(f"/admin/activity/mail/{mail.pk}/change/").content.decode()
    assert "a@example.org" in page
    assert "atlas_of_springs" not in page

"""Every mail there is, in every language: a subject and a text of that language, a page that fits a
telephone, the local viewer, and one mail however often its event is followed."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.test import Client
from playwright.sync_api import Page

from activity import dispatch, sending
from activity.mail import post_mail, render
from activity.models import Delivery, Event, Mail
from projects.models import Project
from tests import builders, cast
from tests.accounts.test_in_a_browser import faults_of
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import a_donation, a_gift
from tests.stripe_sandbox.running import RunningSandbox

FOLDER = Path(__file__).parents[2] / "templates/emails"
KINDS = sorted(each.stem for each in FOLDER.glob("*.md"))
LANGUAGES = [code for code, _name in settings.LANGUAGES]
LINK = "https://goteo.example/somewhere/quite/long/to/read/in-a-narrow-column/0123456789abcdef/"
in_each_kind = pytest.mark.parametrize("kind", KINDS)


def facts_of(kind: str) -> dict[str, Any]:
    """Something for every name that the template uses."""
    source = (FOLDER / f"{kind}.md").read_text()
    used = re.findall(r"{{ *(\w+)|{% *if (\w+)|with (\w+)=|in (\w+) *%}|counter=(\w+)", source)
    names = {name for groups in used for name in groups if name}
    facts: dict[str, Any] = {name: f"the {name.replace('_', ' ')}" for name in names}
    facts |= {name: LINK for name in names if name == "url" or name.endswith("_url")}
    facts |= dict.fromkeys(names & {"round", "number", "units"}, 2)
    if "counter=donations" in source:
        facts["donations"] = 2
    elif "in donations" in source:
        facts["donations"] = [{"title": "An open atlas", "amount": "€25", "url": LINK}]
    return facts


@in_each_kind
def test_each_mail_has_a_subject_and_words_of_each_language(kind: str) -> None:
    written = {code: render(kind, language=code, context=facts_of(kind)) for code in LANGUAGES}
    assert len({each.subject for each in written.values()}) == len(LANGUAGES)
    assert len({each.text for each in written.values()}) == len(LANGUAGES)
    for code, bodies in written.items():
        assert f'<html lang="{code}">' in bodies.html
        assert f"/{code}/" in bodies.html
        for text in (bodies.subject, bodies.text, bodies.html):
            assert "{{" not in text
            assert "{%" not in text
            assert "None" not in text
        assert 0 < len(bodies.subject) <= 200
        assert "<" not in bodies.text
        assert "](" not in bodies.text


@in_each_kind
def test_each_mail_says_in_text_what_it_says_as_a_page(kind: str) -> None:
    bodies = render(kind, language="en", context=facts_of(kind))
    links = set(re.findall(r'href="(https://goteo\.example[^"]+)"', bodies.html))
    assert links == set(re.findall(r"https://goteo\.example\S+?/(?=[\s)]|$)", bodies.text))
    words = re.sub(r"<[^>]+>", " ", bodies.html.partition("<body")[2].partition(">")[2])
    said = " ".join(f"{bodies.subject} {bodies.text}".split())
    for sentence in re.findall(r"[A-Z][a-z]+ [a-z]+ [a-z]+", words):
        assert sentence in said, sentence


@in_each_kind
def test_each_mail_stands_without_what_may_be_missing(kind: str) -> None:
    """A guest without reward, a draft that was never launched: no gap is left in a sentence."""
    facts = facts_of(kind)
    source = (FOLDER / f"{kind}.md").read_text()
    optional = set(re.findall(r"{% *(?:el)?if (?:not )?(\w+) *%}", source))
    bare = {name: "" if name in optional else value for name, value in facts.items()}
    text = render(kind, language="en", context=bare).text
    assert "  " not in text.replace("\n", "")
    assert not re.search(r" [,.](\s|$)", text)


@pytest.mark.django_db
def test_the_viewer_shows_each_mail_in_each_language(client: Client) -> None:
    for kind in KINDS:
        for code in LANGUAGES:
            mail = post_mail(
                f"{kind}:{code}", kind, to="a@example.org", language=code, context=facts_of(kind)
            )
            assert mail is not None
            page = client.get(f"/_local/mails/{mail.pk}/")
            assert page.status_code == 200
            assert f'<h1 lang="{code}">' in page.content.decode()
            assert client.get(f"/_local/mails/{mail.pk}/html/").status_code == 200
    assert len(KINDS) * len(LANGUAGES) == Mail.objects.count()
    assert client.get("/_local/mails/?page=2").status_code == 200


def test_each_mail_fits_a_narrow_screen_and_has_no_fault(page: Page, site: str) -> None:
    mails = [
        post_mail(kind, kind, to="a@example.org", language="ca", context=facts_of(kind))
        for kind in KINDS
    ]
    for mail in mails:
        assert mail is not None
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            page.goto(f"{site}/_local/mails/{mail.pk}/html/")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, mail.kind
        assert faults_of(page) == [], mail.kind


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_viewer_fits_a_narrow_screen_and_has_no_fault(
    page: Page, site: str, scheme: Any
) -> None:
    context = facts_of("donation_promised")
    mail = post_mail("k", "donation_promised", to="a@example.org", language="ca", context=context)
    assert mail is not None
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("", f"{mail.pk}/"):
        page.goto(f"{site}/_local/mails/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert faults_of(page) == []


# --- once ---------------------------------------------------------------------------------
@pytest.fixture
def whole_story(sandbox: RunningSandbox) -> Project:
    """From the draft to the charge, with a promise that is cancelled by nobody."""
    project = builders.a_live_project(rounds_planned=1, budget=builders.a_budget(10_000, 20_000))
    a_donation(sandbox, project, a_gift(12_000, email="biel@example.org"))
    close_round(project)
    collection_day()
    return project


@pytest.mark.django_db
def test_events_followed_again_write_and_send_nothing_again(whole_story: Project) -> None:
    dispatch.deliver_due()
    sending.send_due()
    written = list(Mail.objects.values_list("pk", "sent_at").order_by("pk"))
    kinds = set(Mail.objects.values_list("kind", flat=True))
    assert kinds >= {
        "project_submitted", "project_waits", "project_launched", "donation_promised",
        "round_passed", "donation_paid",
    }  # fmt: skip
    sent = len(outbox.outbox)
    assert sent == len(written)
    assert all(sent_at for _pk, sent_at in written)
    Delivery.objects.update(done_at=None, attempts=0)
    dispatch.deliver_due(limit=10_000)
    for event in Event.objects.all():
        dispatch.deliver_event(event.pk)
    sending.send_due()
    assert not Delivery.objects.filter(done_at=None).exists()
    assert list(Mail.objects.values_list("pk", "sent_at").order_by("pk")) == written
    assert len(outbox.outbox) == sent
    assert cast.alba().email in {each.to[0] for each in outbox.outbox}

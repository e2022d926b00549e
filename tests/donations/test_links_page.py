"""Asking for the link again: the answer is the same, whoever asks about whom."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from activity.models import Event
from donations.forms import LinksForm
from projects.models import Project
from tests import builders
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db
ADDRESS = "/en/donations/link/"


@pytest.fixture
def project() -> Project:
    return builders.a_live_project()


def asked() -> int:
    return Event.objects.filter(verb="donation.links_asked").count()


def answer_to(client: Client, email: str) -> tuple[Any, str]:
    answer = client.post(ADDRESS, {"email": email}, follow=True)
    return answer.redirect_chain, answer.content.decode()


def test_who_gave_is_sent_their_links(client: Client, project: Project) -> None:
    a_promise(project, email="ona@example.org")
    answer_to(client, "Ona@Example.org")
    assert asked() == 1


def test_the_answer_does_not_tell_whether_somebody_gave(client: Client, project: Project) -> None:
    a_promise(project, email="ona@example.org")
    known, unknown = (answer_to(client, f"{name}@example.org") for name in ("ona", "pau"))
    assert known[0] == unknown[0]
    assert "Look into your mail" in known[1]
    assert "Look into your mail" in unknown[1]
    assert asked() == 1


@pytest.mark.parametrize("email", ["", "ona", "ona@@example.org"])
def test_a_wrong_address_is_explained_and_kept(client: Client, email: str) -> None:
    answer = client.post(ADDRESS, {"email": email})
    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert answer.context["form"]["email"].value() == email
    assert asked() == 0


@pytest.mark.parametrize("address", ["ona@localhost", "ona@", "ona"])
def test_what_no_mail_reaches_is_no_address(address: str) -> None:
    sentence = "This is not an e-mail address. It looks like name@example.org."
    with override("en"):
        assert LinksForm({"email": address}).errors == {"email": [sentence]}

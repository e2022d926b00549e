"""Rewards, claims, returns and licences in the admin."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from activity.models import Event
from rewards.claims import hold_unit
from rewards.models import Claim, CollectiveReturn, Licence, Reward
from tests import builders, cast
from tests.projects.desk import desk_of

pytestmark = pytest.mark.django_db
KINDS = ("reward", "claim", "collectivereturn")


@pytest.fixture
def desk() -> Client:
    return desk_of()


def offers(number: int) -> None:
    """A project with so many rewards, claims and returns."""
    project = builders.a_complete_draft(
        title=f"Offers {number}",
        rewards=[builders.a_reward(units=5) for _ in range(number)],
        returns=[builders.a_return() for _ in range(number)],
    )
    for reward in project.rewards.all():
        hold_unit(reward, actor=None)


@pytest.mark.parametrize("kind", KINDS)
def test_longer_lists_ask_the_database_no_more_often(
    desk: Client, kind: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse(f"admin:rewards_{kind}_changelist")
    offers(3)
    with CaptureQueriesContext(connection) as three:
        desk.get(address)
    offers(6)
    with django_assert_num_queries(len(three)):
        assert desk.get(address).status_code == 200


@pytest.mark.parametrize("model", [Reward, Claim, CollectiveReturn])
def test_what_is_promised_is_read_and_not_changed(
    desk: Client, model: type[Reward] | type[Claim] | type[CollectiveReturn]
) -> None:
    offers(1)
    before = list(model.objects.values_list())
    name = model._meta.model_name
    row = model.objects.get()
    address = reverse(f"admin:rewards_{name}_change", args=[row.pk])
    assert "Offers 1" in desk.get(address).content.decode()
    for sent_to in (address, reverse(f"admin:rewards_{name}_delete", args=[row.pk])):
        assert desk.post(sent_to, {"title": "Other", "post": "yes"}).status_code == 403
    assert desk.post(reverse(f"admin:rewards_{name}_add"), {}).status_code == 403
    assert list(model.objects.values_list()) == before


def test_an_admin_adds_a_licence_and_it_is_recorded(desk: Client) -> None:
    typed = {
        "spdx_id": "OFL-1.1-RFN",
        "name": "SIL Open Font License",
        "url": "https://example.org/licence",
        "domain": "font",
        "copyleft": "weak",
    }
    desk.post(reverse("admin:rewards_licence_add"), typed)
    licence = Licence.objects.get(spdx_id="OFL-1.1-RFN")
    event = Event.objects.get(verb="licence.saved")
    assert (event.subject_id, event.actor) == (str(licence.pk), cast.carme())

"""Every list and every page of the administration: they open, take few queries however long they
are, tell what happened, and let nobody write what a use-case should write."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activity.models import Delivery, Event
from activity.recording import record
from donations import collecting
from donations.models import ProviderEvent
from ledger.models import Account, Entry
from projects.models import Category
from rewards.models import Licence
from tests import builders, cast
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import a_donation, a_gift
from tests.organisations import aigua_clara
from tests.projects.desk import desk_of
from tests.stripe_sandbox.running import RunningSandbox

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
# These tell of other things, or never change: the book is a history itself.
WITHOUT_HISTORY = {Event, Delivery, Entry, Account}
EDITED_HERE = {Category, Licence}
in_each = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def a_world(sandbox: RunningSandbox, number: int) -> None:
    """Something of nearly every kind: a round that passed, with gifts, rewards and charges."""
    project = builders.a_live_project(
        title=f"Orchard {number}",
        rounds_planned=1,
        budget=builders.a_budget(10_000, 20_000),
        rewards=[builders.a_reward()],
    )
    reward = project.rewards.get()
    for giver in range(2):
        gift = a_gift(6_000, email=f"giver{number}-{giver}@example.org", reward=reward)
        a_donation(sandbox, project, gift)
    close_round(project)
    collection_day()
    collecting.book_missing_costs()
    if number == 0:
        aigua_clara()
    ProviderEvent.objects.create(
        event_id=f"evt_{number}", kind="charge.updated", object_id=f"ch_{number}", error="Odd."
    )


@pytest.fixture
def desk() -> Client:
    return desk_of()


def page_of(row: models.Model) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def list_of(model: type[models.Model]) -> str:
    everything = "?status=all" if model._meta.label == "projects.Project" else ""
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/{everything}"


def queries_of(desk: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = desk.get(path)
    assert answer.status_code == 200, path
    return len(captured)


def test_lists_take_as_many_queries_however_long_they_are(
    sandbox: RunningSandbox, desk: Client
) -> None:
    a_world(sandbox, 0)
    paths = [list_of(model) for model in MODELS] + ["/admin/"]
    for path in paths:
        desk.get(path)
    short = {path: queries_of(desk, path) for path in paths}
    for number in (1, 2):
        a_world(sandbox, number)
    assert {path: queries_of(desk, path) for path in paths} == short
    assert max(short.values()) <= 12, short


def test_every_page_opens_and_tells_what_happened(sandbox: RunningSandbox, desk: Client) -> None:
    a_world(sandbox, 0)
    for model in MODELS:
        row = model._default_manager.order_by("pk").last()
        if row is None:
            continue
        with transaction.atomic():
            record("test.seen_by_somebody", row, actor=cast.carme())
        page = desk.get(page_of(row))
        assert page.status_code == 200, model
        if model not in WITHOUT_HISTORY:
            assert "test.seen_by_somebody" in page.content.decode(), model
            history = desk.get(page_of(row).replace("/change/", "/history/"))
            assert (history.status_code, history["location"]) == (302, page_of(row)), model


@in_each
def test_nothing_is_deleted_and_only_lists_of_the_platform_are_added_to(
    model: type[models.Model], desk: Client
) -> None:
    asked: Any = desk.get("/admin/").wsgi_request
    known = admin.site._registry[model]
    assert not known.has_delete_permission(asked)
    assert known.has_add_permission(asked) == (model in EDITED_HERE)
    assert "delete_selected" not in known.get_actions(asked)


@in_each
def test_no_form_of_the_admin_writes_money_or_states(
    model: type[models.Model], desk: Client
) -> None:
    asked: Any = desk.get("/admin/").wsgi_request
    known = admin.site._registry[model]
    if not known.has_change_permission(asked):
        return
    form = known.get_form(asked, None, change=True)
    written = set(form.base_fields) - set(known.get_readonly_fields(asked))
    assert not {name for name in written if "cents" in name or "amount" in name or name == "status"}
    assert model in EDITED_HERE or model._meta.label == "accounts.User"

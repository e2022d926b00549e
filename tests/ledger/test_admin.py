"""The book in the admin: everything to read, nothing to write."""

import pytest
from django.db import connection
from django.db.transaction import atomic
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from ledger import book, postings
from ledger.models import Account, Entry, Posting
from tests.ledger.books import NOON, keep

pytestmark = pytest.mark.django_db
OF_ONE = [("entry", Entry), ("account", Account)]


@pytest.fixture(autouse=True)
def _a_gift() -> None:
    keep(postings.collected([("project:7", 2500), ("tip", 200)]))


def test_accounts_are_listed_with_their_balances(admin_client: Client) -> None:
    page = admin_client.get(reverse("admin:ledger_account_changelist")).content.decode()
    for shown in ("clearing", "project:7", "27", "-25", "-2"):
        assert shown in page


def test_an_entry_is_shown_with_its_postings(admin_client: Client) -> None:
    entry = Entry.objects.get()
    page = admin_client.get(reverse("admin:ledger_entry_change", args=[entry.pk])).content.decode()
    for shown in ("collected", "story:1", "clearing", "project:7", "tip", "27"):
        assert shown in page
    assert 'name="_save"' not in page


@pytest.mark.parametrize("search", ["story:1", "project:7"])
def test_entries_are_found_by_source_and_by_account(admin_client: Client, search: str) -> None:
    address = reverse("admin:ledger_entry_changelist")
    assert "story:1" in admin_client.get(address, {"q": search}).content.decode()
    assert "story:1" not in admin_client.get(address, {"q": "project:8"}).content.decode()


@pytest.mark.parametrize(("name", "model"), OF_ONE)
def test_nothing_is_added_changed_or_removed(
    admin_client: Client, name: str, model: type[Entry] | type[Account]
) -> None:
    row = model.objects.order_by("pk")[0]
    before = list(model.objects.order_by("pk").values_list()), Posting.objects.count()
    for act, ids in (("add", []), ("change", [row.pk]), ("delete", [row.pk])):
        address = reverse(f"admin:ledger_{name}_{act}", args=ids)
        assert admin_client.post(address, {"code": "bank", "kind": "asset"}).status_code == 403
    assert (list(model.objects.order_by("pk").values_list()), Posting.objects.count()) == before


@pytest.mark.parametrize("name", ["entry", "account"])
def test_a_longer_list_asks_the_database_no_more_often(
    admin_client: Client, name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse(f"admin:ledger_{name}_changelist")
    with CaptureQueriesContext(connection) as short:
        admin_client.get(address)
    with atomic():
        for project in range(100, 120):
            draft = postings.held(project, 500)
            book.post(draft, source=f"payment:{project}", occurred_at=NOON)
    with django_assert_num_queries(len(short)):
        admin_client.get(address)

"""One search finds anything by what an admin has at hand."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from donations import collecting
from donations.models import Checkout, Donation, Payment
from projects.models import Project
from tests import builders, cast
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import a_donation, a_gift
from tests.organisations import a_draft_of, aigua_clara
from tests.projects.desk import desk_of, page_of
from tests.stripe_sandbox.running import RunningSandbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return desk_of()


@pytest.fixture
def paid(sandbox: RunningSandbox) -> Payment:
    project = builders.a_live_project(
        rounds_planned=1, budget=builders.a_budget(10_000, 20_000), rewards=[builders.a_reward()]
    )
    a_donation(sandbox, project, a_gift(12_000, email="biel@example.org"))
    close_round(project)
    collection_day()
    collecting.book_missing_costs()
    return Payment.objects.get()


def found(desk: Client, words: str) -> str:
    answer = desk.get(f"/admin/search/?q={quote(words)}")
    assert answer.status_code == 200
    return answer.content.decode()


def address(row: User | Project | Donation | Checkout | Payment) -> str:
    return f'href="/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"'


def test_the_first_page_has_one_search_box(desk: Client) -> None:
    page = desk.get("/admin/").content.decode()
    assert 'action="/admin/search/"' in page
    assert "Search everything" in page


def test_a_project_is_found_by_title_address_and_creator(desk: Client) -> None:
    project = builders.a_draft(title="Forn obert de Gràcia")
    for words in ("forn obert", project.slug, "alba@example.org", "Alba Ferrer"):
        assert address(project) in found(desk, words), words
    assert address(project.owner) in found(desk, "Ferrer")


def test_an_organisation_and_its_projects_are_found_by_tax_identifier_and_name(
    desk: Client,
) -> None:
    organisation = aigua_clara()
    project = a_draft_of(organisation, title="Springs in common")
    page = f"/admin/accounts/organisation/{organisation.pk}/change/"
    for words in (organisation.tax_id, "aigua clara"):
        assert page in found(desk, words), words
        assert address(project) in found(desk, words), words


def test_a_gift_is_found_by_its_number_its_address_and_every_id_of_the_provider(
    desk: Client, paid: Payment
) -> None:
    donation = paid.lines.get().donation
    checkout = donation.checkout
    assert paid.customer is not None
    for words, row in (
        (str(donation.public_id), donation),
        ("biel@example.org", donation),
        ("biel@example.org", checkout),
        (str(checkout.session_id), checkout),
        (str(paid.intent_id), paid),
        (str(paid.balance_transaction_id), paid),
    ):
        assert address(row) in found(desk, words), words
    customer = f"/admin/donations/customer/{paid.customer_id}/change/"
    method = paid.customer.methods.get()
    for words in (str(paid.customer.provider_id), method.provider_id, "biel@"):
        assert customer in found(desk, words), words
    assert "/admin/ledger/entry/" in found(desk, str(paid.balance_transaction_id))
    assert "/admin/activity/mail/" in found(desk, "biel@example.org")


def test_each_kind_shows_a_few_and_leads_to_all(desk: Client) -> None:
    for number in range(7):
        builders.a_draft(title=f"Orchard {number}")
    page = found(desk, "orchard")
    assert page.count("/admin/projects/project/") >= 5
    assert 'href="/admin/projects/project/?q=orchard"' in page
    assert "/admin/projects/project/?q=orchard" not in found(desk, "orchard 3")


@pytest.mark.parametrize(
    "words", ["no such thing", "\0", "%", "'", '"', "<script>", "x" * 500, "1" * 40]
)
def test_odd_words_find_nothing_and_break_nothing(desk: Client, words: str) -> None:
    builders.a_draft()
    page = found(desk, words)
    assert "<script>" not in page.partition("search-everything")[2].partition("</form>")[0]


def test_nothing_typed_looks_for_nothing(desk: Client) -> None:
    builders.a_draft()
    for words in ("", "   "):
        assert "story-part" not in found(desk, words)
    assert "Nothing here has" in found(desk, "no such thing")


def test_only_admins_search() -> None:
    for client in (Client(), desk_of(cast.biel())):
        assert client.get("/admin/search/?q=alba").status_code in (302, 403)


def test_a_search_takes_as_many_queries_however_much_there_is(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            found(desk, "example")
        return len(captured)

    def make(number: int) -> None:
        project = builders.a_live_project(title=f"Example {number}")
        assert page_of(project)

    make(0)
    queries()
    one = queries()
    for number in range(1, 5):
        make(number)
    assert queries() == one <= 24

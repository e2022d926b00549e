"""A donation carries the customer of its checkout; the schema writes it and refuses another."""

import pytest
from django.db import IntegrityError, connection, transaction

from donations.models import Checkout, Customer, Donation
from donations.queries import people_in_all, totals_of
from projects.models import Project
from tests import builders
from tests.donations.promising import a_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return builders.a_live_project()


def agree() -> None:
    """What is checked at the end of a transaction, now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def give_to(donation: Donation, customer: Customer) -> None:
    Donation.objects.filter(pk=donation.pk).update(customer=customer)
    agree()


def test_nobody_has_to_name_it(project: Project) -> None:
    donation = a_promise(project, email="biel@example.org")
    donation.refresh_from_db()
    assert donation.customer.email == "biel@example.org"


def test_another_than_the_checkouts_is_refused(project: Project) -> None:
    donation = a_promise(project, email="biel@example.org")
    other = Customer.objects.create(email="other@example.org")
    with (
        pytest.raises(IntegrityError, match="donation_of_its_checkouts_customer"),
        transaction.atomic(),
    ):
        give_to(donation, other)
    donation.refresh_from_db()
    assert donation.customer == donation.checkout.customer


def test_it_follows_its_checkout(project: Project) -> None:
    donation = a_promise(project, email="biel@example.org")
    other = Customer.objects.create(email="other@example.org")
    Checkout.objects.filter(pk=donation.checkout_id).update(customer=other)
    agree()
    donation.refresh_from_db()
    assert donation.customer == other


def test_people_are_counted_once_however_often_they_gave(project: Project) -> None:
    another = builders.a_live_project(title="Another")
    for where in (project, project, another):
        a_promise(where, email="biel@example.org")
    a_promise(project, email="carme@example.org")
    a_promise(project, email="gone@example.org", status="released")
    assert people_in_all() == 2
    totals = totals_of([project.pk, another.pk])
    assert [each.backers for each in totals.values()] == [2, 1]

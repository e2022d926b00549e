"""Donations written straight into the tables, where a test is only about reading them."""

from datetime import datetime, timedelta
from uuid import uuid4

from activity.clock import database_now
from donations.models import Checkout, Customer, Donation
from projects.models import Project


def a_promise(
    project: Project,
    amount_cents: int = 2500,
    *,
    email: str = "guest@example.org",
    name: str = "",
    confirmed_at: datetime | None = None,
    status: str = "promised",
) -> Donation:
    """As if its backer had been at the card page; `name` is shown, none is someone."""
    now = database_now()
    customer, _ = Customer.objects.get_or_create(email=email)
    checkout = Checkout.objects.create(
        form_key=uuid4(),
        mode=Checkout.Mode.SAVE,
        status="complete",
        customer=customer,
        email=email,
        language="en",
        opened_at=now,
        expires_at=now,
        closed_at=now,
    )
    return Donation.objects.create(
        checkout=checkout,
        project=project,
        round=project.rounds.filter(number=1).first(),
        status=status,
        amount_cents=amount_cents,
        show_name=bool(name),
        public_name=name,
        charge_by=now + timedelta(days=60),
        opened_at=now,
        confirmed_at=confirmed_at or now,
    )

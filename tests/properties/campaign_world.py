"""What can happen to gifts, done with real parts and noted in the naive books beside them.

Each act does the thing by the use-cases that people and workers go through, and then writes down
what it knows to be true: what people wanted, and what the bank or the provider did.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest

from accounts.models import User
from activity.clock import database_now
from activity.errors import Refused
from donations import (
    cancelling,
    changing_card,
    checkout_outcome,
    collecting,
    declining,
    ending,
    promises,
    reconciling,
    recovering,
    refunding,
    releasing,
    webhooks,
)
from donations.errors import BankSilent
from donations.models import Attempt, Checkout, Donation, Payment, ProviderEvent, Recovery, Refund
from projects.models import Project
from tests.donations import closing
from tests.donations.giving import a_gift, an_open_checkout, stripe_of
from tests.donations.telling import send, sent_events
from tests.properties.naive_books import PROCESSING, YES, Charge, Gift, NaiveBooks, Return
from tests.stripe_sandbox.running import NO_CERTIFICATES, RunningSandbox, complete_checkout

GOOD_CARD = "4000007240000007"
REFUNDS_TAKE_TIME, REFUNDS_COME_BACK = "4000000000007726", "4000000000005126"
CARDS = (GOOD_CARD, REFUNDS_TAKE_TIME, REFUNDS_COME_BACK)
ASKS_FOR_BACKER = "authentication_required"
ANSWERS = (
    *(YES, YES, PROCESSING, ASKS_FOR_BACKER),
    *("insufficient_funds", "do_not_honor", "expired_card", "stolen_card"),
)
# Kinds of trouble, and how many requests it takes until the client gives one up.
BEFORE = {"store_500": 1, "down": 3, "answer_429": 1}
AFTER = {"store_500_after": 1, "drop_answer": 1}
TROUBLES = (None, None, *BEFORE, *AFTER)
BACK = "http://127.0.0.1:8000/en/back/"
# More than the offline bank takes for what it does not do at once.
A_MINUTE = 61
WHY = "The project cannot go ahead as promised."


class World:
    """`projects`: "A" in two rounds, "B" in one, "P" for ever; the first two are small."""

    def __init__(self, sandbox: RunningSandbox, projects: dict[str, Project], admin: User) -> None:
        self.sandbox, self.projects, self.admin = sandbox, projects, admin
        self.books = NaiveBooks()
        self.closed: set[str] = set()

    # --- people ------------------------------------------------------------------------------
    def give(self, name: str, cents: int, card: str, *, how: str) -> int:
        """`how`: "heard" at once, "unheard" until somebody asks or tells, or "abandoned"."""
        checkout = an_open_checkout(self.projects[name], a_gift(cents))
        donation = Donation.objects.get(checkout=checkout)
        gift = Gift(name, cents, donation.pk, is_abandoned=how == "abandoned")
        self.books.gifts[donation.pk] = gift
        if how != "abandoned":
            complete_checkout(checkout.session_url, card=card)
        payment = Payment.objects.filter(checkout=checkout).first()
        if payment is not None and how != "abandoned":
            gift.charge = self.books.charges[payment.pk] = Charge([gift], is_taken=True)
        if how == "heard":
            checkout_outcome.refresh_checkout(checkout)
        return donation.pk

    def put_on_one_card(self, name: str) -> None:
        """As one consent for all of them has it; each checkout here saves a card of its own."""
        heard = Donation.objects.filter(pk__in=self.books.standing(name), status="promised")
        pks = list(heard.order_by("pk").values_list("pk", flat=True))
        if not pks:
            return
        first = Donation.objects.get(pk=pks[0])
        Checkout.objects.filter(donations__in=pks).update(method=first.checkout.method)
        for pk in pks:
            self.books.gifts[pk].card_number = self.books.gifts[pks[0]].card_number

    def cancel(self, pk: int) -> None:
        """Taken back while the round is open; refused at any other time."""
        donation = Donation.objects.get(pk=pk)
        gift = self.books.gifts[pk]
        if donation.status == "promised" and gift.project not in self.closed:
            promises.cancel_promise(donation, actor=None)
            gift.is_cancelled = True
        else:
            with pytest.raises(Refused):
                promises.cancel_promise(donation, actor=None)

    def withdraw(self, name: str) -> None:
        project = self.projects[name]
        ending.withdraw(project, WHY, actor=project.owner)
        self.books.release(name)
        self.closed.add(name)

    def close(self, name: str) -> None:
        """The round ends; half an hour before it, the last checkouts were opened."""
        self.half_an_hour_passes()
        sharing = self.books.sharing(name)
        raised = self.books.raised(name)
        verdict = closing.close_round(self.projects[name])
        self.closed.add(name)
        assert verdict is not None
        assert verdict.raised_cents == raised
        assert verdict.passed == (raised >= verdict.minimum_cents)
        if not verdict.passed:
            self.books.release(name)
            return
        made = Payment.objects.filter(lines__donation__in=self.books.standing(name)).distinct()
        lines = {each.pk: each.lines.values_list("donation", flat=True) for each in made}
        assert {frozenset(pks) for pks in lines.values()} == sharing
        for payment_pk, pks in lines.items():
            gifts = [self.books.gifts[pk] for pk in sorted(pks)]
            self.books.charges[payment_pk] = charge = Charge(gifts)
            for gift in gifts:
                gift.charge = charge

    def pay_by_link(self, pk: int, answer: str, trouble: str | None, at_the_bank: str) -> None:
        """A declined payment, paid by its backer; `at_the_bank` they confirm, refuse or stay."""
        payment = recovering.payment_to_recover(Donation.objects.get(pk=pk))
        if payment is None:
            return
        charge = self.books.charges[payment.pk]
        was_taken = charge.is_taken
        try:
            with self._bank(answer), self._trouble("confirm_payment_intent", trouble):
                paid = recovering.pay_now(payment, return_url=BACK, actor=None)
        except BankSilent:
            if trouble in AFTER:
                charge.bank_says(answer)
            return
        except Refused:
            return
        if paid.bank_url:
            if at_the_bank != "stay":
                httpx.post(
                    paid.bank_url,
                    data={"answer": at_the_bank},
                    verify=NO_CERTIFICATES,
                    timeout=30,
                )
            charge.is_taken = at_the_bank == "complete"
            return
        charge.bank_says(answer)
        assert (paid.status == "succeeded") == (was_taken or answer == YES)

    def take_another_card(self, pk: int, card: str, *, is_heard: bool) -> None:
        payment = recovering.payment_to_recover(Donation.objects.get(pk=pk))
        if payment is None:
            return
        page = changing_card.open_card_page(payment, language="en", return_url=BACK, actor=None)
        complete_checkout(page, card=card)
        if is_heard:
            changing_card.refresh_recovery(payment.recoveries.get(status="open"))

    def leave(self, pk: int) -> None:
        """One gift leaves the payment it shares; refused while the bank is asked."""
        payment = recovering.payment_to_recover(Donation.objects.get(pk=pk))
        if payment is None:
            return
        kept = [line.pk for line in payment.standing_lines() if line.donation_id != pk]
        try:
            recovering.keep_lines(payment, kept, actor=None)
        except Refused:
            return
        self.books.gifts[pk].has_left = True

    # --- refunds -----------------------------------------------------------------------------
    def ask_back(self, pk: int, percent: int) -> None:
        donation, gift = Donation.objects.get(pk=pk), self.books.gifts[pk]
        most = refunding.can_return(donation)
        assert most in (0, gift.cents - gift.asked_back)
        with pytest.raises(Refused):
            refunding.ask_refund(donation, most + 1, reason=WHY, actor=self.admin)
        if most:
            cents = max(1, most * percent // 100)
            refund = refunding.ask_refund(donation, cents, reason=WHY, actor=self.admin)
            assert gift.is_paid
            gift.returns[refund.pk] = Return(cents)

    def send_refunds(self, trouble: str | None = None) -> None:
        due = list(Refund.objects.filter(status="due").values_list("pk", flat=True))
        with self._trouble("create_refund", trouble):
            refunding.send_due_refunds()
        for refund in Refund.objects.filter(pk__in=due):
            if refund.status != "sent" or trouble in AFTER:
                self.books.returns()[refund.pk].reached = True

    def bank_sends_back(self, pk: int) -> None:
        """One that we may not have heard of yet."""
        refund = self._refunds_at_provider().get(pk)
        if refund is not None and refund.status != "failed":
            self.sandbox.control("refunds/fail", refund=refund.id)
            self.books.returns()[pk].came_back = True

    def pay_back_by_bank(self, pk: int) -> None:
        refund = Refund.objects.get(pk=pk)
        if refund.status == "failed":
            assert self.books.returns()[pk].came_back
            refunding.note_paid_by_bank(refund, reference="By hand", actor=self.admin)
            self.books.returns()[pk].by_bank = True
        else:
            with pytest.raises(Refused):
                refunding.note_paid_by_bank(refund, reference="By hand", actor=self.admin)

    # --- workers and time --------------------------------------------------------------------
    def collect(self, answer: str = YES, trouble: str | None = None, on: str = "confirm") -> None:
        """Workers take what is due; the trouble meets one of their requests."""
        due = Attempt.objects.filter(status="due", due_at__lte=database_now())
        taken = list(due.values_list("pk", flat=True))
        with self._bank(answer), self._trouble(f"{on}_payment_intent", trouble):
            collecting.collect_due()
        for attempt in Attempt.objects.filter(pk__in=taken):
            lost = attempt.status == "unknown"
            if attempt.status not in ("due", "sent", "unknown") or (
                lost and trouble in AFTER and on == "confirm"
            ):
                self.books.charges[attempt.payment_id].bank_says(answer)

    def collection_day(self, answer: str, trouble: str | None, on: str) -> None:
        Attempt.objects.filter(status="due").update(due_at=database_now())
        self.collect(answer, trouble, on)

    def leases_run_out(self) -> None:
        closing.leases_run_out()
        past = database_now() - timedelta(seconds=1)
        Refund.objects.filter(lease_until__isnull=False).update(lease_until=past)

    def resolve(self, trouble: str | None = None) -> None:
        """The worker's tick about silence; the trouble meets a cancellation."""
        self.leases_run_out()
        collecting.resolve_silent_attempts()
        with self._trouble("cancel_payment_intent", trouble):
            cancelling.stop_late_payments()
        refunding.follow_refunds()
        collecting.book_missing_costs()
        self.note_what_was_given_up()

    def hours_pass(self, hours: int) -> None:
        closing.time_passes(hours)
        declining.remind_backers()

    def the_bank_takes_a_minute(self) -> None:
        """What it does not do at once is done now."""
        self.sandbox.control("clock", advance=A_MINUTE)
        for charge in self.books.charges.values():
            charge.is_taken = charge.is_taken or charge.is_processing
            charge.is_processing = False
        for pk, refund in self._refunds_at_provider().items():
            self.books.returns()[pk].came_back = refund.status == "failed"

    def half_an_hour_passes(self) -> None:
        for model in (Checkout, Recovery):
            model.objects.filter(status="open").update(expires_at=database_now())
        checkout_outcome.expire_overdue_checkouts()
        changing_card.end_overdue_recoveries()

    def events_come(self, shuffle: random.Random, copies: int) -> None:
        """What the provider has to tell, in any order and more than once, some of it not at all."""
        events = sent_events(self.sandbox)
        told = shuffle.sample(events, shuffle.randint(0, len(events))) * copies
        shuffle.shuffle(told)
        for event in told:
            send(event)
        webhooks.apply_events(limit=len(told) + 1)

    def compare_books(self) -> None:
        """Whenever it happens, each line of the provider's account has a place in the book; one
        that nobody told us about is in suspense until somebody does."""
        unheard = self.unheard_lines()
        done = reconciling.reconcile()
        assert done.in_suspense <= unheard
        assert done.difference_cents == 0

    def unheard_lines(self) -> int:
        """Refunds and charges at the provider whose names there we do not know yet."""
        refunds = Refund.objects.filter(provider_id=None).values_list("pk", flat=True)
        charges = Payment.objects.filter(intent_id=None).values_list("pk", flat=True)
        returns = self.books.returns()
        reached = [pk for pk in refunds if returns[pk].reached]
        taken = [
            pk for pk in charges if pk in self.books.charges and self.books.charges[pk].is_taken
        ]
        return len(reached) + len(taken)

    def note_what_was_given_up(self) -> None:
        """Only what no bank has taken, and only when its seven days are over."""
        for payment in Payment.objects.filter(status="cancelled", kind="collection"):
            charge = self.books.charges[payment.pk]
            assert not charge.is_taken
            assert payment.give_up_at is not None
            assert payment.give_up_at <= database_now()
            charge.is_cancelled = True

    def come_to_rest(self) -> None:
        """No trouble any more, banks say yes, and workers go on until nothing is left to do."""
        self.sandbox.control("faults", "DELETE")
        self.the_bank_takes_a_minute()
        for _ in range(3):
            self.half_an_hour_passes()
            reconciling.hear_missed_events()
            ProviderEvent.objects.filter(applied_at=None).update(due_at=database_now())
            webhooks.apply_events(limit=1_000)
            releasing.release_leftovers()
            self.resolve()
            self.collect()
            self.send_refunds()
            self.the_bank_takes_a_minute()
        self.note_what_was_given_up()

    # --- outside -----------------------------------------------------------------------------
    def _refunds_at_provider(self) -> dict[int, Any]:
        """By the ids of ours."""
        if not self.books.returns():
            return {}
        listed = stripe_of(self.sandbox).v1.refunds.list({"limit": 100}).data
        return {int(refund.metadata["refund"]): refund for refund in listed if refund.metadata}

    @contextmanager
    def _bank(self, answer: str) -> Iterator[None]:
        """While it lasts, every bank answers so."""
        if answer != YES:
            self.sandbox.control("bank", answer=answer, times=None)
        try:
            yield
        finally:
            if answer != YES:
                self.sandbox.control("bank", "DELETE")

    @contextmanager
    def _trouble(self, operation: str, kind: str | None) -> Iterator[None]:
        """One request meets it."""
        if kind:
            times = (BEFORE | AFTER)[kind]
            self.sandbox.control("faults", kind=kind, operation=operation, times=times)
        try:
            yield
        finally:
            if kind:
                self.sandbox.control("faults", "DELETE")


def everything(*models: Any) -> list[list[dict[str, Any]]]:
    """Every row, but for the instants at which somebody looks again."""
    rows = [list(model.objects.order_by("pk").values()) for model in models]
    return [[{**row, "lease_until": None} for row in table] for table in rows]

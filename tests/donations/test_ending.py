"""Ends that are no verdict: withdrawn, stopped, ended early, held for too long."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from activity.clock import database_now
from activity.dispatch import deliver_due
from activity.models import Event, Mail
from donations import checkout_outcome, ending, releasing, settlement
from donations.errors import NothingToStop, VerdictGiven
from donations.models import Checkout, Donation, Payment, Verdict
from projects.errors import HoldRanOut, NotAnAdmin, NotYours, OwnProject, ReasonMissing
from projects.holding import put_on_hold, resume
from projects.models import Project, Round
from rewards.claims import hold_unit, keep_unit
from tests import builders, cast
from tests.donations.closing import close_round
from tests.donations.promising import a_promise
from tests.donations.standing_still import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    """Two rounds; its minimum is 100.00."""
    return builders.a_live_project(budget=builders.a_budget(10_000, 20_000))


def funded_first_round(owner: User | None = None, **changes: Any) -> Project:
    """Round 1 has its verdict; round 2 is open if there is one."""
    budget = builders.a_budget(10_000, 20_000)
    project = builders.a_live_project(owner, budget=budget, **changes)
    promise = a_promise(project, 10_000)
    Donation.objects.filter(pk=promise.pk).update(charge_by=database_now())
    close_round(project)
    assert Verdict.objects.get(round__project=project).passed
    return project


def ended_long_ago(project: Project, **ago: Any) -> None:
    """As if round 1 had ended that long ago, by the database's clock."""
    ends = database_now() - timedelta(**ago)
    Round.objects.filter(project=project, number=1).update(
        opens_at=ends - timedelta(days=40), closes_at=ends
    )


def mails(kind: str) -> list[Mail]:
    deliver_due()
    return list(Mail.objects.filter(kind=kind).order_by("recipient"))


def states(project: Project) -> tuple[str, list[str]]:
    project.refresh_from_db()
    return project.status, [each.status for each in project.rounds.order_by("number")]


# --- withdrawing -------------------------------------------------------------------------
@pytest.mark.parametrize("build", ["a_draft", "a_project_in_review", "an_approved_project"])
def test_before_its_launch_a_creator_withdraws_without_a_word(build: str) -> None:
    project = getattr(builders, build)()
    ending.withdraw(project, "", actor=project.owner)
    assert states(project) == ("withdrawn", [])
    assert not Project.objects.public().filter(pk=project.pk).exists()
    assert [mail.recipient for mail in mails("project_withdrawn")] == [project.owner.email]


@pytest.mark.parametrize("closing", [False, True])
def test_until_the_verdict_a_creator_withdraws_and_every_promise_is_released(
    project: Project, closing: bool
) -> None:
    promises = [a_promise(project, email=f"backer{number}@example.org") for number in range(3)]
    if closing:
        builders.bring_to_its_end(project)
        settlement.close_due_rounds()
    ending.withdraw(project, "We found the money elsewhere.", actor=project.owner)
    assert states(project) == ("withdrawn", ["called_off", "called_off"])
    assert {Donation.objects.get(pk=each.pk).status for each in promises} == {"released"}
    assert Verdict.objects.count() == Payment.objects.count() == 0
    told = mails("donation_released")
    assert len(told) == 3
    assert "We found the money elsewhere" in told[0].text
    assert "minimum" not in told[0].text
    assert Event.objects.get(verb="project.withdrawn").actor == project.owner


def test_a_withdrawal_frees_the_units(project: Project) -> None:
    reward = project.rewards.get()
    claim = hold_unit(reward, actor=None)
    keep_unit(claim, actor=None)
    promise = a_promise(project)
    Donation.objects.filter(pk=promise.pk).update(claim=claim)
    ending.withdraw(project, "Another plan", actor=project.owner)
    reward.refresh_from_db()
    assert reward.taken == 0


def test_after_the_verdict_nothing_is_withdrawn() -> None:
    project = funded_first_round()
    with refused(VerdictGiven):
        ending.withdraw(project, "Too late", actor=project.owner)


def test_a_permanent_project_is_not_withdrawn() -> None:
    project = builders.a_live_project(rounds_planned=0)
    with refused(VerdictGiven):
        ending.withdraw(project, "Enough", actor=project.owner)


def test_nobody_withdraws_what_is_not_theirs_nor_without_a_word(project: Project) -> None:
    a_promise(project)
    with refused(NotYours):
        ending.withdraw(project, "Mine now", actor=cast.carme())
    with refused(ReasonMissing):
        ending.withdraw(project, "  ", actor=project.owner)


# --- stopping round 2 --------------------------------------------------------------------
def test_a_creator_stops_round_2_and_what_was_paid_stays() -> None:
    project = funded_first_round()
    ending.stop_second_round(project, actor=project.owner)
    assert states(project) == ("live", ["decided", "closing"])
    settlement.settle_closing_rounds()
    assert states(project) == ("funded", ["decided", "decided"])
    assert Verdict.objects.get(round__number=2).passed
    assert mails("project_round_stopped")


def test_there_is_nothing_to_stop_in_round_1_or_for_others(project: Project) -> None:
    with refused(NothingToStop):
        ending.stop_second_round(project, actor=project.owner)
    with refused(NotYours):
        ending.stop_second_round(project, actor=cast.didac())


# --- ending early ------------------------------------------------------------------------
@pytest.mark.parametrize("held", [False, True])
def test_an_admin_ends_early_by_failing_whatever_was_raised(project: Project, held: bool) -> None:
    promise = a_promise(project, 15_000)
    if held:
        put_on_hold(project, "A doubt", actor=cast.carme())
    ending.end_early(project, "The pictures are not yours.", actor=cast.carme())
    assert states(project) == ("failed", ["called_off", "called_off"])
    promise.refresh_from_db()
    assert promise.status == "released"
    assert Verdict.objects.count() == Payment.objects.count() == 0
    assert "The pictures are not yours" in mails("project_ended_early")[0].text
    (told,) = mails("donation_released")
    assert "pictures" not in told.text


def test_who_may_not_end_early_and_when(project: Project) -> None:
    a_promise(project)
    with refused(NotAnAdmin):
        ending.end_early(project, "Why", actor=project.owner)
    with refused(ReasonMissing):
        ending.end_early(project, " ", actor=cast.carme())
    own = builders.a_live_project(cast.carme(), admin=cast.person("u@example.org", "U", admin=True))
    with refused(OwnProject):
        ending.end_early(own, "Why", actor=cast.carme())
    passed = funded_first_round(cast.didac())
    with refused(VerdictGiven):
        ending.end_early(passed, "Why", actor=cast.carme())


# --- on hold -----------------------------------------------------------------------------
def test_a_hold_tells_its_creator_why_and_no_backer(project: Project) -> None:
    a_promise(project)
    put_on_hold(project, "We wait for a licence.", actor=cast.carme())
    assert states(project) == ("on_hold", ["open", "planned"])
    assert "We wait for a licence" in mails("project_on_hold")[0].text
    assert {mail.recipient for mail in Mail.objects.filter(kind__contains="hold")} == {
        project.owner.email
    }


def test_who_may_not_hold_or_resume(project: Project) -> None:
    for act in (put_on_hold, resume):
        with refused(NotAnAdmin):
            act(project, "Why", actor=project.owner)
        with refused(ReasonMissing):
            act(project, "", actor=cast.carme())


def test_a_hold_lifted_in_time_is_decided_as_of_the_instant(project: Project) -> None:
    put_on_hold(project, "A doubt", actor=cast.carme())
    a_promise(project, 9_999)
    ended_long_ago(project, hours=20)
    settlement.close_due_rounds()
    settlement.settle_closing_rounds()
    assert states(project) == ("on_hold", ["open", "planned"])
    assert ending.fail_holds_that_ran_out() == []
    resume(project, "All is well", actor=cast.carme())
    settlement.close_due_rounds()
    settlement.settle_closing_rounds()
    assert Verdict.objects.get().raised_cents == 9_999
    assert states(project) == ("failed", ["decided", "called_off"])
    assert mails("project_resumed")


def test_a_hold_that_lasts_until_eight_days_before_the_last_charge_fails(project: Project) -> None:
    promise = a_promise(project, 15_000)
    put_on_hold(project, "A doubt", actor=cast.carme())
    ended_long_ago(project, days=4)
    with refused(HoldRanOut):
        resume(project, "Sorry", actor=cast.carme())
    assert ending.fail_holds_that_ran_out() == [project.pk]
    promise.refresh_from_db()
    assert promise.status == "released"
    assert states(project) == ("failed", ["called_off", "called_off"])
    assert ending.fail_holds_that_ran_out() == []
    assert mails("project_hold_ran_out")
    assert "not decided early enough" in mails("donation_released")[0].text


def test_a_second_round_may_be_on_hold_for_as_long_as_it_takes() -> None:
    project = funded_first_round()
    put_on_hold(project, "A doubt", actor=cast.carme())
    ended_long_ago(project, days=30)
    assert ending.fail_holds_that_ran_out() == []


def test_a_promise_that_arrives_after_the_end_is_released_by_the_tick(project: Project) -> None:
    ending.end_early(project, "A doubt", actor=cast.carme())
    late = a_promise(project)
    assert releasing.release_leftovers() == 1
    late.refresh_from_db()
    assert late.status == "released"
    assert releasing.release_leftovers() == 0


@pytest.mark.parametrize(
    "end",
    [
        lambda project: put_on_hold(project, "A doubt", actor=cast.carme()),
        lambda project: ending.end_early(project, "A doubt", actor=cast.carme()),
        lambda project: ending.withdraw(project, "Enough", actor=project.owner),
    ],
    ids=["hold", "end early", "withdraw"],
)
def test_checkouts_under_way_are_ended_by_the_next_tick(
    project: Project, end: Callable[[Project], None]
) -> None:
    donation = a_promise(project, status="open")
    Checkout.objects.filter(pk=donation.checkout_id).update(
        status="open", closed_at=None, session_id=None,
        expires_at=database_now() + timedelta(minutes=30),
    )  # fmt: skip
    assert checkout_outcome.expire_overdue_checkouts() == 0
    end(project)
    assert checkout_outcome.expire_overdue_checkouts() == 1
    donation.refresh_from_db()
    assert donation.status == "expired"


# --- the creator's pages -----------------------------------------------------------------
@pytest.fixture
def as_alba(client: Client) -> Client:
    client.force_login(cast.alba())
    return client


def test_the_page_says_what_a_withdrawal_does_then_does_it(
    as_alba: Client, project: Project
) -> None:
    a_promise(project, 2500)
    address = f"/en/projects/{project.slug}/withdraw/"
    page = as_alba.get(address).content.decode()
    assert "€25.00" in page
    assert "released" in page
    assert states(project)[0] == "live"
    assert "Write why" in as_alba.post(address, {"reason": ""}).content.decode()
    assert as_alba.post(address, {"reason": "Another plan"}).status_code == 302
    assert states(project)[0] == "withdrawn"


def test_the_page_stops_round_2(as_alba: Client) -> None:
    project = funded_first_round()
    address = f"/en/projects/{project.slug}/stop/"
    assert "stay with the project" in as_alba.get(address).content.decode()
    withdrawal = as_alba.get(f"/en/projects/{project.slug}/withdraw/", follow=True)
    assert "can no longer be taken back" in withdrawal.content.decode()
    way = as_alba.get(f"/en/projects/{project.slug}/edit/check/").content.decode()
    assert address in way
    as_alba.post(address)
    assert states(project)[1] == ["decided", "closing"]


@pytest.mark.parametrize("page", ["withdraw", "stop"])
def test_these_pages_are_nobody_elses(client: Client, project: Project, page: str) -> None:
    address = f"/en/projects/{project.slug}/{page}/"
    assert "login" in client.get(address)["Location"]
    client.force_login(cast.didac())
    assert client.get(address).status_code == client.post(address).status_code == 404
    assert states(project)[0] == "live"


def test_a_draft_is_withdrawn_from_the_editor(as_alba: Client) -> None:
    draft = builders.a_draft()
    address = f"/en/projects/{draft.slug}/withdraw/"
    assert address in as_alba.get(f"/en/projects/{draft.slug}/edit/check/").content.decode()
    as_alba.post(address)
    assert states(draft)[0] == "withdrawn"


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (lambda project: ending.end_early(project, "A doubt", actor=cast.carme()), "The platform"),
        (lambda project: ending.withdraw(project, "Enough", actor=project.owner), "Its creator"),
    ],
    ids=["ended early", "withdrawn"],
)
def test_the_pages_of_project_and_donation_say_how_it_ended(
    client: Client, project: Project, end: Callable[[Project], None], said: str
) -> None:
    promise = a_promise(project)
    end(project)
    for address in (f"/en/projects/{project.slug}/", f"/en/donations/{promise.checkout.token}/"):
        page = client.get(address).content.decode()
        assert said in page
        assert "did not reach its minimum" not in page

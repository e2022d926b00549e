"""Campaigns in every stage and donations in every state, for tests that only look at pages."""

from typing import Any

from activity.clock import database_now
from donations.models import Donation, Verdict
from donations.promises import cancel_promise
from projects.models import Project, Round
from tests import builders
from tests.builders import a_live_project, a_reward
from tests.donations.closing import close_round, collection_day
from tests.donations.giving import (
    ASKS_WHEN_CHARGED,
    DECLINES_WHEN_CHARGED,
    SUCCEEDS,
    a_donation,
    a_gift,
    an_open_checkout,
)
from tests.donations.promising import a_promise
from tests.stripe_sandbox.running import RunningSandbox

ONE_ROUND: dict[str, Any] = {"rounds_planned": 1, "budget": builders.a_budget(3_000, 6_000)}


def a_campaign_in_every_stage() -> dict[str, Project]:
    """By the name of the stage; verdicts are written as the settlement leaves them."""
    below = a_live_project(
        title="Below the minimum",
        rewards=[a_reward(2500, 3), a_reward(9000, 1, title="A walk"), a_reward(title="Thanks")],
    )
    below.rewards.filter(title="A walk").update(taken=1)
    a_promise(below, 4200, name="Ona Vidal")
    a_promise(below, 700, email="hidden@example.org")
    above = a_live_project(title="Above the minimum")
    a_promise(above, 900_000)
    stages = {
        "below": below,
        "above": above,
        "permanent": a_live_project(title="Always open", rounds_planned=0),
        "second round": a_campaign_in_its_second_round(),
        "funded": _decided("Funded", passed=True, status="funded"),
        "failed": _decided("Not funded", passed=False, status="failed"),
        "closing": a_live_project(title="Being counted"),
    }
    Round.objects.filter(pk=builders.bring_to_its_end(stages["closing"]).pk).update(
        status="closing"
    )
    for status in ("on_hold", "withdrawn"):
        stages[status] = a_live_project(title=f"A campaign {status}")
        Project.objects.filter(pk=stages[status].pk).update(status=status)
    return stages


def a_campaign_in_its_second_round() -> Project:
    project = _decided("In its second round", passed=True, status="live")
    second = Round.objects.filter(project=project, number=2)
    second.update(status="open", opens_at=database_now())
    return project


def _decided(title: str, *, passed: bool, status: str) -> Project:
    project = a_live_project(title=title)
    round_ = builders.bring_to_its_end(project)
    Round.objects.filter(pk=round_.pk).update(status="decided")
    Verdict.objects.create(
        round=round_,
        passed=passed,
        raised_cents=900_000 if passed else 799_999,
        minimum_cents=800_000,
        optimum_cents=1_250_000,
        donations=7,
        decided_at=round_.closes_at,
    )
    Project.objects.filter(pk=project.pk).update(status=status)
    return project


def a_donation_in_every_state(sandbox: RunningSandbox) -> dict[str, Donation]:
    """Made at the offline Stripe; only what no use-case brings about yet is written by hand."""
    paid_for = a_live_project(title="A funded one", **ONE_ROUND)
    cards = {
        "paid": SUCCEEDS,
        "retrying": DECLINES_WHEN_CHARGED,
        "action required": ASKS_WHEN_CHARGED,
    }
    states = {
        name: a_donation(sandbox, paid_for, a_gift(5_000, email=f"{card}@example.org"), card=card)
        for name, card in cards.items()
    }
    close_round(paid_for)
    collection_day()
    funded = a_live_project(title="Funded just now", **ONE_ROUND)
    states["collecting"] = a_donation(sandbox, funded, a_gift(5_000))
    close_round(funded)
    failed = a_live_project(title="One that failed", **ONE_ROUND)
    states["released"] = a_donation(sandbox, failed)
    close_round(failed)
    live = a_live_project(title="One that is open", rewards=[a_reward(2500, 9)])
    gift = a_gift(2_500, reward=live.rewards.get(), show_name=True, public_name="Ona")
    states["promised"] = a_donation(sandbox, live, gift)
    states["cancelled"] = a_donation(sandbox, live)
    cancel_promise(states["cancelled"], actor=None)
    for status in ("expired", "dropped", "returning", "refunded", "disputed", "held"):
        states[status] = a_promise(live, email=f"{status}@example.org", status=status)
    states["open"] = an_open_checkout(live).donations.get()
    return states

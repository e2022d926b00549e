"""Data to measure on: made in bulk, in the tables of the platform, under all their rules.

The same sizes and seed give the same projects, words and amounts. Not made: accounts of backers,
payments, the ledger's entries and events. One project in sixteen is live, one in five failed, the
others are funded. Donations are spread unevenly: the fullest project of 5,000 has one in seventy.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import connection

from accounts.models import User
from activity.clock import database_now
from goteo.bench.sizes import Sizes
from projects.lifecycle import ProjectStatus, RoundStatus
from projects.models import BudgetItem, Category, Project, Round
from rewards.models import CollectiveReturn, Licence, ReturnKind, Reward

WORDS = 3_000
DONATIONS_AT_ONCE = 50_000
BACKERS_GIVE = 7
SYLLABLES = [first + second for first in "bcdfglmnprstv" for second in ("a", "e", "i", "o", "ur")]
PLACES = ["Girona", "Barcelona", "Lleida", "Madrid", "Sevilla", "Vic", "Bilbao", "Mérida"]


def words(seed: int) -> list[str]:
    """Those the projects are written with."""
    chance = Random(seed)  # noqa: S311 - for data that repeats
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(WORDS)]


def make(sizes: Sizes, say: Callable[[str], None]) -> Project:
    """Gives a live project that takes promises, the one with most donations."""
    now = database_now()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    projects = _make_projects(sizes, now)
    say(f"{len(projects)} projects made.")
    _make_what_they_have(projects, sizes, now)
    _make_donations(sizes, say)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return projects[0]


def _make_projects(sizes: Sizes, now: datetime) -> list[Project]:
    chance, known = Random(sizes.seed), words(sizes.seed)  # noqa: S311
    owner = User.objects.create_user("creator@example.org", None, name="Big Creator")
    categories = list(Category.objects.order_by("pk"))
    places = PLACES + [f"Village {number}" for number in range(200)]

    def text(count: int) -> str:
        return " ".join(chance.choices(known, k=count))

    return Project.objects.bulk_create(
        (
            Project(
                slug=f"project-{number}",
                owner=owner,
                status=_status(number),
                language=chance.choice(["es", "ca", "en"]),
                title=text(4).capitalize()[:90],
                pitch=text(15)[:180],
                description=text(400),
                location=chance.choice(places),
                category=chance.choice(categories),
                rounds_planned=0 if number % 160 == 80 else 2,
                launched_at=now - timedelta(minutes=7 * (number + 1)),
                fee_basis_points=400,
            )
            for number in range(sizes.projects)
        ),
        batch_size=500,
    )


def _status(number: int) -> ProjectStatus:
    if number % 16 == 0:
        return ProjectStatus.LIVE
    return ProjectStatus.FAILED if number % 5 == 1 else ProjectStatus.FUNDED


def _make_what_they_have(projects: list[Project], sizes: Sizes, now: datetime) -> None:
    chance = Random(sizes.seed)  # noqa: S311
    licences = list(Licence.objects.order_by("pk"))
    month = (now + timedelta(days=200)).date().replace(day=1)
    rounds, items, returns, rewards = [], [], [], []
    for number, project in enumerate(projects):
        rounds += _rounds(project, number, now)
        for essential, most in ((True, 1_500), (False, 900)):
            cents = 100_000 * chance.randint(1, most // 10)
            items.append(
                BudgetItem(
                    project=project,
                    kind="task",
                    title="Work",
                    amount_cents=cents,
                    essential=essential,
                )
            )
        for _ in range(2):
            kind, licence = chance.choice(ReturnKind.values), chance.choice(licences)
            returns.append(
                CollectiveReturn(
                    project=project, kind=kind, title="Return", description="Text", licence=licence
                )
            )
        for cents in (1_000, 2_500, 10_000):
            rewards.append(
                Reward(
                    project=project,
                    title="Reward",
                    description="Text",
                    price_cents=cents,
                    delivery_month=month,
                )
            )
    Round.objects.bulk_create(rounds, batch_size=2_000)
    BudgetItem.objects.bulk_create(items, batch_size=2_000)
    CollectiveReturn.objects.bulk_create(returns, batch_size=2_000)
    Reward.objects.bulk_create(rewards, batch_size=2_000)


def _rounds(project: Project, number: int, now: datetime) -> list[Round]:
    if project.rounds_planned == 0:
        return []
    over = Round(
        project=project,
        number=1,
        opens_at=now - timedelta(days=90),
        closes_at=now - timedelta(days=45),
        status=RoundStatus.DECIDED,
    )
    if project.status != ProjectStatus.LIVE:
        return [over]
    # Whole days and a half: “12 days left” must not become 11 while it is measured.
    closes = now + timedelta(days=3 + number % 37, hours=12)
    first = number % 48 != 32
    under_way = Round(
        project=project,
        number=1 if first else 2,
        opens_at=closes - timedelta(days=44),
        closes_at=closes,
        status=RoundStatus.OPEN,
    )
    return [under_way] if first else [over, under_way]


CUSTOMERS = """
INSERT INTO donations_customer (email)
SELECT 'backer' || number || '@example.org' FROM generate_series(0, %(customers)s - 1) AS number
"""
NUMBERED = """
CREATE TEMP TABLE numbered AS
SELECT row_number() OVER (ORDER BY project.id) - 1 AS number, project.id, project.status,
       (SELECT id FROM projects_round WHERE project_id = project.id ORDER BY number DESC LIMIT 1)
           AS round_id
  FROM projects_project AS project;
CREATE UNIQUE INDEX ON numbered (number);
ANALYZE numbered;
"""
CHECKOUTS = """
INSERT INTO donations_checkout
       (form_key, token, mode, status, customer_id, email, language, consent, session_url,
        opened_at, expires_at, closed_at)
SELECT gen_random_uuid(), 'bench' || number, 'save', 'complete',
       (SELECT min(id) FROM donations_customer) + (number::bigint * 7919) %% %(customers)s,
       'backer@example.org', 'es', '{}', '', now(), now(), now()
  FROM generate_series(%(first)s, %(last)s) AS number
"""
# Squared, the even spread of the numbers favours some projects; a prime scatters those.
DONATIONS = """
INSERT INTO donations_donation
       (public_id, checkout_id, project_id, round_id, status, amount_cents, currency, show_name,
        public_name, charge_by, opened_at, confirmed_at)
SELECT gen_random_uuid(), checkout.id, numbered.id, numbered.round_id,
       CASE numbered.status WHEN 'live' THEN 'promised' WHEN 'failed' THEN 'released'
            ELSE 'paid' END,
       (5 + (given.number::bigint * 31) %% 95) * 100, 'EUR', given.number %% 3 = 0,
       'Backer ' || given.number %% 500, now() + interval '60 days', now(),
       now() - (given.number::bigint * 31337 %% 50000) * interval '1 minute'
  FROM generate_series(%(first)s, %(last)s) AS given(number)
  JOIN donations_checkout AS checkout ON checkout.token = 'bench' || given.number
  JOIN numbered ON numbered.number = 7919 * floor(
           %(projects)s * power((given.number::bigint * 104729 %% 1000003) / 1000003.0, 2)
       )::bigint %% %(projects)s
"""


def _make_donations(sizes: Sizes, say: Callable[[str], None]) -> None:
    counts = {"customers": sizes.donations // BACKERS_GIVE + 1, "projects": sizes.projects}
    with connection.cursor() as cursor:
        cursor.execute(CUSTOMERS, counts)
        cursor.execute(NUMBERED)
        for first in range(1, sizes.donations + 1, DONATIONS_AT_ONCE):
            last = min(first + DONATIONS_AT_ONCE - 1, sizes.donations)
            cursor.execute(CHECKOUTS, {**counts, "first": first, "last": last})
            cursor.execute(DONATIONS, {**counts, "first": first, "last": last})
            say(f"{last} of {sizes.donations} donations made.")
        cursor.execute("DROP TABLE numbered")

"""What each project raised is summed from an index alone, without a look at the donations."""

import json

from django.db import connection
from django.db.models import F

from donations.queries import raised_of_each
from goteo.bench import data
from goteo.bench.sizes import Sizes
from projects.models import Project
from tests.committed import CommittedDatabase


def test_ordering_projects_by_what_they_raised_reads_one_index(
    committed_db: CommittedDatabase,
) -> None:
    data.make(Sizes(projects=60, donations=12_000, requests=1, connections=1), lambda _told: None)
    supported = Project.objects.alias(raised=raised_of_each()).order_by(F("raised").desc())
    plan = json.dumps(json.loads(supported.explain(format="json")))
    assert '"Index Only Scan"' in plan
    assert '"donation_raised"' in plan


def test_the_index_holds_what_counts_and_nothing_else(committed_db: CommittedDatabase) -> None:
    data.make(Sizes(projects=20, donations=400, requests=1, connections=1), lambda _told: None)
    by_index = {
        project.pk: project.raised for project in Project.objects.annotate(raised=raised_of_each())
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT project_id, sum(amount_cents) FROM donations_donation"
            " WHERE status NOT IN ('released') GROUP BY project_id"
        )
        by_row = dict(cursor.fetchall())
    assert {pk: cents for pk, cents in by_index.items() if cents} == by_row

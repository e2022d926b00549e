"""What a search finds: words in three languages, small typos, and nothing that breaks it."""

import json
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from projects import drafting
from projects.lifecycle import ProjectStatus
from projects.models import Project, SearchEntry
from projects.search import Found, having, legible, search
from tests import builders, cast

pytestmark = pytest.mark.django_db

LIVE = [ProjectStatus.LIVE]


def found_by(typed: str) -> Found:
    return search(typed, LIVE)


def titles(typed: str) -> list[str]:
    found = found_by(typed)
    projects = Project.objects.filter(found.condition, status="live").annotate(rank=found.rank)
    return list(projects.order_by("-rank", "-pk").values_list("title", flat=True))


@pytest.fixture
def three() -> None:
    """One in each language; Dídac is known by his name too."""
    plain: dict[str, Any] = {"pitch": "Words that nobody looks for."}
    builders.a_live_project(
        title="Biblioteques col·lectives del barri", language="ca", location="Lleida", **plain
    )
    builders.a_live_project(
        cast.didac(), title="Educación para los ríos", language="es", location="Mérida", **plain
    )
    builders.a_live_project(
        title="Repair manuals for farm robots", language="en", location="Vic", **plain
    )


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("educacion", "Educación para los ríos"),
        ("EDUCACIÓN", "Educación para los ríos"),
        ("repairing a robot", "Repair manuals for farm robots"),
        ("col·lectiva", "Biblioteques col·lectives del barri"),
        ("collectives", "Biblioteques col·lectives del barri"),
        ("col.lectives", "Biblioteques col·lectives del barri"),
        ("merida", "Educación para los ríos"),
        ("didac pons", "Educación para los ríos"),
        ('"manuals for farm"', "Repair manuals for farm robots"),
    ],
)
@pytest.mark.usefixtures("three")
def test_words_are_found_without_accents_and_in_their_other_forms(typed: str, title: str) -> None:
    assert titles(typed)[0] == title
    assert not found_by(typed).only_close


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("educasion", "Educación para los ríos"),
        ("manulas robts", "Repair manuals for farm robots"),
        ("lleda", "Biblioteques col·lectives del barri"),
        ("didak", "Educación para los ríos"),
        ("biblioteca", "Biblioteques col·lectives del barri"),
    ],
)
@pytest.mark.usefixtures("three")
def test_small_typos_in_title_owner_and_place_are_forgiven(typed: str, title: str) -> None:
    assert titles(typed)[0] == title
    assert found_by(typed).only_close


@pytest.mark.usefixtures("three")
def test_what_is_left_out_or_nowhere_is_not_found() -> None:
    assert titles("manuals -robots") == []
    assert titles("-robots manuals") == []
    assert titles("xylophone quartz") == []


@pytest.mark.usefixtures("three")
def test_half_of_the_words_is_near_but_not_found() -> None:
    found = found_by("robots kazoos")

    assert titles("robots kazoos") == []
    assert found.nearest == [Project.objects.get(location="Vic").pk]


def test_a_title_counts_more_than_a_long_text() -> None:
    builders.a_live_project(title="Orchards", description=builders.DESCRIPTION + " a windmill")
    builders.a_live_project(title="A windmill")

    assert titles("windmill") == ["A windmill", "Orchards"]


def test_drafts_are_not_found() -> None:
    builders.a_complete_draft(title="A windmill")

    assert titles("windmill") == []
    assert found_by("windmil").nearest == []


def test_an_entry_follows_its_project_and_the_name_of_its_owner() -> None:
    project = builders.a_draft(title="A windmill", language="en")
    drafting.save_section(project, "basics", {"location": "L'Hospitalet"}, actor=project.owner)
    cast.alba().__class__.objects.filter(pk=project.owner_id).update(name="Àlex Font")
    entry = SearchEntry.objects.get(project=project)

    assert entry.names == "a windmill alex font l'hospitalet"
    assert entry.place == "l'hospitalet"
    project.delete()
    assert not SearchEntry.objects.exists()


NASTY = [
    "",
    "   ",
    "'",
    '"',
    '"unclosed',
    "& | ! <-> :* ( ) \\",
    "a & !b | (c <-> d):*A",
    "-",
    "-robots",
    "or",
    "%",
    "\x00",
    "robots\x00manuals",
    "💧🌱",
    "أهلا",
    "'; DROP TABLE projects_project; --",
    "l·l",
    "\u202eevil\ufeff",
    "\ud800",
    "w" * 10_000,
    "word " * 2_000,
    "((((" * 1_000,
]


@pytest.mark.usefixtures("three")
def test_nothing_typed_is_an_error() -> None:
    for typed in NASTY:
        assert len(titles(typed)) <= 3, typed


def test_what_is_shown_again_is_short_and_on_one_line() -> None:
    assert legible(" rius\x00 i\n ponts ") == "rius i ponts"
    assert len(legible("w" * 10_000)) == 200


def many_projects(number: int) -> None:
    """Live campaigns written straight into their table, as a bulk load does."""
    first, second = ("river", "bridge", "school", "garden"), ("north", "south", "east", "west")
    template = builders.a_live_project(title="Template")
    fields = {
        field.attname: getattr(template, field.attname)
        for field in Project._meta.concrete_fields
        if field.name not in ("id", "public_id", "slug", "title", "description", "launched_at")
    }
    Project.objects.bulk_create(
        (
            Project(
                **fields,
                slug=f"many-{index}",
                title=f"{first[index % 4]} {second[index // 4 % 4]} number{index}",
                launched_at=template.launched_at,
            )
            for index in range(number)
        ),
        batch_size=500,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE projects_project, projects_searchentry")


def plan(projects: QuerySet[Project]) -> str:
    return json.dumps(json.loads(projects.explain(format="json")))


def test_a_search_among_thousands_goes_by_its_index(django_assert_num_queries: Any) -> None:
    many_projects(3000)
    steps = plan(Project.objects.filter(having("number1234"), status="live"))

    assert "search_entry_words" in steps
    assert '"Seq Scan"' not in steps
    assert titles("number1234")[0] == "school north number1234"
    with django_assert_num_queries(1):
        found_by("river")
    with django_assert_num_queries(2):
        found_by("rivre")


def test_small_typos_among_thousands_go_by_their_index() -> None:
    many_projects(3000)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = 0.4")
        cursor.execute(
            "EXPLAIN SELECT * FROM unnest(ARRAY['templat']) AS word"
            " JOIN projects_searchentry AS entry ON entry.names %> word"
        )
        steps = "\n".join(line for (line,) in cursor.fetchall())

    assert "search_entry_names" in steps
    assert titles("templat") == ["Template"]

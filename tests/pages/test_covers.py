"""Drawn covers: always the same, each its own, with colours of ours, and nothing but decoration."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client

from pages.covers import COLOURS, HEIGHT, VESSELS, WIDTH, Cover, draw_cover
from pages.outlines import disc, through
from projects.models import Category
from tests import builders
from tests.pages.test_components import rendered

CSS = (Path(__file__).resolve().parents[2] / "static" / "css" / "covers.css").read_text()
SEEDS = ("atlas-of-springs", "a-harbour-archive", "seeds", "", "ràdio", "x" * 200)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def all_covers() -> list[Cover]:
    return [draw_cover(category, seed) for category in ("", *COLOURS) for seed in SEEDS]


def svg_of(category: str, seed: str) -> str:
    return rendered(
        '<c-cover category="{{ category }}" seed="{{ seed }}" />', category=category, seed=seed
    )


def test_the_same_project_has_the_same_cover() -> None:
    assert draw_cover("ecology", "springs") == draw_cover("ecology", "springs")


def test_other_projects_have_other_covers() -> None:
    covers = [draw_cover("ecology", f"project-{number}") for number in range(60)]
    assert len(set(covers)) == 60


def test_the_category_gives_the_colours() -> None:
    for category, (tone, accent) in COLOURS.items():
        cover = draw_cover(category, "springs")
        assert (cover.tone, cover.accent) == (tone, accent)
        assert tone != accent


def test_a_category_of_an_operators_own_gets_colours_too() -> None:
    cover = draw_cover("beekeeping", "springs")
    assert (cover.tone, cover.accent) in COLOURS.values()


@pytest.mark.django_db
def test_every_category_that_a_platform_begins_with_has_its_colours() -> None:
    assert set(Category.objects.values_list("slug", flat=True)) == set(COLOURS)


def test_every_part_of_a_cover_has_a_colour() -> None:
    for cover in all_covers():
        assert f".cover-and-{cover.accent} " in CSS or cover.accent == "amber"
        assert f".cover-{cover.tone} " in CSS or cover.tone == "water"
        for shape in cover.shapes:
            assert f".cover-{shape.role} {{" in CSS


def test_nothing_is_drawn_far_outside_of_the_sheet() -> None:
    for cover in all_covers():
        for shape in cover.shapes:
            assert re.fullmatch(r"[MLHVCQaczZ0-9. -]+", shape.path)
            drawn = [abs(float(number)) for number in NUMBER.findall(shape.path)]
            assert max(drawn) <= max(WIDTH, HEIGHT) + 20


def test_a_cover_is_a_sound_drawing_without_colours_or_styles_of_its_own() -> None:
    drawing = ElementTree.fromstring(svg_of("ecology", "springs"))  # noqa: S314 (our own)
    paths = [part for part in drawing if part.tag == "path"]
    assert len(paths) == len(draw_cover("ecology", "springs").shapes)
    assert all(set(path.attrib) == {"class", "d"} for path in paths)


def test_a_cover_is_decoration_for_who_cannot_see_it() -> None:
    drawing = ElementTree.fromstring(svg_of("ecology", "springs"))  # noqa: S314 (our own)
    assert drawing.attrib["aria-hidden"] == "true"
    assert "".join(drawing.itertext()).strip() == ""


def test_a_cover_takes_nothing_from_its_seed_into_the_page() -> None:
    html = svg_of('"><script>', "<script>alert(1)</script>")
    assert "script" not in html


def test_a_cover_is_light_to_send() -> None:
    assert max(len(svg_of("ecology", seed)) for seed in SEEDS) < 6_000


@pytest.mark.django_db
def test_a_project_without_a_picture_shows_its_cover_in_lists_and_on_its_page(
    client: Client,
) -> None:
    project = builders.a_live_project(image="", image_alt="", drawn_cover=True)
    assert project.category is not None
    cover = svg_of(project.category.slug, project.slug)
    path = cover[cover.index("<path") : cover.index("</svg>")]
    for address in ("/en/", "/en/explore/", f"/en/projects/{project.slug}/"):
        html = client.get(address).content.decode()
        assert path in html
        assert 'alt=""' not in html


@pytest.mark.django_db
def test_a_project_with_a_picture_has_no_cover(client: Client) -> None:
    project = builders.a_live_project()
    assert 'class="cover' not in client.get(f"/en/projects/{project.slug}/").content.decode()


# --- outlines ------------------------------------------------------------------------------
def test_a_circle_begins_at_its_left_end() -> None:
    assert disc(10, 20, 5) == "M5.0 20.0a5.0 5.0 0 1 0 10.0 0a5.0 5.0 0 1 0 -10.0 0Z"


@pytest.mark.parametrize(("halves", "height"), VESSELS)
def test_the_side_of_a_vessel_goes_through_the_widths_it_was_given(
    halves: tuple[float, ...], height: float
) -> None:
    side = through(halves, 0, height)
    steps = len(halves) - 1
    assert [round(side(height * step / steps), 6) for step in range(steps + 1)] == list(halves)
    assert side(-5) == halves[0]
    assert side(height + 5) == halves[-1]

"""Every pair of colours that the look uses can be told apart, in light and in dark (WCAG 2.2)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")

# What text stands on which surface: at least 4.5 to 1.
TEXT = {
    "ink": "paper card sunk water-tint leaf-tint amber-tint violet-tint wrong-tint",
    "muted": "paper card sunk",
    "link": "paper card sunk",
    "water": "paper card water-tint",
    "leaf": "paper card leaf-tint",
    "amber": "paper card amber-tint",
    "violet": "paper card violet-tint",
    "wrong": "paper card sunk wrong-tint",
    "on-coral": "coral coral-deep",
    "on-water": "water",
    "on-deep": "deep",
    "on-deep-muted": "deep",
}
# Edges of controls, the ring of the focus, drawn figures: at least 3 to 1.
DRAWN = {
    "control": "paper card sunk",
    "focus": "paper card sunk water-tint",
    "water": "sunk card water-tint",
    "violet": "sunk card",
    "card": "leaf water",
    "ink": "card sunk",
    "coral": "paper card",
    "task": "card paper",
    "infrastructure": "card paper",
    "material": "card paper",
    "on-deep": "deep",
}
# Lines and stripes that only adorn: what they say is also said by a gap, a word or an edge.
ADORNING = {"line", "violet-soft"}


def tokens() -> dict[str, tuple[str, str]]:
    return {name: (light, dark) for name, light, dark in TOKEN.findall(_read("tokens.css"))}


def pairs(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(front, back) for front, backs in table.items() for back in backs.split()]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), pairs(TEXT))
def test_text_can_be_read(front: str, back: str, scheme: int) -> None:
    assert contrast(tokens()[front][scheme], tokens()[back][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), pairs(DRAWN))
def test_controls_and_drawings_can_be_seen(front: str, back: str, scheme: int) -> None:
    assert contrast(tokens()[front][scheme], tokens()[back][scheme]) >= 3


def test_every_colour_is_in_a_pair() -> None:
    paired = {name for pair in pairs(TEXT) + pairs(DRAWN) for name in pair}

    assert set(tokens()) - paired == ADORNING


def test_colours_are_written_in_one_place() -> None:
    elsewhere = [
        f"{path.name}: {colour}"
        for path in CSS.rglob("*.css")
        if path.name != "tokens.css"
        for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", path.read_text())
    ]

    assert elsewhere == []


def test_every_name_used_in_the_styles_exists() -> None:
    everything = "".join(path.read_text() for path in CSS.rglob("*.css"))
    used = set(re.findall(r"var\((--[\w-]+)", everything))
    defined = set(re.findall(r"(--[\w-]+):", everything))

    assert used - defined == set()


def _read(name: str) -> str:
    return (CSS / name).read_text()

"""Covers for projects without a picture: a vessel, what is in it, and the drops that fill it.

A cover is the same whenever its category and seed are. It has shapes only: what colour a role has
is said by static/css/covers.css, with our tokens, so that it is light or dark as its page is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from pages import outlines
from pages.outlines import Line

WIDTH, HEIGHT = 640, 400
TABLE = 352.0

# The colour of each category, and the one beside it; for any other, what the seed says.
COLOURS = {
    "ecology": ("leaf", "amber"),
    "open-data": ("water", "violet"),
    "education": ("amber", "water"),
    "culture": ("violet", "coral"),
    "communication": ("coral", "water"),
    "technology": ("water", "amber"),
    "health-and-care": ("coral", "violet"),
    "rights": ("violet", "amber"),
    "economy": ("leaf", "coral"),
    "heritage": ("amber", "violet"),
}
# Half the width of a vessel from its rim down to its foot, and its height.
VESSELS = (
    ((150, 147, 132, 98, 56, 50), 150),
    ((70, 64, 92, 122, 122, 100, 64), 214),
    ((66, 46, 44, 74, 108, 112, 88, 54), 240),
    ((112, 100, 120, 132, 126, 98, 70), 184),
    ((100, 99, 96, 88, 72, 50), 176),
    ((84, 72, 70, 100, 124, 104, 56), 226),
)


@dataclass(frozen=True)
class Shape:
    """`role` is the last part of its class; `path` the `d` of an SVG path."""

    role: str
    path: str


@dataclass(frozen=True)
class Cover:
    """On a sheet of 640 by 400, what stands in front comes last."""

    tone: str
    accent: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class _Vessel:
    centre: float
    rim: float
    half: Line
    level: float

    def least_half(self, y: float, reach: float) -> float:
        """What stays inside the vessel as far as `reach` above and below `y`."""
        return min(self.half(y - reach), self.half(y), self.half(y + reach)) - reach

    def sag(self, y: float) -> float:
        """How far a ring around the vessel bows, seen a little from above."""
        return self.half(y) * 0.11


def draw_cover(category: str, seed: str) -> Cover:
    """The cover of a project; `category` and `seed` are slugs, both may be empty."""
    chance = Random(f"{category}/{seed}")  # noqa: S311 (a drawing keeps no secret)
    some = chance.choice(sorted(COLOURS.values()))
    tone, accent = COLOURS.get(category, some)
    vessel = _vessel(chance)
    shapes = [*_landscape(chance, vessel), *_filled(vessel), *_painted(chance, vessel)]
    rim = outlines.disc(vessel.centre, vessel.rim, vessel.half(vessel.rim), vessel.sag(vessel.rim))
    return Cover(tone, accent, (*shapes, Shape("rim", rim), *_drops(chance, vessel)))


def _vessel(chance: Random) -> _Vessel:
    halves, height = chance.choice(VESSELS)
    rim = TABLE - height
    full = chance.uniform(0.3, 0.72)
    return _Vessel(
        centre=chance.uniform(230, 410),
        rim=rim,
        half=outlines.through(halves, rim, TABLE),
        level=TABLE - height * full,
    )


def _landscape(chance: Random, vessel: _Vessel) -> Iterator[Shape]:
    x = vessel.centre + chance.choice((-1, 1)) * chance.uniform(110, 190)
    y, radius = chance.uniform(100, 160), chance.uniform(50, 84)
    for ring in range(chance.randint(0, 3), 0, -1):
        yield Shape("ring", outlines.disc(x, y, radius + 24 * ring))
    yield Shape("sun", outlines.disc(x, y, radius))
    for role, height in (("far", 216), ("middle", 262), ("near", 306)):
        line = outlines.wave(
            height + chance.uniform(-14, 14),
            chance.uniform(14, 30),
            chance.uniform(420, 760),
            chance.random(),
        )
        yield Shape(role, outlines.hills(WIDTH, HEIGHT, line))
    table = outlines.wave(TABLE - 12, 3, 900, chance.random())
    yield Shape("table", outlines.hills(WIDTH, HEIGHT, table))
    foot = vessel.half(TABLE)
    yield Shape("shade", outlines.disc(vessel.centre + 14, TABLE + 5, foot * 1.35, 11))


def _filled(vessel: _Vessel) -> Iterator[Shape]:
    centre, half = vessel.centre, vessel.half
    yield Shape("glass", outlines.body(centre, vessel.rim, TABLE, half, vessel.sag(TABLE)))

    def inside(y: float) -> float:
        return half(y) - 7

    floor = TABLE - 8
    yield Shape("fill", outlines.body(centre, vessel.level, floor, inside, vessel.sag(floor)))
    top = vessel.level
    yield Shape("surface", outlines.disc(centre, top, inside(top), vessel.sag(top)))


def _painted(chance: Random, vessel: _Vessel) -> Iterator[Shape]:
    """Two bands around the vessel, each with its own pattern."""
    height = TABLE - vessel.rim
    places = chance.sample((0.3, 0.46, 0.62, 0.78), k=2)
    for place, pattern in zip(places, chance.sample((_band, _dots, _zigzag), k=2), strict=True):
        yield from pattern(chance, vessel, vessel.rim + height * place)


def _band(chance: Random, vessel: _Vessel, y: float) -> Iterator[Shape]:
    broad = chance.uniform(12, 22)
    for top, thick in ((y, broad), (y + broad + 6, 4)):
        path = outlines.body(vessel.centre, top, top + thick, vessel.half, vessel.sag(y), 2)
        yield Shape("paint", path)


def _dots(chance: Random, vessel: _Vessel, y: float) -> Iterator[Shape]:
    count, size = chance.choice((5, 7, 9)), chance.uniform(4.5, 7)
    half = vessel.least_half(y, 2 * size)
    path = []
    for step in range(count):
        turn = -1 + 2 * step / (count - 1)
        x = vessel.centre + half * turn
        path.append(outlines.disc(x, y + 2 * vessel.sag(y) * (1 - turn * turn), size))
    yield Shape("paint", "".join(path))


def _zigzag(chance: Random, vessel: _Vessel, y: float) -> Iterator[Shape]:
    swing, teeth = chance.uniform(5, 9), chance.randint(5, 8)
    half = vessel.least_half(y, swing + 3)
    path = outlines.zigzag(vessel.centre, y, half, swing, 2 * vessel.sag(y), teeth)
    yield Shape("line", path)


def _drops(chance: Random, vessel: _Vessel) -> Iterator[Shape]:
    """They fall one above the other into the vessel, the larger the nearer."""
    count = chance.randint(2, 4)
    bottom = vessel.rim - 26
    accent = chance.randrange(count)
    for number in range(count):
        size = 8 + 10 * (number + 1) / count
        side = 1 if (number + accent) % 2 else -1
        x = vessel.centre + side * chance.uniform(0.16, 0.46) * vessel.half(vessel.rim)
        y = bottom - (count - 1 - number) * min(50.0, (bottom - 24) / count)
        yield Shape("other-drop" if number == accent else "drop", outlines.drop(x, y, size))

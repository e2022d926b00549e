"""Pictures drawn for projects that have none: waves, suns and drops, always the same for a seed."""

import math
from dataclasses import dataclass
from random import Random

WIDTH, HEIGHT = 640, 400
POINTS = 6


@dataclass(frozen=True)
class Palette:
    sky: str
    waves: tuple[str, str, str]
    light: str


PALETTES = (
    Palette("#f6d9a8", ("#e98a5b", "#0a6c74", "#17414a"), "#fff3da"),
    Palette("#cfe8e4", ("#5eafae", "#e4b04a", "#28703b"), "#f4fbfa"),
    Palette("#eadff7", ("#8e74cf", "#f0a38c", "#2b2a4c"), "#fff4ef"),
    Palette("#dcebd2", ("#8db56b", "#2f7a43", "#f2c14e"), "#fdf6df"),
    Palette("#fbd9cf", ("#e2644a", "#5b2b4c", "#f4c95d"), "#fff1e6"),
    Palette("#d6e6f5", ("#6fa2cf", "#21476e", "#f2e2b8"), "#ffffff"),
    Palette("#f3e3cf", ("#c98a4b", "#6b7f5a", "#34483d"), "#fffaf0"),
    Palette("#d9e4ea", ("#78a0a8", "#c4593f", "#20323d"), "#fdfaf4"),
)


def draw_cover(seed: str) -> str:
    """An SVG document of 640 by 400, made from the seed alone."""
    chance = Random(seed)  # noqa: S311 (a drawing keeps no secret)
    palette = chance.choice(PALETTES)
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{palette.sky}"/>',
        _sun(chance, palette),
    ]
    heights = [90 + step * 62 for step in range(5)]
    for step, height in enumerate(heights):
        colour = palette.waves[step % len(palette.waves)]
        opacity = 0.62 + 0.08 * step
        parts.append(f'<path d="{_wave(chance, height)}" fill="{colour}" opacity="{opacity:.2f}"/>')
    parts.extend(_drop(chance, palette) for _ in range(chance.randint(3, 5)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" preserveAspectRatio="xMidYMid slice">'
        + "".join(parts)
        + "</svg>"
    )


def _sun(chance: Random, palette: Palette) -> str:
    x, y, radius = chance.randint(90, 550), chance.randint(60, 120), chance.randint(38, 74)
    ring = f'<circle cx="{x}" cy="{y}" r="{radius + 22}" fill="{palette.light}" opacity="0.45"/>'
    return f'{ring}<circle cx="{x}" cy="{y}" r="{radius}" fill="{palette.light}" opacity="0.9"/>'


def _wave(chance: Random, height: float) -> str:
    """A hill line across the picture: a sine with a second one on it, as smooth curves."""
    phase, second = chance.uniform(0, math.tau), chance.uniform(0, math.tau)
    swing, length = chance.uniform(24, 46), chance.uniform(420, 640)

    def line(x: float) -> tuple[float, float]:
        one, two = math.tau * x / length + phase, math.tau * x / (length / 2.6) + second
        y = height + swing * math.sin(one) + swing * 0.28 * math.sin(two)
        slope = math.tau / length * (swing * math.cos(one) + swing * 0.28 * 2.6 * math.cos(two))
        return y, slope

    reach = WIDTH / POINTS
    y, slope = line(0)
    path = [f"M0 {HEIGHT}V{y:.1f}"]
    for point in range(1, POINTS + 1):
        x = point * reach
        first = f"{x - reach * 2 / 3:.1f} {y + slope * reach / 3:.1f}"
        y, slope = line(x)
        path.append(f"C{first} {x - reach / 3:.1f} {y - slope * reach / 3:.1f} {x:.1f} {y:.1f}")
    return "".join(path) + f"V{HEIGHT}Z"


def _drop(chance: Random, palette: Palette) -> str:
    x, y, size = chance.randint(40, 600), chance.randint(120, 350), chance.uniform(10, 34)
    colour = chance.choice((palette.light, *palette.waves))
    if chance.random() < 0.5:
        return f'<circle cx="{x}" cy="{y}" r="{size:.1f}" fill="{colour}" opacity="0.85"/>'
    shape = (
        f"M{x} {y - size * 1.5:.1f}"
        f"c{size * 0.45:.1f} {size * 0.8:.1f} {size:.1f} {size * 1.2:.1f}"
        f" {size:.1f} {size * 1.7:.1f}"
        f"a{size:.1f} {size * 0.92:.1f} 0 0 1 {-size * 2:.1f} 0"
        f"c0 {-size * 0.5:.1f} {size * 0.55:.1f} {-size * 0.9:.1f} {size:.1f} {-size * 1.7:.1f}Z"
    )
    return f'<path d="{shape}" fill="{colour}" opacity="0.85"/>'

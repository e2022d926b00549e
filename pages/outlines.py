"""Outlines as the `d` of an SVG path: numbers in, text out, nothing by chance."""

import math
from collections.abc import Callable, Sequence

Point = tuple[float, float]
Line = Callable[[float], float]

STEPS = 8


def disc(x: float, y: float, across: float, down: float | None = None) -> str:
    """A circle, or an ellipse where `down` is another radius."""
    down = across if down is None else down
    arc = f"a{across:.1f} {down:.1f} 0 1"
    return f"M{x - across:.1f} {y:.1f}{arc} 0 {2 * across:.1f} 0{arc} 0 {-2 * across:.1f} 0Z"


def drop(x: float, y: float, size: float) -> str:
    """A drop whose round end lies around (x, y) and whose tip is above it."""
    return (
        f"M{x:.1f} {y - size * 2.1:.1f}"
        f"c{size * 0.4:.1f} {size * 0.9:.1f} {size:.1f} {size * 1.4:.1f}"
        f" {size:.1f} {size * 2.1:.1f}"
        f"a{size:.1f} {size:.1f} 0 1 1 {-size * 2:.1f} 0"
        f"c0 {-size * 0.7:.1f} {size * 0.6:.1f} {-size * 1.2:.1f} {size:.1f} {-size * 2.1:.1f}Z"
    )


def hills(width: float, bottom: float, height: Line) -> str:
    """Everything from the line `height` down to `bottom`."""
    points = [(width * step / STEPS, height(width * step / STEPS)) for step in range(STEPS + 1)]
    return f"M0 {bottom:.0f}L{_smooth(points)}L{width:.0f} {bottom:.0f}Z"


def body(
    centre: float, top: float, bottom: float, half: Line, sag: float, steps: int = STEPS
) -> str:
    """What turns around an upright axis between two heights; its ends bow down by `sag`."""
    heights = [top + (bottom - top) * step / steps for step in range(steps + 1)]
    right = [(centre + half(y), y) for y in heights]
    left = [(centre - half(y), y) for y in reversed(heights)]
    return (
        f"M{_at(left[-1])}{_bow(left[-1], right[0], sag)}L{_smooth(right)}"
        f"{_bow(right[-1], left[0], sag)}L{_smooth(left)}Z"
    )


def zigzag(centre: float, y: float, half: float, swing: float, sag: float, teeth: int) -> str:
    """A line that goes up and down around a body, as broad as it is there."""
    points = []
    for step in range(2 * teeth + 1):
        turn = -1 + step / teeth
        rise = swing if step % 2 else -swing
        points.append((centre + half * turn, y + rise + sag * (1 - turn * turn)))
    return "M" + "L".join(_at(point) for point in points)


def wave(height: float, swing: float, length: float, phase: float) -> Line:
    """A sine around `height` with a smaller one on it."""

    def line(x: float) -> float:
        turns = x / length + phase
        return height + swing * (
            math.sin(math.tau * turns) + 0.3 * math.sin(math.tau * turns * 2.3)
        )

    return line


def through(values: Sequence[float], top: float, bottom: float) -> Line:
    """The smooth line through `values`, which stand evenly between two heights."""

    def line(y: float) -> float:
        place = min(max((y - top) / (bottom - top), 0), 1) * (len(values) - 1)
        index = min(int(place), len(values) - 2)
        part = place - index
        before, this, following, after = (
            values[min(max(index + step, 0), len(values) - 1)] for step in (-1, 0, 1, 2)
        )
        slope, next_slope = (following - before) / 2, (after - this) / 2
        bend = 2 * (this - following) + slope + next_slope
        turn = 3 * (following - this) - 2 * slope - next_slope
        return this + part * (slope + part * (turn + part * bend))

    return line


def _bow(start: Point, end: Point, sag: float) -> str:
    return f"Q{(start[0] + end[0]) / 2:.1f} {start[1] + 2 * sag:.1f} {_at(end)}"


def _smooth(points: Sequence[Point]) -> str:
    """From the first point through all others, without a corner."""
    path = [_at(points[0])]
    for index in range(len(points) - 1):
        before, after = points[max(index - 1, 0)], points[min(index + 2, len(points) - 1)]
        (x, y), (next_x, next_y) = points[index], points[index + 1]
        first = (x + (next_x - before[0]) / 6, y + (next_y - before[1]) / 6)
        second = (next_x - (after[0] - x) / 6, next_y - (after[1] - y) / 6)
        path.append(f"C{_at(first)} {_at(second)} {_at((next_x, next_y))}")
    return "".join(path)


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"

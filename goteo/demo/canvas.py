"""A sheet to draw on with few shapes, twice as large as it will be shown, so that edges are soft.

Places and sizes are in points of the finished picture, from its upper left corner.
"""

import math
from collections.abc import Iterable
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1000
FINER = 2

Point = tuple[float, float]


class Canvas:
    def __init__(self, sky: str, horizon: str) -> None:
        """A sky that changes from `sky` above to `horizon` below."""
        column = Image.new("RGB", (1, 2))
        column.putdata([_colour(sky), _colour(horizon)])
        self._image = column.resize(
            (WIDTH * FINER, HEIGHT * FINER), Image.Resampling.BILINEAR, box=(0, 0.5, 1, 1.5)
        )
        self._pen = ImageDraw.Draw(self._image)

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, round_: float = 0
    ) -> None:
        corners = _finer([(x, y), (x + width, y + height)])
        self._pen.rounded_rectangle(corners, round_ * FINER, fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self.oval(x, y, radius, radius, colour)

    def oval(self, x: float, y: float, across: float, down: float, colour: str) -> None:
        corners = _finer([(x - across, y - down), (x + across, y + down)])
        self._pen.ellipse(corners, fill=colour)

    def ring(self, x: float, y: float, radius: float, colour: str, line: float) -> None:
        corners = _finer([(x - radius, y - radius), (x + radius, y + radius)])
        self._pen.ellipse(corners, outline=colour, width=int(line * FINER))

    def arc(self, x: float, y: float, radius: float, turn: Point, colour: str, line: float) -> None:
        """Part of a ring between two angles in degrees, clockwise from the right."""
        corners = _finer([(x - radius, y - radius), (x + radius, y + radius)])
        self._pen.arc(corners, *turn, fill=colour, width=int(line * FINER))

    def pie(self, x: float, y: float, radius: float, turn: Point, colour: str) -> None:
        """A disc of which only what lies between two angles is there."""
        corners = _finer([(x - radius, y - radius), (x + radius, y + radius)])
        self._pen.pieslice(corners, *turn, fill=colour)

    def shape(self, points: Iterable[Point], colour: str) -> None:
        self._pen.polygon(_finer(points), fill=colour)

    def line(self, points: Iterable[Point], colour: str, width: float) -> None:
        self._pen.line(_finer(points), fill=colour, width=int(width * FINER), joint="curve")

    def hill(self, height: float, swing: float, length: float, phase: float, colour: str) -> None:
        """Everything below a line that waves around `height`."""
        top = [(x, height + swing * _wave(x / length + phase)) for x in range(0, WIDTH + 8, 8)]
        self.shape([(0, HEIGHT), *top, (WIDTH, HEIGHT)], colour)

    def drop(self, x: float, y: float, size: float, colour: str) -> None:
        self.disc(x, y, size, colour)
        self.shape([(x - size * 0.9, y - size * 0.42), (x, y - size * 2.1),
                    (x + size * 0.9, y - size * 0.42)], colour)  # fmt: skip

    def png(self) -> bytes:
        written = BytesIO()
        self._image.reduce(FINER).save(written, "PNG", compress_level=1)
        return written.getvalue()


def _wave(turns: float) -> float:
    return math.sin(math.tau * turns) + 0.3 * math.sin(math.tau * turns * 2.6)


def _colour(name: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(name.removeprefix("#")))


def _finer(points: Iterable[Point]) -> list[Point]:
    return [(x * FINER, y * FINER) for x, y in points]

"""The pictures of the demo projects: drawn here, so that nobody's photographs are needed.

Each shows what the text beside it (`picture_alt` of its story) says.
"""

import math
from random import Random

from goteo.demo.canvas import HEIGHT, WIDTH, Canvas


def springs() -> bytes:
    """A stream runs down between green hills from a stone spout, under a low sun."""
    canvas = Canvas("#bfe3e0", "#fdf3dc")
    canvas.disc(1180, 250, 120, "#fff3da")
    canvas.disc(1180, 250, 86, "#f4c95d")
    canvas.hill(430, 60, 1500, 0.1, "#8fc4a6")
    canvas.hill(540, 55, 1200, 0.55, "#5a9c78")
    canvas.hill(660, 45, 1700, 0.3, "#2f7a57")
    bed = [(step / 20, 730 + 46 * math.sin(step * 0.42)) for step in range(21)]
    left = [(x - 26 - 150 * far**2, 540 + 460 * far) for far, x in bed]
    right = [(x + 26 + 190 * far**2, 540 + 460 * far) for far, x in bed]
    canvas.shape([*left, *reversed(right)], "#7fd0d6")
    for aside in (-0.3, 0.35):
        glint = [(x + aside * (26 + 160 * far**2), 540 + 460 * far) for far, x in bed[4:]]
        canvas.line(glint, "#d9f3f2", 9)
    canvas.box(560, 420, 330, 160, "#d8cdb8", 14)
    canvas.box(590, 450, 270, 30, "#b9ac92", 8)
    canvas.box(690, 500, 80, 26, "#6d6657", 10)
    canvas.shape([(700, 526), (760, 526), (752, 610), (708, 610)], "#7fd0d6")
    for x, y, size in ((330, 340, 44), (430, 260, 28), (240, 240, 22)):
        canvas.drop(x, y, size, "#0a6c74")
        canvas.disc(x - size * 0.35, y + size * 0.1, size * 0.2, "#bfe3e0")
    canvas.hill(880, 26, 900, 0.8, "#17414a")
    return canvas.png()


def tractor() -> bytes:
    """A small red tractor on a ploughed field, with a spanner lying across the sky like a sign."""
    canvas = Canvas("#f8d9b4", "#fdf3e3")
    canvas.disc(300, 240, 96, "#fff6e2")
    canvas.hill(560, 40, 1600, 0.2, "#a9bf77")
    canvas.hill(660, 20, 2200, 0.6, "#8a5a3c")
    for step in range(9):
        y = 690 + step * step * 4.4
        canvas.line([(0, y), (WIDTH, y + 10 + step * 3)], "#6f452c", 6 + step * 2)
    canvas.box(640, 480, 360, 130, "#c8432f", 26)
    canvas.box(900, 440, 30, 80, "#20323d", 6)
    canvas.box(560, 330, 220, 170, "#c8432f", 20)
    canvas.box(590, 358, 158, 110, "#dceff2", 10)
    canvas.box(540, 312, 260, 30, "#8f2c1e", 14)
    for x, y, radius in ((620, 640, 150), (960, 690, 96)):
        canvas.disc(x, y, radius, "#20323d")
        canvas.disc(x, y, radius * 0.56, "#f4c95d")
        canvas.disc(x, y, radius * 0.18, "#20323d")
        for turn in range(12):
            angle = math.tau * turn / 12
            canvas.disc(
                x + radius * 0.98 * math.cos(angle), y + radius * 0.98 * math.sin(angle),
                radius * 0.12, "#20323d",
            )  # fmt: skip
    canvas.line([(1160, 306), (1370, 190)], "#4c6470", 44)
    canvas.pie(1380, 184, 64, (2, 300), "#4c6470")
    canvas.ring(1112, 335, 60, "#4c6470", 34)
    return canvas.png()


def air() -> bytes:
    """Blocks of flats under a hazy sky, and in front of them a white sensor box on a post."""
    canvas = Canvas("#e7b59a", "#f7e4cf")
    chance = Random("air")  # noqa: S311 (a drawing keeps no secret)
    for _ in range(46):
        x, y = chance.uniform(0, WIDTH), chance.uniform(40, 520)
        canvas.disc(x, y, chance.uniform(4, 15), chance.choice(["#d99a7c", "#c98467", "#f0cdb5"]))
    blocks = ((40, 430, 260), (330, 330, 230), (590, 480, 210), (1040, 380, 250), (1320, 460, 240))
    for number, (x, top, width) in enumerate(blocks):
        canvas.box(x, top, width, HEIGHT - top, ("#5b4b66", "#3f4a66", "#6a4b58")[number % 3])
        for row in range(int((900 - top) / 74)):
            for column in range(int(width / 62)):
                lit = chance.random() < 0.42
                colour = "#f9d77e" if lit else "#2b2a4c"
                canvas.box(x + 24 + column * 60, top + 30 + row * 74, 34, 42, colour, 4)
    canvas.hill(900, 8, 1600, 0.0, "#2b2a4c")
    canvas.box(884, 520, 24, 400, "#20323d", 4)
    canvas.box(800, 360, 192, 200, "#fdfaf4", 26)
    for row in range(4):
        canvas.box(832, 396 + row * 30, 128, 12, "#c9d6d4", 6)
    canvas.disc(896, 532, 13, "#28a06b")
    for radius in (70, 110, 150):
        canvas.arc(896, 350, radius, (215, 325), "#0a6c74", 12)
    return canvas.png()


def houses() -> bytes:
    """A row of white houses at dusk with lit windows, and a large key in the sky above them."""
    canvas = Canvas("#2b2a5c", "#e98a6b")
    canvas.ring(560, 250, 96, "#f4c95d", 34)
    canvas.box(640, 232, 430, 36, "#f4c95d", 10)
    canvas.box(960, 260, 34, 76, "#f4c95d", 6)
    canvas.box(1030, 260, 34, 100, "#f4c95d", 6)
    canvas.hill(760, 20, 1700, 0.4, "#5b2b4c")
    lit = Random("houses")  # noqa: S311 (a drawing keeps no secret)
    for number in range(7):
        x, top = -40 + number * 240, 560 + (number * 83) % 130
        canvas.box(x, top, 232, HEIGHT - top, ("#fdf3e3", "#f3dcc5", "#f8e8d6")[number % 3])
        roof = [(x - 14, top), (x + 116, top - 96), (x + 246, top)]
        canvas.shape(roof, ("#a8442e", "#8f3a2c")[number % 2])
        for row in range(3):
            for column in range(2):
                colour = "#f9c74f" if lit.random() < 0.6 else "#4a3a58"
                canvas.box(x + 36 + column * 98, top + 44 + row * 118, 62, 78, colour, 6)
    canvas.box(0, 960, WIDTH, 40, "#2a1c33")
    return canvas.png()


def harbour() -> bytes:
    """A harbour crane and a cargo boat in front of a setting sun on calm water."""
    canvas = Canvas("#f6b48a", "#fde7c8")
    canvas.disc(800, 560, 190, "#fff0d2")
    canvas.disc(800, 560, 140, "#f2784b")
    canvas.box(0, 600, WIDTH, 400, "#2f6c86")
    for step in range(8):
        y, half = 624 + step * 44, 150 - step * 12
        canvas.box(800 - half, y, half * 2, 12, "#f2a27c", 6)
    hull = [(180, 640), (760, 640), (700, 760), (240, 760)]
    canvas.shape(hull, "#17324a")
    canvas.shape([(236, 728), (716, 728), (700, 760), (240, 760)], "#b5402c")
    canvas.box(250, 520, 130, 120, "#fdf6ea", 8)
    canvas.box(290, 440, 50, 90, "#b5402c", 4)
    for number, colour in enumerate(("#e4b04a", "#28703b", "#8e74cf")):
        canvas.box(420 + number * 96, 580, 86, 60, colour, 4)
    for x in (1150, 1330):
        canvas.line([(x, 860), (1240, 300)], "#20323d", 22)
    canvas.line([(1180, 680), (1300, 680)], "#20323d", 14)
    canvas.line([(1480, 250), (640, 330)], "#20323d", 26)
    canvas.line([(1240, 170), (1240, 310)], "#20323d", 22)
    for x, y in ((1480, 250), (700, 324)):
        canvas.line([(1240, 180), (x, y)], "#20323d", 8)
    canvas.line([(680, 326), (680, 520)], "#20323d", 6)
    canvas.box(640, 516, 80, 44, "#c4593f", 4)
    canvas.hill(880, 14, 800, 0.2, "#16242e")
    return canvas.png()


def seeds() -> bytes:
    """Six glass jars on two wooden shelves, each filled with seeds of another colour."""
    canvas = Canvas("#f3e9d4", "#e8d9bb")
    chance = Random("seeds")  # noqa: S311 (a drawing keeps no secret)
    seed_colours = ("#7a3b2e", "#e4b04a", "#2f4a3a", "#c8703f", "#efe2c0", "#51324f")
    for number, colour in enumerate(seed_colours):
        x, floor = 170 + (number % 3) * 440, 470 + (number // 3) * 420
        canvas.box(x, floor - 290, 300, 290, "#dcebe6", 46)
        canvas.box(x + 44, floor - 346, 212, 66, "#9b6a3c", 16)
        for _ in range(240):
            across, up = chance.uniform(24, 276), chance.uniform(14, 205)
            canvas.oval(x + across, floor - up, 13, 9, colour)
            canvas.oval(x + across - 3, floor - up - 2, 4, 2, "#fff6e2")
        canvas.box(x + 70, floor - 180, 160, 84, "#fdfaf4", 8)
        canvas.box(x + 88, floor - 158, 124, 10, "#6b7f5a", 4)
        canvas.box(x + 88, floor - 132, 84, 10, "#b9ac92", 4)
    for y in (470, 890):
        canvas.box(0, y, WIDTH, 46, "#8a5a34")
        canvas.box(0, y + 38, WIDTH, 14, "#6b4426")
    return canvas.png()


def radio() -> bytes:
    """A radio mast on a dark hill sends rings into the evening sky over a white village."""
    canvas = Canvas("#4a3f78", "#f0a38c")
    for radius in (120, 210, 300, 390):
        canvas.arc(1100, 260, radius, (150, 390), "#f9d77e", 12)
    canvas.hill(640, 90, 1900, 0.35, "#33305c")
    canvas.hill(760, 50, 1400, 0.1, "#2b2a4c")
    for x in (1040, 1160):
        canvas.line([(x, 760), (1100, 260)], "#fdf3e3", 12)
    for y, half in ((400, 18), (500, 30), (600, 41), (690, 51)):
        canvas.line([(1100 - half, y), (1100 + half, y)], "#fdf3e3", 8)
    canvas.disc(1100, 252, 20, "#e2644a")
    for number in range(9):
        x, y = 60 + number * 96, 780 + (number * 37) % 90
        canvas.box(x, y, 84, 70, "#fdf3e3", 2)
        canvas.shape([(x - 8, y), (x + 42, y - 36), (x + 92, y)], "#c4593f")
        canvas.box(x + 30, y + 22, 24, 26, "#f4c95d", 3)
    canvas.hill(930, 18, 1100, 0.7, "#1c1b36")
    return canvas.png()

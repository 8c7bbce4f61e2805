"""Things that stand in a landscape, each drawn with its own pen: x from its middle, y up from its foot, 1
high.
"""

from collections.abc import Callable
from dataclasses import dataclass

from yubo_nb.sandbox.painter.canvas import Colour, Pen, mixed

WHITE: Colour = (0.97, 0.95, 0.91)
GLASS: Colour = (1.0, 0.86, 0.5)


@dataclass(frozen=True, slots=True)
class Paints:
    """What a figure is painted with: its own colour, its accent, the colours of shade and of light."""

    body: Colour
    accent: Colour
    dark: Colour
    light: Colour
    lit: bool = False
    """Windows shine."""


Draw = Callable[[Pen, Paints], None]


def _shade(colour: Colour, share: float = 0.35) -> Colour:
    return mixed(colour, (0.05, 0.06, 0.16), share)


def lighthouse(pen: Pen, p: Paints) -> None:
    """Striped tower, gallery, lantern, a keeper's house."""
    wall, stripe = mixed(WHITE, p.light, 0.12), p.accent

    def half(y: float) -> float:
        return 0.115 - 0.06 * y

    pen.shape([(0.1, 0), (0.34, 0), (0.34, 0.13), (0.1, 0.13)], _shade(wall, 0.28))
    pen.shape([(0.07, 0.13), (0.37, 0.13), (0.31, 0.21), (0.13, 0.21)], _shade(stripe, 0.35))
    pen.shape([(0.2, 0.03), (0.25, 0.03), (0.25, 0.09), (0.2, 0.09)], GLASS if p.lit else p.dark)
    bands = 5
    for n in range(bands):
        y0, y1 = 0.74 * n / bands, 0.74 * (n + 1) / bands
        pen.shape(
            [(-half(y0), y0), (half(y0), y0), (half(y1), y1), (-half(y1), y1)], stripe if n % 2 == 0 else wall
        )
    for y0, y1 in ((0.0, 0.74),):
        pen.shape(
            [(half(y0) * 0.3, y0), (half(y0), y0), (half(y1), y1), (half(y1) * 0.3, y1)],
            (0.04, 0.05, 0.14),
            0.28,
        )
    for y in (0.2, 0.45):
        pen.shape(
            [(-0.018, y), (0.018, y), (0.018, y + 0.05), (-0.018, y + 0.05)], GLASS if p.lit else p.dark
        )
    pen.shape([(-0.1, 0.74), (0.1, 0.74), (0.085, 0.77), (-0.085, 0.77)], p.dark)
    pen.shape([(-0.055, 0.77), (0.055, 0.77), (0.055, 0.87), (-0.055, 0.87)], GLASS)
    for x in (-0.055, 0.0, 0.055):
        pen.stroke([(x, 0.77), (x, 0.87)], 0.008, p.dark)
    pen.curve([(-0.075, 0.87), (-0.05, 0.92), (0, 0.955), (0.05, 0.92), (0.075, 0.87)], _shade(stripe, 0.25))
    pen.stroke([(0, 0.94), (0, 1.0)], 0.012, p.dark)


def boat(pen: Pen, p: Paints) -> None:
    """Two sails over a hull."""
    sail = mixed(WHITE, p.light, 0.25)
    pen.stroke([(0.0, 0.1), (0.0, 1.0)], 0.014, p.dark)
    pen.shape([(0.02, 0.2), (0.02, 0.97), (0.17, 0.62), (0.36, 0.2)], sail)
    pen.shape([(0.02, 0.2), (0.02, 0.97), (0.06, 0.8), (0.12, 0.2)], _shade(sail, 0.14))
    pen.shape([(-0.02, 0.22), (-0.02, 0.86), (-0.14, 0.5), (-0.29, 0.22)], p.accent)
    pen.curve([(-0.4, 0.15), (0.0, 0.13), (0.44, 0.17), (0.3, 0.02), (0.0, 0.0), (-0.3, 0.02)], p.dark)
    pen.shape([(-0.38, 0.135), (0.41, 0.15), (0.39, 0.115), (-0.36, 0.105)], sail)


def house(pen: Pen, p: Paints) -> None:
    """Gable, chimney, door, windows."""
    wall, roof = mixed(p.body, p.light, 0.2), p.accent
    pen.shape([(0.25, 0.62), (0.36, 0.62), (0.36, 0.98), (0.25, 0.98)], _shade(wall, 0.4))
    pen.shape([(-0.5, 0), (0.5, 0), (0.5, 0.5), (-0.5, 0.5)], wall)
    pen.shape([(0.1, 0), (0.5, 0), (0.5, 0.5), (0.1, 0.5)], _shade(wall, 0.22))
    pen.shape([(-0.6, 0.47), (0.6, 0.47), (0.34, 0.86), (-0.34, 0.86)], roof)
    pen.shape([(0.1, 0.47), (0.6, 0.47), (0.34, 0.86), (0.08, 0.86)], _shade(roof, 0.25))
    pen.shape([(-0.1, 0), (0.06, 0), (0.06, 0.3), (-0.1, 0.3)], _shade(roof, 0.4))
    glass = GLASS if p.lit else mixed(p.dark, p.light, 0.25)
    for x in (-0.36, 0.24):
        pen.shape([(x, 0.16), (x + 0.14, 0.16), (x + 0.14, 0.34), (x, 0.34)], glass)
        pen.stroke([(x + 0.07, 0.16), (x + 0.07, 0.34)], 0.012, p.dark)
    pen.round(0, 0.66, 0.06, 0.06, glass)


def castle(pen: Pen, p: Paints) -> None:
    """Towers with pointed roofs round a keep."""
    stone = mixed(p.body, p.light, 0.15)
    pen.shape([(-0.5, 0), (0.5, 0), (0.5, 0.3), (-0.5, 0.3)], _shade(stone, 0.12))
    for x, top, wide in (
        (-0.46, 0.52, 0.09),
        (0.46, 0.5, 0.09),
        (-0.2, 0.62, 0.1),
        (0.24, 0.68, 0.1),
        (0.02, 0.8, 0.11),
    ):
        pen.shape([(x - wide, 0), (x + wide, 0), (x + wide, top), (x - wide, top)], stone)
        pen.shape(
            [(x + wide * 0.2, 0), (x + wide, 0), (x + wide, top), (x + wide * 0.2, top)], _shade(stone, 0.3)
        )
        pen.shape([(x - wide * 1.25, top), (x + wide * 1.25, top), (x, top + 0.2)], p.accent)
        pen.shape([(x + wide * 0.2, top), (x + wide * 1.25, top), (x, top + 0.2)], _shade(p.accent, 0.3))
        pen.round(x, top - 0.1, 0.016, 0.032, GLASS if p.lit else p.dark)
    for n in range(11):
        x = -0.5 + n * 0.1
        pen.shape([(x - 0.03, 0.3), (x + 0.03, 0.3), (x + 0.03, 0.35), (x - 0.03, 0.35)], stone)
    pen.curve([(-0.07, 0), (0.07, 0), (0.07, 0.12), (0, 0.19), (-0.07, 0.12)], p.dark)


def pagoda(pen: Pen, p: Paints) -> None:
    """Five curved roofs, one above the other."""
    wall = mixed(p.body, p.light, 0.25)
    for n in range(5):
        y, wide = n * 0.175, 0.36 - n * 0.05
        inner = wide * 0.62
        pen.shape(
            [(-inner, y), (inner, y), (inner, y + 0.12), (-inner, y + 0.12)],
            wall if not p.lit else mixed(wall, GLASS, 0.4),
        )
        for k in (-0.5, 0.0, 0.5):
            pen.stroke([(inner * k, y), (inner * k, y + 0.12)], 0.012, _shade(wall, 0.5))
        eave, top = y + 0.11, y + 0.175
        pen.shape(
            [
                (-wide - 0.06, eave + 0.05),
                (-wide * 0.7, eave),
                (0, eave - 0.008),
                (wide * 0.7, eave),
                (wide + 0.06, eave + 0.05),
                (inner * 0.75, top),
                (-inner * 0.75, top),
            ],
            p.accent if n % 2 == 0 else _shade(p.accent, 0.12),
        )
        pen.shape(
            [(0, eave), (wide * 0.7, eave), (wide + 0.06, eave + 0.05), (inner * 0.75, top), (0, top)],
            _shade(p.accent),
            0.5,
        )
    pen.stroke([(0, 0.87), (0, 1.0)], 0.018, p.dark)


def windmill(pen: Pen, p: Paints) -> None:
    """Tower, cap and four sails."""
    wall = mixed(p.body, p.light, 0.2)
    pen.shape([(-0.17, 0), (0.17, 0), (0.1, 0.55), (-0.1, 0.55)], wall)
    pen.shape([(0.02, 0), (0.17, 0), (0.1, 0.55), (0.02, 0.55)], _shade(wall, 0.3))
    pen.curve([(-0.12, 0.55), (0, 0.7), (0.12, 0.55)], p.accent)
    pen.shape([(-0.04, 0), (0.04, 0), (0.04, 0.13), (-0.04, 0.13)], p.dark)
    for dx, dy in ((0.62, 0.78), (-0.78, 0.62), (-0.62, -0.78), (0.78, -0.62)):
        tip = (dx * 0.44, 0.6 + dy * 0.44)
        side = (tip[0] - dy * 0.09, tip[1] + dx * 0.09)
        root = (dx * 0.08 - dy * 0.09, 0.6 + dy * 0.08 + dx * 0.09)
        pen.shape([(dx * 0.08, 0.6 + dy * 0.08), tip, side, root], WHITE)
        pen.stroke([(0, 0.6), tip], 0.016, p.dark)


def balloon(pen: Pen, p: Paints) -> None:
    """Striped envelope and a basket."""
    pen.round(0, 0.64, 0.36, 0.36, p.accent)
    pen.shape([(-0.335, 0.52), (0.335, 0.52), (0.08, 0.2), (-0.08, 0.2)], p.accent)
    for half, colour in ((0.24, WHITE), (0.12, p.accent)):
        pen.round(0, 0.64, half, 0.36, colour)
        pen.shape(
            [(-half * 0.95, 0.52), (half * 0.95, 0.52), (half * 0.26, 0.2), (-half * 0.26, 0.2)], colour
        )
    pen.curve([(0.1, 0.96), (0.34, 0.75), (0.35, 0.56), (0.1, 0.2), (0.2, 0.55)], (0.05, 0.05, 0.15), 0.22)
    for x in (-0.06, 0.06):
        pen.stroke([(x, 0.2), (x * 0.8, 0.1)], 0.008, p.dark)
    pen.shape([(-0.06, 0.1), (0.06, 0.1), (0.05, 0.0), (-0.05, 0.0)], _shade((0.55, 0.38, 0.22), 0.1))


def rocket(pen: Pen, p: Paints) -> None:
    """A fifties rocket on its flame."""
    pen.curve([(-0.07, 0.2), (0.0, 0.0), (0.07, 0.2), (0, 0.24)], (1.0, 0.72, 0.3))
    pen.curve([(-0.035, 0.2), (0.0, 0.08), (0.035, 0.2)], (1.0, 0.95, 0.75))
    pen.shape([(-0.1, 0.36), (-0.24, 0.17), (-0.1, 0.22)], p.accent)
    pen.shape([(0.1, 0.36), (0.24, 0.17), (0.1, 0.22)], _shade(p.accent))
    pen.curve(
        [(-0.09, 0.2), (-0.13, 0.5), (-0.08, 0.8), (0, 1.0), (0.08, 0.8), (0.13, 0.5), (0.09, 0.2)], WHITE
    )
    pen.curve(
        [(0.02, 0.2), (0.04, 0.6), (0, 1.0), (0.08, 0.8), (0.13, 0.5), (0.09, 0.2)], _shade(WHITE, 0.25)
    )
    pen.curve([(-0.065, 0.82), (0, 1.0), (0.065, 0.82), (0, 0.8)], p.accent)
    pen.round(0, 0.62, 0.05, 0.05, p.dark)
    pen.round(-0.01, 0.63, 0.034, 0.034, (0.55, 0.8, 0.95))


def bridge(pen: Pen, p: Paints) -> None:
    """An arched bridge and its mirror image's worth of shadow."""
    stone = mixed(p.body, p.light, 0.1)
    arc = [(-1.2 + 0.1 * n, 0.45 + 0.5 * (1 - ((n - 12) / 12) ** 2)) for n in range(25)]
    under = [(x * 0.72, max(0.0, y * 0.95 - 0.2)) for x, y in reversed(arc)]
    pen.shape([*arc, (1.2, 0.0), (0.86, 0.0), *under, (-0.86, 0.0), (-1.2, 0.0)], stone)
    pen.stroke(arc, 0.05, p.accent)
    for x, y in arc[2:-2:2]:
        pen.stroke([(x, y), (x, y + 0.12)], 0.025, p.accent)
    pen.stroke([(x, y + 0.12) for x, y in arc[2:-2]], 0.03, p.accent)


def tree(pen: Pen, p: Paints) -> None:
    """A broad crown of overlapping rounds."""
    bark = _shade((0.36, 0.25, 0.2), 0.25)
    pen.shape([(-0.06, 0), (0.07, 0), (0.035, 0.5), (-0.03, 0.5)], bark)
    pen.stroke([(0, 0.3), (0.17, 0.55)], 0.03, bark)
    pen.stroke([(0, 0.36), (-0.18, 0.6)], 0.03, bark)
    leaf = p.accent
    rounds = (
        (-0.24, 0.56, 0.2),
        (0.25, 0.55, 0.2),
        (-0.1, 0.74, 0.22),
        (0.14, 0.76, 0.2),
        (0.0, 0.6, 0.26),
        (0.0, 0.86, 0.14),
    )
    for x, y, r in rounds:
        pen.round(x + 0.02, y - 0.03, r, r * 0.86, _shade(leaf, 0.42))
    for x, y, r in rounds:
        pen.round(x - 0.02, y + 0.01, r * 0.86, r * 0.72, leaf)
    for x, y, r in rounds:
        pen.round(x - 0.06, y + 0.05, r * 0.45, r * 0.36, mixed(leaf, p.light, 0.35), alpha=0.8)


def flower(pen: Pen, p: Paints) -> None:
    """One large bloom."""
    stem = (0.25, 0.45, 0.3)
    pen.stroke([(0, 0), (0.02, 0.35), (0, 0.62)], 0.025, stem)
    pen.curve([(0.0, 0.2), (0.14, 0.34), (0.27, 0.33), (0.14, 0.22)], stem)
    pen.curve([(0.0, 0.3), (-0.14, 0.44), (-0.25, 0.42), (-0.12, 0.31)], mixed(stem, p.light, 0.2))
    turns = ((1, 0), (0.5, 0.87), (-0.5, 0.87), (-1, 0), (-0.5, -0.87), (0.5, -0.87))
    for size, colour in (
        (0.125, _shade(p.accent, 0.22)),
        (0.09, p.accent),
        (0.06, mixed(p.accent, WHITE, 0.4)),
    ):
        for n, (dx, dy) in enumerate(turns):
            lift = 0.12 if n % 2 else 0.125
            pen.round(dx * lift, 0.74 + dy * lift, size, size, colour)
    pen.round(0, 0.74, 0.085, 0.085, (0.95, 0.75, 0.25))
    pen.round(-0.015, 0.755, 0.05, 0.05, (1.0, 0.87, 0.45))


def teapot(pen: Pen, p: Paints) -> None:
    """On a table, with steam."""
    pen.curve([(-0.5, 0.3), (-0.74, 0.56), (-0.66, 0.62), (-0.4, 0.46)], _shade(p.accent, 0.15))
    pen.round(0.5, 0.4, 0.18, 0.2, _shade(p.accent, 0.25))
    pen.round(0.5, 0.4, 0.11, 0.13, p.light)
    pen.round(0, 0.33, 0.5, 0.33, p.accent)
    pen.curve([(0.1, 0.64), (0.42, 0.5), (0.49, 0.3), (0.3, 0.06), (0.2, 0.3)], (0.05, 0.05, 0.15), 0.2)
    pen.round(-0.2, 0.45, 0.12, 0.09, WHITE, alpha=0.35)
    pen.round(0, 0.63, 0.24, 0.06, _shade(p.accent, 0.2))
    pen.round(0, 0.72, 0.05, 0.05, p.accent)
    for x in (-0.6, -0.74):
        pen.stroke([(x, 0.68), (x + 0.05, 0.76), (x - 0.03, 0.86), (x + 0.03, 0.98)], 0.02, WHITE, veil=0.35)


def robot(pen: Pen, p: Paints) -> None:
    """Boxes, bolts and two lamps for eyes."""
    steel = mixed((0.62, 0.68, 0.74), p.light, 0.2)
    for x in (-0.12, 0.12):
        pen.stroke([(x, 0.0), (x, 0.3)], 0.08, _shade(steel, 0.35))
        pen.round(x, 0.03, 0.08, 0.035, _shade(steel, 0.5))
    pen.stroke([(-0.24, 0.58), (-0.33, 0.34)], 0.06, _shade(steel, 0.3))
    pen.stroke([(0.24, 0.58), (0.36, 0.72)], 0.06, _shade(steel, 0.3))
    pen.shape([(-0.22, 0.27), (0.22, 0.27), (0.25, 0.64), (-0.25, 0.64)], p.accent)
    pen.shape([(0.05, 0.27), (0.22, 0.27), (0.25, 0.64), (0.05, 0.64)], _shade(p.accent, 0.28))
    pen.round(0, 0.46, 0.09, 0.09, p.dark)
    pen.round(0, 0.46, 0.06, 0.06, GLASS)
    pen.shape([(-0.19, 0.68), (0.19, 0.68), (0.16, 0.94), (-0.16, 0.94)], steel)
    pen.shape([(0.04, 0.68), (0.19, 0.68), (0.16, 0.94), (0.04, 0.94)], _shade(steel, 0.25))
    for x in (-0.08, 0.08):
        pen.round(x, 0.83, 0.05, 0.05, p.dark)
        pen.round(x, 0.83, 0.032, 0.032, (0.45, 0.95, 1.0))
    pen.stroke([(0, 0.94), (0, 0.99)], 0.012, p.dark)
    pen.round(0, 0.985, 0.018, 0.018, p.accent)


def astronaut(pen: Pen, p: Paints) -> None:
    """A suit with the sky in its visor."""
    suit = mixed(WHITE, p.light, 0.15)
    for x in (-0.1, 0.1):
        pen.stroke([(x, 0.03), (x * 0.8, 0.34)], 0.13, _shade(suit, 0.2))
        pen.round(x, 0.04, 0.09, 0.045, p.dark)
    pen.stroke([(-0.17, 0.62), (-0.3, 0.36)], 0.11, _shade(suit, 0.12))
    pen.stroke([(0.17, 0.62), (0.33, 0.5)], 0.11, _shade(suit, 0.25))
    pen.shape([(-0.24, 0.4), (0.24, 0.4), (0.24, 0.72), (-0.24, 0.72)], _shade(suit, 0.35))
    pen.curve([(-0.2, 0.28), (0.2, 0.28), (0.22, 0.66), (-0.22, 0.66)], suit)
    pen.shape([(-0.09, 0.44), (0.09, 0.44), (0.09, 0.55), (-0.09, 0.55)], p.accent)
    pen.round(0, 0.81, 0.185, 0.185, suit)
    pen.round(0.015, 0.8, 0.135, 0.13, mixed(p.dark, (0.1, 0.2, 0.4), 0.4))
    pen.curve([(-0.09, 0.82), (-0.03, 0.9), (0.08, 0.9), (0.0, 0.86)], p.accent, 0.85)


def person(pen: Pen, p: Paints) -> None:
    """A wanderer seen from behind: coat, scarf, staff."""
    coat = p.accent
    pen.stroke([(-0.05, 0.0), (-0.04, 0.2)], 0.055, p.dark)
    pen.stroke([(0.07, 0.0), (0.05, 0.2)], 0.055, p.dark)
    pen.curve(
        [
            (-0.19, 0.14),
            (-0.12, 0.5),
            (-0.1, 0.78),
            (0.0, 0.83),
            (0.1, 0.78),
            (0.13, 0.5),
            (0.2, 0.15),
            (0.0, 0.12),
        ],
        coat,
    )
    pen.curve(
        [(0.03, 0.13), (0.05, 0.5), (0.03, 0.8), (0.1, 0.78), (0.13, 0.5), (0.2, 0.15)], _shade(coat, 0.32)
    )
    pen.round(0, 0.905, 0.07, 0.085, _shade((0.3, 0.2, 0.16), 0.2))
    pen.curve([(-0.09, 0.8), (0.0, 0.84), (0.1, 0.8), (0.0, 0.76)], mixed(WHITE, coat, 0.2))
    pen.curve([(0.06, 0.82), (0.24, 0.76), (0.36, 0.8), (0.26, 0.7), (0.08, 0.76)], mixed(WHITE, coat, 0.2))
    pen.stroke([(-0.26, 0.0), (-0.2, 0.92)], 0.016, p.dark)


STANDING: dict[str, tuple[Draw, float]] = {
    # how it is drawn, and how broad it is for its height
    "lighthouse": (lighthouse, 0.8),
    "boat": (boat, 1.0),
    "house": (house, 1.3),
    "castle": (castle, 1.3),
    "pagoda": (pagoda, 0.95),
    "windmill": (windmill, 1.1),
    "balloon": (balloon, 0.8),
    "rocket": (rocket, 0.6),
    "bridge": (bridge, 2.6),
    "tree": (tree, 1.0),
    "flower": (flower, 0.8),
    "teapot": (teapot, 1.6),
    "robot": (robot, 0.9),
    "astronaut": (astronaut, 0.9),
    "person": (person, 0.9),
}

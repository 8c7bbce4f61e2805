"""Animals: sitting in a landscape, or looking out of a portrait."""

import math
from dataclasses import dataclass

from yubo_nb.sandbox.painter.canvas import Colour, Pen, Point, hexed, mixed
from yubo_nb.sandbox.painter.figures import Paints

_NIGHT: Colour = (0.05, 0.05, 0.13)


@dataclass(frozen=True, slots=True)
class Beast:
    """How one kind differs from another: coat, chest, dark points, ears, muzzle, marks."""

    coat: Colour
    chest: Colour
    points: Colour
    ears: str = "sharp"
    muzzle: float = 0.5
    tail: float = 1.0
    marks: str = ""


BEASTS: dict[str, Beast] = {
    "fox": Beast(hexed("d9692b"), hexed("fbf1e2"), hexed("3a2420"), "tall", 0.75, 1.5, "fox"),
    "wolf": Beast(hexed("7d8694"), hexed("e9ebec"), hexed("353a46"), "tall", 0.8, 1.2, "fox"),
    "cat": Beast(hexed("4a4550"), hexed("eee6da"), hexed("2b2730"), "sharp", 0.35, 1.0, "whiskers"),
    "bear": Beast(hexed("7a5236"), hexed("c49a6c"), hexed("2c1d16"), "round", 0.6, 0.0),
    "panda": Beast(hexed("f3f1ea"), hexed("f3f1ea"), hexed("22232b"), "round", 0.5, 0.0, "panda"),
    "rabbit": Beast(hexed("cbb8a3"), hexed("f7f0e6"), hexed("5b4a42"), "long", 0.4, 0.3, "whiskers"),
    "pig": Beast(hexed("efa3a4"), hexed("f7c6c4"), hexed("9c5458"), "flap", 0.6, 0.2, "snout"),
    "tiger": Beast(hexed("e08a2e"), hexed("fbf0dc"), hexed("2a2020"), "round", 0.6, 1.2, "stripes"),
    "owl": Beast(hexed("8a6a4c"), hexed("ead9b8"), hexed("3b2b22"), "tuft", 0.2, 0.0, "owl"),
    "deer": Beast(hexed("a9713f"), hexed("ecd9bd"), hexed("4a3020"), "leaf", 0.8, 0.2, "antlers"),
}


def _shade(colour: Colour, share: float = 0.3) -> Colour:
    return mixed(colour, _NIGHT, share)


def _ears(pen: Pen, b: Beast, y: float, size: float) -> None:
    for side in (-1.0, 1.0):

        def at(x: float, up: float, side: float = side) -> tuple[float, float]:
            return side * x * size, y + up * size

        coat = b.points if b.marks == "panda" else b.coat
        if b.ears in {"sharp", "tall", "tuft"}:
            tip = {"sharp": 1.3, "tall": 1.55, "tuft": 1.35}[b.ears]
            pen.shape([at(0.28, 0.72), at(0.95, 0.25), at(0.86, tip)], coat)
            pen.shape([at(0.46, 0.72), at(0.84, 0.46), at(0.8, tip - 0.22)], _shade(b.points, 0.1))
            if b.ears == "tall":
                pen.shape([at(0.7, tip - 0.3), at(0.9, tip - 0.4), at(0.86, tip)], b.points)
        elif b.ears == "round":
            pen.round(*at(0.72, 0.72), 0.34 * size, 0.34 * size, coat)
            pen.round(
                *at(0.72, 0.7), 0.2 * size, 0.2 * size, _shade(b.points, 0.1) if b.marks != "panda" else coat
            )
        elif b.ears == "long":
            pen.curve([at(0.2, 0.6), at(0.12, 1.5), at(0.34, 2.1), at(0.56, 1.5), at(0.6, 0.6)], coat)
            pen.curve(
                [at(0.3, 0.8), at(0.24, 1.5), at(0.35, 1.9), at(0.46, 1.5), at(0.48, 0.8)], hexed("e3b2ab")
            )
        else:
            wide = 1.45 if b.ears == "leaf" else 1.05
            pen.curve([at(0.45, 0.55), at(0.9, 0.95), at(wide, 0.9), at(0.95, 0.45)], _shade(coat, 0.12))


def head(pen: Pen, kind: str, middle: Point, size: float, eye: Colour) -> None:
    """A head seen from the front; `size` is half its width."""
    x, y = middle
    b = BEASTS[kind]
    if b.marks == "antlers":
        for side in (-1.0, 1.0):
            stem = [(0.2, 0.8), (0.45, 1.4), (0.95, 1.85), (1.0, 2.45)]
            pen.stroke([(x + side * a * size, y + u * size) for a, u in stem], 0.1 * size, b.points)
            for start, end in (
                ((0.45, 1.4), (0.2, 2.0)),
                ((0.75, 1.68), (1.35, 1.85)),
                ((0.95, 1.9), (0.7, 2.4)),
            ):
                pen.stroke(
                    [(x + side * a * size, y + u * size) for a, u in (start, end)], 0.08 * size, b.points
                )
    _ears(pen, b, y, size)

    def at(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x + px * size, y + py * size) for px, py in points]

    narrow = 0.55 + 0.25 * (1 - b.muzzle)
    skull = [
        (-0.98, 0.3),
        (-0.55, 0.8),
        (0, 0.92),
        (0.55, 0.8),
        (0.98, 0.3),
        (0.92, -0.2),
        (narrow, -0.66),
        (0, -0.95),
    ]
    skull += [(-narrow, -0.66), (-0.92, -0.2)]
    pen.curve(at(skull), b.coat)
    pen.curve(
        at([(0.05, 0.91), (0.55, 0.8), (0.98, 0.3), (0.92, -0.2), (narrow, -0.66), (0.02, -0.95), (0.2, 0)]),
        _NIGHT,
        0.13,
    )
    if b.marks == "fox":
        for side in (-1, 1):
            cheek = [
                (0.98, 0.22),
                (0.62, 0.12),
                (0.3, -0.25),
                (0.05, -0.6),
                (0.02, -0.92),
                (0.5, -0.7),
                (0.95, -0.22),
            ]
            pen.shape(at([(side * a, u) for a, u in cheek]), b.chest)
        pen.shape(at([(-0.16, -0.5), (0.16, -0.5), (0.07, -0.86), (-0.07, -0.86)]), b.chest)
    elif b.marks == "owl":
        for side in (-1, 1):
            pen.round(x + side * 0.42 * size, y + 0.12 * size, 0.5 * size, 0.56 * size, b.chest)
        pen.shape(at([(-0.3, 0.85), (0.3, 0.85), (0.0, 0.1)]), b.coat)
    else:
        pen.round(x, y - 0.5 * size, (0.36 + 0.1 * b.muzzle) * size, 0.36 * size, b.chest)
    if b.marks == "stripes":
        for side in (-1, 1):
            for u in (0.35, 0.1, -0.15):
                pen.shape(at([(side * 0.99, u + 0.06), (side * 0.62, u), (side * 0.97, u - 0.08)]), b.points)
        for dx in (-0.22, 0.0, 0.22):
            pen.shape(at([(dx - 0.06, 0.86), (dx + 0.06, 0.86), (dx * 0.7, 0.45)]), b.points)
    spread, up = (0.42, 0.14) if b.marks == "owl" else (0.44, 0.1)
    for side in (-1, 1):
        cx, cy = x + side * spread * size, y + up * size
        if b.marks == "panda":
            pen.curve(
                [
                    (cx + side * a * size, cy + u * size)
                    for a, u in ((-0.22, 0.12), (0.1, 0.26), (0.28, -0.2), (0, -0.34))
                ],
                b.points,
            )
        wide = 0.27 if b.marks == "owl" else 0.17
        pen.round(cx, cy, wide * size, wide * (1.0 if b.marks == "owl" else 0.82) * size, (0.06, 0.05, 0.08))
        pen.round(cx, cy, wide * 0.82 * size, wide * 0.68 * size, eye)
        pen.round(
            cx, cy, wide * (0.45 if b.marks == "owl" else 0.3) * size, wide * 0.6 * size, (0.04, 0.03, 0.06)
        )
        pen.round(cx - 0.05 * size, cy + 0.05 * size, 0.04 * size, 0.04 * size, (1, 1, 1))
    if b.marks == "snout":
        pen.round(x, y - 0.38 * size, 0.36 * size, 0.25 * size, _shade(b.coat, 0.12))
        for side in (-1, 1):
            pen.round(x + side * 0.13 * size, y - 0.38 * size, 0.06 * size, 0.09 * size, b.points)
    elif b.marks == "owl":
        pen.shape(at([(-0.13, -0.06), (0.13, -0.06), (0.0, -0.44)]), hexed("e0a63a"))
    else:
        nose = -0.78 if b.marks == "fox" else -0.36
        pen.curve(
            at([(-0.16, nose + 0.1), (0.16, nose + 0.1), (0.06, nose - 0.07), (-0.06, nose - 0.07)]),
            (0.1, 0.08, 0.1),
        )
        if b.marks != "fox":
            pen.stroke(at([(0, nose - 0.05), (0, nose - 0.2), (0.16, nose - 0.3)]), 0.04 * size, b.points)
            pen.stroke(at([(0, nose - 0.2), (-0.16, nose - 0.3)]), 0.04 * size, b.points)
    if b.marks == "whiskers":
        for side in (-1, 1):
            for u in (-0.34, -0.48, -0.6):
                pen.stroke(
                    at([(side * 0.34, u), (side * 1.12, u + (u + 0.46) * 0.6)]),
                    0.016 * size,
                    (1, 1, 1),
                    veil=0.7,
                )


def sitting(pen: Pen, p: Paints, kind: str) -> None:
    """The whole animal, sitting upright, tail round its feet."""
    b = BEASTS[kind]
    if b.tail:
        t = b.tail
        curl = [
            (0.1, 0.02),
            (0.34, 0.01),
            (0.34 + 0.13 * t, 0.12),
            (0.3 + 0.13 * t, 0.22 + 0.1 * t),
            (0.26, 0.3),
            (0.28, 0.16),
            (0.16, 0.12),
        ]
        pen.curve(curl, _shade(b.coat, 0.12))
        if kind in {"fox", "wolf"}:
            pen.curve(
                [(0.3 + 0.13 * t, 0.2 + 0.1 * t), (0.34 + 0.13 * t, 0.12), (0.3, 0.24), (0.26, 0.3)], b.chest
            )
    pen.curve(
        [
            (-0.27, 0.02),
            (-0.3, 0.2),
            (-0.19, 0.5),
            (-0.1, 0.64),
            (0.1, 0.64),
            (0.19, 0.5),
            (0.3, 0.2),
            (0.27, 0.02),
        ],
        b.coat,
    )
    pen.curve([(0.05, 0.02), (0.08, 0.4), (0.06, 0.63), (0.19, 0.5), (0.3, 0.2), (0.27, 0.02)], _NIGHT, 0.16)
    pen.curve([(-0.09, 0.2), (-0.12, 0.42), (0, 0.58), (0.12, 0.42), (0.09, 0.2), (0, 0.14)], b.chest)
    feet = b.points if kind in {"fox", "wolf", "panda"} else b.coat
    for x in (-0.09, 0.09):
        pen.curve(
            [(x - 0.055, 0.0), (x - 0.045, 0.32), (x + 0.045, 0.32), (x + 0.055, 0.0)],
            feet if kind == "panda" else b.coat,
        )
        pen.round(x, 0.035, 0.07, 0.036, _shade(feet, 0.1))
    if kind == "panda":
        pen.curve([(-0.2, 0.5), (-0.08, 0.62), (0.08, 0.62), (0.2, 0.5), (0.1, 0.44), (-0.1, 0.44)], b.points)
    head(pen, kind, (0.0, 0.72), 0.17, mixed(p.light, hexed("e9b13b"), 0.6))


def bird(pen: Pen, p: Paints) -> None:
    """A crane on one leg."""
    for x, foot in ((0.02, 0.06), (-0.04, 0.0)):
        pen.stroke([(x, 0.34), (foot - 0.02, 0.17), (foot, 0.0)], 0.014, p.dark)
    pen.curve([(-0.34, 0.36), (-0.1, 0.52), (0.14, 0.5), (0.2, 0.4), (0.02, 0.3)], (0.97, 0.96, 0.93))
    pen.curve([(-0.4, 0.28), (-0.12, 0.42), (-0.02, 0.36), (-0.2, 0.3)], p.dark)
    neck = [(0.13, 0.44), (0.24, 0.58), (0.15, 0.74), (0.24, 0.88)]
    pen.stroke(neck, 0.055, (0.97, 0.96, 0.93))
    pen.stroke(neck[1:3], 0.05, p.dark)
    pen.round(0.25, 0.9, 0.06, 0.05, (0.97, 0.96, 0.93))
    pen.round(0.25, 0.935, 0.04, 0.022, p.accent)
    pen.shape([(0.29, 0.91), (0.48, 0.875), (0.29, 0.88)], p.dark)
    pen.round(0.27, 0.91, 0.009, 0.009, (0.05, 0.05, 0.08))


def whale(pen: Pen, p: Paints) -> None:
    """A humpback, mostly out of the water."""
    back = mixed(hexed("2e4a6b"), p.light, 0.08)
    pen.curve(
        [
            (-1.1, 0.34),
            (-0.9, 0.62),
            (-0.3, 0.8),
            (0.4, 0.66),
            (0.9, 0.44),
            (1.15, 0.5),
            (0.8, 0.22),
            (0.0, 0.1),
            (-0.8, 0.14),
        ],
        back,
    )
    pen.curve(
        [(-1.05, 0.32), (-0.6, 0.3), (0.0, 0.24), (0.3, 0.16), (-0.2, 0.08), (-0.8, 0.14)], hexed("dfe7ea")
    )
    for n in range(6):
        pen.stroke([(-1.0 + 0.06 * n, 0.27 - 0.02 * n), (0.1, 0.17 - 0.012 * n)], 0.008, back)
    pen.curve(
        [(1.02, 0.46), (1.28, 0.82), (1.36, 0.64), (1.5, 0.72), (1.3, 0.46), (1.1, 0.4)], _shade(back, 0.2)
    )
    pen.curve([(-0.3, 0.24), (-0.14, -0.02), (0.06, 0.02), (-0.02, 0.22)], _shade(back, 0.25))
    pen.round(-0.78, 0.38, 0.02, 0.02, (0.05, 0.05, 0.08))
    for x in (-0.5, -0.42, -0.34):
        pen.stroke([(-0.42, 0.78), (x, 0.9), (x + (x + 0.42) * 2, 0.98)], 0.025, (1, 1, 1), veil=0.6)


def fish(pen: Pen, p: Paints) -> None:
    """A koi from above."""
    white = (0.98, 0.95, 0.9)
    pen.curve([(-0.75, 0.5), (-1.05, 0.82), (-0.98, 0.5), (-1.08, 0.2)], mixed(white, p.accent, 0.25))
    for side in (-1, 1):
        pen.curve(
            [(0.2, 0.5 + side * 0.16), (0.0, 0.5 + side * 0.42), (-0.14, 0.5 + side * 0.36)],
            mixed(white, p.accent, 0.1),
        )
    pen.curve(
        [
            (0.82, 0.5),
            (0.55, 0.68),
            (0.0, 0.7),
            (-0.5, 0.58),
            (-0.78, 0.5),
            (-0.5, 0.42),
            (0.0, 0.3),
            (0.55, 0.32),
        ],
        white,
    )
    pen.curve([(0.66, 0.6), (0.4, 0.68), (0.22, 0.6), (0.3, 0.42), (0.62, 0.44)], p.accent)
    pen.curve([(0.0, 0.68), (-0.3, 0.62), (-0.24, 0.44), (0.02, 0.4)], p.accent)
    pen.round(0.66, 0.6, 0.022, 0.022, (0.05, 0.05, 0.08))
    pen.round(0.66, 0.4, 0.022, 0.022, (0.05, 0.05, 0.08))


def dragon(pen: Pen, p: Paints) -> None:
    """A long Chinese dragon, winding through the air."""
    spine = [(-1.3 + 0.1 * n, 0.5 + 0.3 * math.sin(n / 3.8)) for n in range(25)]
    for n, (x, y) in enumerate(spine):
        thick = 0.05 + 0.1 * (1 - abs(n - 15) / 16)
        pen.round(x, y, thick, thick, _shade(p.accent, 0.25))
    for n, (x, y) in enumerate(spine):
        thick = 0.04 + 0.08 * (1 - abs(n - 15) / 16)
        pen.round(x - 0.01, y + 0.02, thick, thick, p.accent)
        pen.shape(
            [(x - 0.03, y + thick), (x + 0.03, y + thick), (x - 0.03, y + thick + 0.07)], hexed("f0c24b")
        )
    x, y = spine[-1]
    pen.curve(
        [
            (x - 0.1, y - 0.12),
            (x - 0.08, y + 0.16),
            (x + 0.12, y + 0.14),
            (x + 0.34, y + 0.04),
            (x + 0.3, y - 0.06),
            (x + 0.1, y - 0.12),
        ],
        p.accent,
    )
    for dx in (-0.02, 0.06):
        pen.stroke(
            [(x + dx, y + 0.13), (x + dx - 0.14, y + 0.3), (x + dx - 0.1, y + 0.4)], 0.025, hexed("f0c24b")
        )
    pen.stroke([(x + 0.3, y), (x + 0.42, y - 0.14), (x + 0.34, y - 0.26)], 0.014, hexed("f0c24b"))
    pen.round(x + 0.12, y + 0.08, 0.03, 0.03, (1, 1, 0.9))
    pen.round(x + 0.125, y + 0.08, 0.014, 0.014, (0.05, 0.03, 0.05))

"""A human face in the flat manner: shapes of light and shade, no outlines.

The face always lies at `FACE`, so that a swap knows where to look.
"""

import math
from collections.abc import Callable

from yubo_nb.sandbox.painter.canvas import Colour, Pen, hexed, mixed
from yubo_nb.sandbox.painter.chance import Chance
from yubo_nb.sandbox.painter.figures import Paints

# centre and half axes of the face in frame heights: x from the middle, y from the top
FACE = (0.0, 0.43, 0.145, 0.195)

_SKINS = [hexed(c) for c in ("f3c9a8", "e3a982", "c98a5e", "9a6242", "6f4630", "f6d7c0")]
_HAIRS = [hexed(c) for c in ("2a1d1c", "15161f", "6b3e26", "a5582b", "d9b06a", "8d8f96", "39283f")]
_SHADE: Colour = (0.2, 0.06, 0.16)
_At = Callable[[float, float], tuple[float, float]]


CUTS = ("bob", "long", "bun", "short", "hat", "curls", "beard")


def human(pen: Pen, p: Paints, chance: Chance, cuts: tuple[str, ...] = CUTS) -> None:
    """Head and shoulders; the pen is as high as the frame, with its foot at the frame's foot."""
    skin, hair = chance.choice("skin", _SKINS), chance.choice("hair", _HAIRS)
    style = chance.choice("cut", cuts)
    coat = p.accent
    shade, blush = mixed(skin, _SHADE, 0.32), mixed(skin, hexed("d8574f"), 0.3)
    cx, cy, half, tall = 0.0, 1 - FACE[1], FACE[2], FACE[3]

    def at(x: float, y: float) -> tuple[float, float]:
        return cx + x * half, cy + y * tall

    if style in {"long", "bob"}:
        low = -2.3 if style == "long" else -1.25
        pen.curve(
            [
                at(-1.35, 0.2),
                at(-1.1, 1.15),
                at(0, 1.5),
                at(1.1, 1.15),
                at(1.38, 0.2),
                at(1.45, low),
                at(0.6, low - 0.12),
                at(-0.6, low - 0.12),
                at(-1.45, low),
            ],
            hair,
        )
    if style == "bun":
        pen.round(*at(0.1, 1.55), 0.07, 0.065, hair)
    if style == "curls":
        for n in range(11):
            turn = -0.6 + n * 0.37
            pen.round(
                *at(1.2 * math.cos(turn), 0.3 + 1.05 * math.sin(turn)),
                0.07,
                0.07,
                mixed(hair, p.light, 0.05 * (n % 3)),
            )
    pen.curve(
        [
            (-0.46, -0.1),
            (-0.43, 0.15),
            (-0.25, 0.235),
            (-0.08, 0.275),
            (0.08, 0.275),
            (0.25, 0.235),
            (0.43, 0.15),
            (0.46, -0.1),
        ],
        coat,
    )
    pen.curve([(0.06, -0.1), (0.1, 0.2), (0.25, 0.235), (0.43, 0.15), (0.46, -0.1)], _SHADE, 0.25)
    pen.shape([(-0.07, 0.22), (0.07, 0.22), (0.065, 0.43), (-0.065, 0.43)], shade)
    pen.curve([(-0.1, 0.27), (0.0, 0.2), (0.1, 0.27), (0.07, 0.33), (-0.07, 0.33)], shade)
    pen.curve([(-0.17, 0.25), (-0.02, 0.12), (-0.06, 0.27), (-0.11, 0.3)], mixed(coat, p.light, 0.25))
    pen.curve([(0.17, 0.25), (0.02, 0.12), (0.06, 0.27), (0.11, 0.3)], mixed(coat, _SHADE, 0.3))
    for side in (-1, 1):
        pen.round(*at(side * 1.0, 0.0), 0.022, 0.042, shade)
    pen.curve(
        [
            at(-0.97, 0.25),
            at(-0.72, 0.85),
            at(0, 1.06),
            at(0.72, 0.85),
            at(0.97, 0.25),
            at(0.88, -0.35),
            at(0.42, -0.86),
            at(0, -1.0),
            at(-0.42, -0.86),
            at(-0.88, -0.35),
        ],
        skin,
    )
    pen.curve(
        [
            at(0.1, 1.02),
            at(0.72, 0.85),
            at(0.97, 0.25),
            at(0.88, -0.35),
            at(0.42, -0.86),
            at(0.04, -0.98),
            at(0.36, -0.4),
            at(0.22, 0.1),
            at(0.3, 0.5),
        ],
        shade,
        0.7,
    )
    for side in (-1, 1):
        pen.round(*at(side * 0.52, -0.3), 0.038, 0.026, blush, alpha=0.55)
    for side in (-1, 1):
        brow = [at(side * 0.2, 0.3), at(side * 0.42, 0.37), at(side * 0.68, 0.29)]
        pen.stroke(brow, 0.011, hair)
        lid = [at(side * 0.2, 0.06), at(side * 0.42, 0.19), at(side * 0.66, 0.07), at(side * 0.42, -0.01)]
        pen.curve(lid, (0.97, 0.96, 0.94))
        pen.round(
            *at(side * 0.43, 0.09),
            0.02,
            0.02,
            chance.choice("iris", (hexed("4a6b8a"), hexed("5a3d28"), hexed("4f7a55"))),
        )
        pen.round(*at(side * 0.43, 0.09), 0.0105, 0.0105, (0.05, 0.04, 0.06))
        pen.round(*at(side * 0.43 - 0.05, 0.125), 0.005, 0.005, (1, 1, 1))
        pen.stroke(
            [at(side * 0.17, 0.06), at(side * 0.3, 0.15), at(side * 0.46, 0.19), at(side * 0.69, 0.09)],
            0.009,
            hair,
        )
    pen.curve(
        [at(-0.02, 0.12), at(-0.13, -0.28), at(0.0, -0.36), at(0.13, -0.28), at(0.05, 0.1)], shade, 0.75
    )
    pen.round(*at(-0.03, -0.24), 0.008, 0.01, mixed(skin, (1, 1, 1), 0.5), alpha=0.7)
    if style == "beard":
        pen.curve(
            [
                at(-0.97, 0.1),
                at(-0.7, -0.38),
                at(0, -0.42),
                at(0.7, -0.38),
                at(0.97, 0.1),
                at(0.86, -0.7),
                at(0, -1.32),
                at(-0.86, -0.7),
            ],
            hair,
        )
        pen.curve(
            [at(0.1, -0.42), at(0.7, -0.38), at(0.97, 0.1), at(0.86, -0.7), at(0.05, -1.3)], _SHADE, 0.25
        )
    lip = mixed(skin, hexed("b1333f"), 0.62)
    pen.curve(
        [at(-0.3, -0.56), at(-0.1, -0.49), at(0, -0.52), at(0.1, -0.49), at(0.3, -0.56), at(0, -0.6)],
        mixed(lip, _SHADE, 0.25),
    )
    pen.curve([at(-0.28, -0.57), at(0, -0.59), at(0.28, -0.57), at(0.0, -0.7)], lip)
    _crown(pen, p, style, hair, at)


def _crown(pen: Pen, p: Paints, style: str, hair: Colour, at: _At) -> None:
    coat = p.accent
    if style == "hat":
        pen.curve([at(-1.9, 0.5), at(0, 0.78), at(1.9, 0.5), at(0, 0.32)], mixed(coat, _SHADE, 0.45))
        pen.curve(
            [at(-1.0, 0.62), at(-0.9, 1.5), at(0, 1.72), at(0.9, 1.5), at(1.0, 0.62), at(0, 0.74)],
            mixed(coat, p.light, 0.1),
        )
        pen.curve(
            [at(-1.0, 0.62), at(-0.98, 0.85), at(0, 1.0), at(0.98, 0.85), at(1.0, 0.62), at(0, 0.75)],
            mixed(coat, _SHADE, 0.55),
        )
        return
    fringe = [
        at(-1.06, 0.1),
        at(-1.08, 0.8),
        at(-0.5, 1.28),
        at(0.2, 1.34),
        at(0.9, 1.05),
        at(1.08, 0.5),
        at(1.03, 0.08),
    ]
    fringe += [at(0.82, 0.5), at(0.3, 0.72), at(-0.3, 0.82), at(-0.82, 0.52)]
    pen.curve(fringe, hair)
    pen.curve([at(-0.6, 1.1), at(-0.1, 1.22), at(0.3, 1.14), at(-0.1, 1.1)], mixed(hair, p.light, 0.28))

"""Pictures without a horizon: a portrait, and koi seen from above."""

import numpy as np

from yubo_nb.sandbox.painter.beasts import BEASTS, fish, head
from yubo_nb.sandbox.painter.canvas import Canvas, Pen, hexed, mixed
from yubo_nb.sandbox.painter.figures import Paints
from yubo_nb.sandbox.painter.palette import Palette
from yubo_nb.sandbox.painter.portrait import CUTS, human
from yubo_nb.sandbox.painter.standing import paints_for
from yubo_nb.sandbox.painter.words import Reading

_MEN = frozenset(
    ["man", "boy", "king", "knight", "wizard", "monk", "samurai", "男孩", "男人", "老人", "武士"]
)


_WOMEN = frozenset(["woman", "girl", "queen", "princess", "witch", "lady", "女孩", "少女", "女人", "美女"])


def portrait(canvas: Canvas, p: Palette, reading: Reading, glow: float) -> None:
    """Head and shoulders before a soft ground."""
    chance = canvas.chance
    canvas.wash(
        [(-0.5, mixed(p.top, p.dark, 0.2)), (0.35, p.mid), (1.0, mixed(p.low, p.haze, 0.5)), (1.5, p.haze)]
    )
    x, y = chance.uniform("halo/x", -0.12, 0.12), chance.uniform("halo/y", 0.34, 0.46)
    canvas.glow(x, y, 0.4, p.sun, 0.5 * glow)
    canvas.disc(
        x, y, chance.uniform("halo/r", 0.26, 0.36) * min(1.0, canvas.aspect), mixed(p.low, p.sun, 0.5), 0.75
    )
    xs, ys = chance.uniforms("bokeh/x", 26, -1.6, 1.6), chance.uniforms("bokeh/y", 26, -0.3, 1.2)
    sizes = chance.uniforms("bokeh/r", 26, 0.008, 0.05)
    for bx, by, r in zip(xs.tolist(), ys.tolist(), sizes.tolist(), strict=True):
        canvas.disc(bx, by, r, mixed(p.sun, p.accent, 0.3), 0.16)
    if reading.setting in {"forest", "mountains", "field"}:
        line = (0.74 - 0.06 * canvas.line("back", 1.6, 4)).astype(np.float32)
        canvas.ridge(line, mixed(p.green, p.haze, 0.45), mixed(p.green, p.dark, 0.4), 0.4)
    paints = paints_for(p, reading, reading.subject)
    unit = min(1.0, canvas.aspect * 1.15)
    if reading.subject in BEASTS:
        kind = reading.subject
        beast = BEASTS[kind]

        def bust(pen: Pen) -> None:
            pen.curve(
                [(-0.36, -0.1), (-0.33, 0.16), (-0.17, 0.42), (0.17, 0.42), (0.33, 0.16), (0.36, -0.1)],
                mixed(beast.coat, p.dark, 0.15),
            )
            pen.curve([(0.04, -0.1), (0.1, 0.4), (0.17, 0.42), (0.33, 0.16), (0.36, -0.1)], p.dark, 0.18)
            ruff = [
                (-0.17, 0.36),
                (-0.12, 0.2),
                (-0.07, 0.24),
                (0.0, 0.08),
                (0.07, 0.24),
                (0.12, 0.2),
                (0.17, 0.36),
                (0, 0.46),
            ]
            pen.shape(ruff, beast.chest)
            if reading.colours or chance.uniform("scarf") > 0.45:
                pen.curve(
                    [(-0.2, 0.33), (0.0, 0.26), (0.2, 0.33), (0.18, 0.23), (0.0, 0.16), (-0.18, 0.23)],
                    p.accent,
                )
                pen.curve(
                    [(0.08, 0.24), (0.18, 0.22), (0.2, 0.0), (0.12, -0.02)], mixed(p.accent, p.dark, 0.25)
                )
            head(pen, kind, (0.0, 0.55), 0.235, mixed(p.sun, hexed("e0a02f"), 0.65))

        canvas.stamp(bust, chance.uniform("lean", -0.04, 0.04), 1.02, 1.02 * unit, 1.1)
    else:
        canvas.stamp(lambda pen: human(pen, paints, chance, _cuts(reading)), 0.0, 1.0, unit, 1.2)


def _cuts(reading: Reading) -> tuple[str, ...]:
    if _MEN & set(reading.words):
        return ("short", "hat", "beard", "short", "curls")
    return ("bob", "long", "bun", "curls", "hat") if _WOMEN & set(reading.words) else CUTS


def pond(canvas: Canvas, p: Palette) -> None:
    """Koi from above, between lily pads."""
    chance = canvas.chance
    deep, shallow = mixed(p.top, p.dark, 0.35), mixed(p.mid, p.green, 0.55)
    canvas.wash(
        [(-0.5, deep), (0.2, mixed(deep, shallow, 0.4)), (1.0, mixed(deep, shallow, 0.75)), (1.6, shallow)]
    )
    canvas.glow(0.25 * canvas.aspect, 0.1, 0.5, p.sun, 0.35)
    waves = canvas.field("wave", 3.0, 7.0, octaves=3)
    canvas.lay(np.clip(np.abs(waves) * -3 + 0.55, 0, 1) * np.float32(0.22), mixed(p.low, (1, 1, 1), 0.5))
    xs, ys = chance.uniforms("koi/x", 9, -0.5, 0.5) * canvas.aspect, chance.uniforms("koi/y", 9, 0.18, 0.95)
    order = np.argsort(ys[:5]).tolist()
    for n in order:
        paints = Paints(p.low, p.accent if n % 3 else mixed(p.accent, (0.95, 0.75, 0.3), 0.6), p.dark, p.sun)
        tall = 0.15 + 0.03 * (n % 3)
        flip = bool(n % 2)
        canvas.stamp(
            lambda pen, paints=paints: fish(pen, _flat(p, paints)),
            float(xs[n]) + 0.02,
            float(ys[n]) + 0.04,
            tall,
            2.4,
            flip=flip,
            haze=deep,
            fade=0.9,
        )
        canvas.stamp(
            lambda pen, paints=paints: fish(pen, paints), float(xs[n]), float(ys[n]), tall, 2.4, flip=flip
        )
    for n in range(5, 9):
        x, y, r = float(xs[n]), float(ys[n]), 0.06 + 0.02 * (n % 3)
        canvas.disc(x + 0.015, y + 0.02, r, deep, 0.5)
        canvas.disc(x, y, r, mixed(p.green, (0.3, 0.55, 0.3), 0.5))
        canvas.disc(x - r * 0.2, y - r * 0.2, r * 0.7, mixed(p.green, (0.5, 0.72, 0.4), 0.6), 0.5)
        if n % 2:
            for k in range(6):
                canvas.disc(
                    x + 0.022 * float(np.cos(k * 1.05)),
                    y + 0.016 * float(np.sin(k * 1.05)),
                    0.016,
                    mixed((1, 0.8, 0.85), p.accent, 0.25),
                )
            canvas.disc(x, y, 0.011, (0.98, 0.85, 0.45))


def _flat(p: Palette, paints: Paints) -> Paints:
    return Paints(paints.body, p.dark, p.dark, p.dark)

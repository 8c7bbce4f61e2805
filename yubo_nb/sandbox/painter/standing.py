"""Figures put where they belong: on a hill, on the water, in the air."""

from collections.abc import Callable

import numpy as np

from yubo_nb.sandbox.painter import water
from yubo_nb.sandbox.painter.beasts import BEASTS, bird, dragon, fish, sitting, whale
from yubo_nb.sandbox.painter.canvas import Canvas, Pen, hexed, mixed
from yubo_nb.sandbox.painter.chance import Floats
from yubo_nb.sandbox.painter.figures import STANDING, Draw, Paints
from yubo_nb.sandbox.painter.land import Ground
from yubo_nb.sandbox.painter.palette import Palette
from yubo_nb.sandbox.painter.words import Reading

Drawn = Callable[[Pen], None]


AT_SEA = frozenset({"lighthouse", "boat", "whale"})


_IN_THE_AIR = frozenset({"balloon", "dragon", "rocket"})


_CLOSE = frozenset({"flower", "teapot", "robot", "astronaut", "person", "bird", *BEASTS})


def paints_for(p: Palette, reading: Reading, subject: str) -> Paints:
    """The paints of a figure in this light."""
    accent = p.accent
    if subject == "tree":
        accent = p.green if not reading.colours else hexed(reading.colours[0])
    if p.night:
        accent = mixed(accent, p.dark, 0.22)
    return Paints(mixed(p.haze, p.low, 0.4), accent, p.dark, p.sun, lit=p.night or p.low[2] < 0.75)


def stand(
    canvas: Canvas, p: Palette, subject: str, ground: Ground, reading: Reading, *, light: float, place: int
) -> None:
    """Put a figure where it belongs."""
    chance = canvas.chance
    unit = min(1.0, canvas.aspect)
    side = (1.0 if light < 0 else -1.0) * (1 if place == 0 else -1)
    x = side * chance.uniform(f"stand/x{place}", 0.1, 0.24) * canvas.aspect
    paints = paints_for(p, reading, subject)
    grow = chance.uniform(f"stand/h{place}", 0.92, 1.12) * (1.0 if place == 0 else 0.6)
    drawn, wide = figure(subject, paints)
    fade = 0.22 if reading.weather == "fog" else 0.04
    if subject in _IN_THE_AIR:
        tall = {"balloon": 0.3, "dragon": 0.34, "rocket": 0.46}[subject] * grow * unit
        canvas.stamp(drawn, x, 0.22 + tall * 0.9, tall, wide, flip=side > 0, haze=p.haze, fade=fade)
        if subject == "balloon":
            for n, (dx, dy) in enumerate(((-0.55, 0.02), (-0.3, 0.2), (-0.75, 0.14))):
                canvas.stamp(
                    drawn,
                    x + side * dx * canvas.aspect,
                    0.2 + dy + 0.1,
                    0.11 - 0.02 * n,
                    wide,
                    haze=p.haze,
                    fade=0.3,
                )
        return
    if subject == "lighthouse":
        level = (ground.water or ground.horizon) + 0.2
        line = water.headland(canvas, p, x, level, side) if ground.water is not None else ground.line
        foot = _height(canvas, line, x, level - 0.1)
        tall = 0.46 * grow * unit
        canvas.stamp(drawn, x, foot + 0.015, tall, wide, haze=p.haze, fade=fade, flip=side < 0)
        if p.night or reading.weather or p.low[2] < 0.8:
            _beam(canvas, x, foot + 0.015 - tall * 0.82, side)
        return
    if subject in {"boat", "whale"} and ground.water is not None:
        foot = ground.water + (0.14 if subject == "boat" else 0.26)
        tall = (0.3 if subject == "boat" else 0.2) * grow * unit
        canvas.stamp(drawn, x, foot, tall * 0.8, wide, haze=p.top, fade=0.35, below=True)
        canvas.stamp(drawn, x, foot, tall, wide, haze=p.haze, fade=fade, flip=side < 0)
        return
    if subject == "bridge":
        level = (ground.water or 0.74) + 0.13
        canvas.stamp(drawn, x * 0.4, level, 0.26 * unit, wide, haze=p.top, fade=0.35, below=True)
        canvas.stamp(drawn, x * 0.4, level, 0.26 * unit, wide, haze=p.haze, fade=fade)
        return
    alone = not reading.setting and subject in _CLOSE and subject != "teapot" and place == 0
    base = _near_line(canvas, p) if ground.line is None or alone else ground.line
    sizes = {
        "house": 0.2,
        "castle": 0.36,
        "pagoda": 0.44,
        "windmill": 0.36,
        "tree": 0.46,
        "flower": 0.5,
        "teapot": 0.4,
    }
    tall = (sizes.get(subject, 0.42) + (0.14 if alone else 0.0)) * grow * unit
    x *= 0.55 if alone else 1.0
    foot = max(_height(canvas, base, x, 0.85), 0.72 if alone or ground.line is None else 0.5) + 0.03
    canvas.stamp(drawn, x, foot, tall, wide, flip=side > 0, haze=p.haze, fade=fade)


def figure(subject: str, paints: Paints) -> tuple[Drawn, float]:
    """How a subject is drawn, and how broad it is for its height."""
    if subject in BEASTS:
        return lambda pen: sitting(pen, paints, subject), 1.25
    special: dict[str, tuple[Draw, float]] = {
        "bird": (bird, 1.1),
        "whale": (whale, 3.1),
        "fish": (fish, 2.4),
        "dragon": (dragon, 3.4),
    }
    draw, wide = special.get(subject) or STANDING[subject]
    return lambda pen: draw(pen, paints), wide


def _height(canvas: Canvas, line: Floats | None, x: float, otherwise: float) -> float:
    if line is None:
        return otherwise
    found = float(np.interp(x, canvas.x, line))
    return found if found < 2 else otherwise


def _near_line(canvas: Canvas, p: Palette) -> Floats:
    """A rise of ground in front of everything, for a figure that needs one."""
    line = (0.83 - 0.03 * canvas.line("stand", 1.1, 4, 0.4)).astype(np.float32)
    canvas.ridge(line, mixed(p.dark, p.green, 0.35), p.dark, 0.18)
    return line


def _beam(canvas: Canvas, x: float, y: float, side: float) -> None:
    """The light that turns: two cones from the lantern."""
    for way, strength in ((-side, 0.5), (side, 0.2)):
        along = (canvas.x[None, :] - x) * way
        slope = canvas.chance.uniform("beam", -0.12, 0.02)
        off = np.abs(canvas.y[:, None] - y - slope * along)
        cone = (
            np.clip(1 - off / (0.012 + 0.13 * np.clip(along, 0, None)), 0, 1)
            * (along > 0)
            / (1 + 1.6 * np.clip(along, 0, None))
        )
        canvas.lay((cone * strength).astype(np.float32), (1.0, 0.95, 0.78))
    canvas.glow(x, y, 0.03, (1.0, 0.93, 0.7), 0.9)


def flock(canvas: Canvas, p: Palette, count: int) -> None:
    """A few birds far off."""
    chance = canvas.chance
    x, y = chance.uniform("flock/x", -0.3, 0.3) * canvas.aspect, chance.uniform("flock/y", 0.12, 0.3)
    spread = chance.normals("flock", 24)
    for n in range(min(count, 12)):
        size = 0.014 + 0.004 * float(spread[n + 12])
        bx, by = x + 0.055 * float(spread[n]) + 0.02 * n, y + 0.03 * float(spread[n + 6])

        def wings(pen: Pen, lift: float = 0.3 + 0.1 * float(spread[n])) -> None:
            pen.stroke(
                [(-0.9, 0.5 + lift), (-0.4, 0.75), (0, 0.4), (0.4, 0.75), (0.9, 0.5 + lift)],
                0.16,
                mixed(p.dark, p.haze, 0.25),
            )

        canvas.stamp(wings, bx, by, size, 2.4)


def extras(canvas: Canvas, p: Palette, setting: str, ground: Ground) -> None:
    """What a village or a harbour is full of, whether asked for or not."""
    chance = canvas.chance
    xs = chance.uniforms("extra/x", 6, -0.48, 0.48) * canvas.aspect
    accents = (p.accent, mixed(p.accent, p.dark, 0.35), mixed(p.accent, p.low, 0.4))
    for n in range(5):
        paints = Paints(
            mixed(p.haze, p.low, 0.5), accents[n % 3], p.dark, p.sun, lit=p.night or p.low[2] < 0.75
        )
        drawn, wide = figure("house" if setting == "village" else "boat", paints)
        x = float(xs[n])
        if setting == "village":
            foot = ground.horizon + 0.16 + 0.035 * n
            canvas.stamp(drawn, x, foot, 0.075 + 0.012 * n, wide, haze=p.haze, fade=0.25 - 0.04 * n)
        elif ground.water is not None:
            foot = ground.water + 0.06 + 0.055 * n
            tall = 0.11 + 0.024 * n
            canvas.stamp(drawn, x, foot, tall * 0.8, wide, haze=p.top, fade=0.35, below=True)
            canvas.stamp(drawn, x, foot, tall, wide, haze=p.haze, fade=0.2 - 0.03 * n, flip=n % 2 == 0)
